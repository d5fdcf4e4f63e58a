"""What a docstring says of a parameter or a key."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

_HEADING = re.compile(r"\s*(?P<title>[A-Z][\w ,/-]*):\s*$")
_OPTIONAL = re.compile(r"\b(optional|not required)\b", re.IGNORECASE)


def docstring(node: ast.AST) -> str | None:
    """The docstring of a function, without its indentation; None where it has none or an empty one."""
    text = ast.get_docstring(node) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else None
    return text or None


def is_documented(node: ast.AST) -> bool:
    """Whether a class has a docstring that says something."""
    text = ast.get_docstring(node, clean=False) if isinstance(node, ast.ClassDef) else None
    return text is not None and bool(text.strip())


def names(text: str, name: str) -> bool:
    """Whether a text names something, as a word of its own."""
    return re.search(rf"(?<![\w]){re.escape(name)}(?![\w])", text) is not None


def calls_optional(text: str, name: str) -> bool:
    """Whether a docstring says of a parameter that it is optional: in its entry, or in the heading above it."""
    return any(names(first, name) and _OPTIONAL.search(entry) for first, entry in _entries(text))


def _entries(text: str) -> Iterator[tuple[str, str]]:
    """The lines of a docstring, each with its heading and the deeper indented lines that belong to it."""
    heading, lines = "", text.split("\n")
    for number, line in enumerate(lines):
        found = _HEADING.match(line)
        if found is not None:
            heading = found["title"]
        elif not line.strip():
            continue
        elif not line[:1].isspace():
            heading = ""
        rest = []
        for later in lines[number + 1 :]:
            if not later.strip() or _indent(later) <= _indent(line) or _HEADING.match(line):
                break
            rest.append(later)
        yield line, "\n".join((heading if found is None else "", line, *rest))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
