"""What a quick look at a file's text says of signs, before anything is parsed.

The look may take something for a sign that is none; where it sees nothing, there is none. So cards that need a sign
that no file shows need not be asked anything.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

from ..lang.python.parsing import UnreadableError, parse
from ..lang.python.text import decoded
from .natures import is_named_interface
from .signs import CONTAINERS, GIVES, INJECTION_LIBRARIES, TAKES

if TYPE_CHECKING:
    from .roles import Role
    from .signs import Sign

_LIBRARIES = "|".join(sorted(INJECTION_LIBRARIES)).encode()
_BLANK = rb"(?:[ \t\f]|\\\r?\n)+"
_IMPORTED = re.compile(rb"import(?:%b|[^\n]*,[ \t\f\\\r\n]*)(?:%b)\b" % (_BLANK, _LIBRARIES))
_IMPORTED_FROM = re.compile(rb"from%b(?:%b)\b" % (_BLANK, _LIBRARIES))
_DECLARED_WITHIN = 400
"""How far into a file one looks for the encoding that it declares."""
_CONTAINER = re.compile(
    rb"class%b\w*(?:%b)\b"
    % (_BLANK, "|".join("".join(f"[{each}{each.upper()}]" for each in end) for end in CONTAINERS).encode())
)


class Glimpses:
    """Looks for signs in one text after the other; knows what gives roles to classes."""

    def __init__(self, roles: Mapping[str, Role]) -> None:
        named = [base for base in roles["worker"].bases if is_named_interface(base)] if "worker" in roles else []
        shortest = [name for name in named if not any(each != name and each in name for each in named)]
        self._interfaces = [name.encode() for name in shortest]
        self._looks: dict[Sign, Callable[[bytes], bool]] = {
            "container": _shows_container,
            "injection-library": _shows_library,
            "worker-lifecycle": self._shows_interface,
        }

    def shown(self, signs: Collection[Sign], path: str, source: bytes) -> frozenset[Sign]:
        """Those of some signs that a file may show; any file may show those for which no look is quick."""
        if path.partition("/")[0] in INJECTION_LIBRARIES:  # what it imports from its own package is such a library's
            return frozenset(signs)
        text = _plain(source)
        return frozenset(sign for sign in signs if sign not in self._looks or self._looks[sign](text))

    def _shows_interface(self, text: bytes) -> bool:
        return any(name in text for name in self._interfaces)


def _plain(source: bytes) -> bytes:
    """A text in which names stand as they are."""
    return decoded(source).encode(errors="replace") if b"coding" in source[:_DECLARED_WITHIN] else source


def _shows_library(text: bytes) -> bool:
    return _IMPORTED_FROM.search(text) is not None or _IMPORTED.search(text) is not None


def _shows_container(text: bytes) -> bool:
    return _shows_library(text) or (_CONTAINER.search(text) is not None and _defines_container(text))


def _defines_container(text: bytes) -> bool:
    """Whether a class that is called a container has methods that take parts and that give them."""
    try:
        tree = parse(text)
    except UnreadableError:
        return False  # it has no facts either
    for cls in ast.walk(tree):
        if isinstance(cls, ast.ClassDef) and cls.name.lower().endswith(CONTAINERS):
            names = [each.name for each in ast.walk(cls) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
            if any(name.startswith(TAKES) for name in names) and any(name.startswith(GIVES) for name in names):
                return True
    return False
