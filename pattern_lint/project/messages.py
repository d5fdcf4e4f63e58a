"""What exceptions tell their readers: what the one who raises them says, and what their classes add to it."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias

from ..config.globs import fnmatchcase
from ..lang.python.catching import builtin_exception
from ..lang.python.module import Module
from ..lang.python.saying import Saying, TextElsewhere, says_text
from ..lang.python.scopes import FunctionNode, Scope
from .definitions import Definitions
from .natures import is_unseen
from .resolver import Resolver
from .roles import Roles
from .texts import Texts
from .topics import Topic

_BUILDING = ("__new__", "__repr__", "__str__")
_DATACLASSES = ("dataclasses.dataclass", "attr.s", "attr.define", "attrs.define", "attrs.frozen", "attr.frozen")
_STEERING = frozenset({StopIteration, StopAsyncIteration})
_PLAIN = ("builtins.object", "abc.ABC", "typing.Generic")


class _Message(NamedTuple):
    """How an exception class takes its message: as a parameter."""

    place: int
    name: str
    has_default: bool


_Maker: TypeAlias = _Message | Literal["itself", "unknown", "plain"]


class Messages:
    """Looks at the exception classes of a project, and at how they make their messages."""

    def __init__(
        self, makers: Iterable[tuple[str, Any]], definitions: Definitions, resolver: Resolver, roles: Roles
    ) -> None:
        """`makers` holds what modules tell of the topic, by their names."""
        self._makers: dict[str, Sequence[Any]] = {
            f"{module}.{cls}": how for module, told in makers for cls, how in told
        }
        self._classes = definitions.classes
        self._resolver = resolver
        self._modules = definitions.modules
        self._natures = roles.natures

    def own_error(self, symbol: str) -> str | None:
        """The exception class of the project that a symbol stands for."""
        cls = self._resolver.resolve(symbol) or ""
        if not cls and self._is_unseen_error(symbol):
            return symbol
        return cls if cls in self._classes and self._natures.is_exception(cls) else None

    def _is_unseen_error(self, symbol: str) -> bool:
        """Whether a symbol says by its name that it is an error of the project, in a file that is not there."""
        return symbol.endswith(("Error", "Exception")) and is_unseen(self._modules, symbol)

    def steers(self, symbol: str, globs: Sequence[str]) -> bool:
        """Whether an exception reports nothing: by its name, or because it derives from what is no Exception.

        What is called an error reports, whatever the globs say.
        """
        cls = self._resolver.resolve(symbol) or symbol
        name = cls.rpartition(".")[2]
        if not name.endswith("Error") and any(fnmatchcase(name, glob) for glob in globs):
            return True
        known = [builtin_exception(base) for base in self._resolver.linear(cls)]
        return any(base in _STEERING or not issubclass(base, Exception) for base in known if base is not None)

    def told(
        self,
        symbol: str,
        levels: Collection[Saying],
        positional: Sequence[Saying | TextElsewhere],
        keywords: Sequence[tuple[str, Saying | TextElsewhere]],
        *,
        texts: Texts,
    ) -> bool | None:
        """Whether what the reader of an exception is told is of one of some levels."""
        cls = self._resolver.resolve(symbol)
        first = [_said(each, texts) for each in positional]
        named = {name: _said(each, texts) for name, each in keywords}
        if cls is None and self._is_unseen_error(symbol):
            return _told("plain", first, named) in levels
        told = _told(self._maker(cls), first, named) if cls is not None else None
        return None if told is None else told in levels

    def _maker(self, cls: str) -> _Maker:
        """Who makes the message of an exception: the class itself, or the one who raises it."""
        for ancestor in self._resolver.linear(cls):
            if ancestor in self._makers:
                how = self._makers[ancestor]
                return _Message._make(how) if how else "itself"
            if ancestor not in self._classes and builtin_exception(ancestor) is None and ancestor not in _PLAIN:
                return "unknown"
        return "plain"


def _said(said: Saying | TextElsewhere, texts: Texts) -> Saying:
    """What an argument says; what no module keeps as a text may be anything."""
    if isinstance(said, str):
        return said
    symbol, owner = said
    text = texts.of(symbol)
    return says_text(text, owner) if text is not None else "value"


def _told(maker: _Maker, positional: Sequence[Saying], keywords: Mapping[str, Saying]) -> Saying | None:
    """What the reader of an exception is told; None where that is not known."""
    given = [*positional, *keywords.values()]
    if "value" in given or maker == "itself":
        return "value"
    if maker == "unknown":
        return None
    message = maker if isinstance(maker, _Message) else None
    if set(keywords) - ({message.name} if message is not None else set()):
        return "value"
    is_left_out = message is not None and len(positional) <= message.place and message.name not in keywords
    if message is not None and message.has_default and is_left_out:
        return "value"
    return "named" if "named" in given else "constant" if "constant" in given else "empty"


def _collect(module: Module) -> object:
    return tuple(_makers(module))


MESSAGES = Topic("messages", _collect)
"""The classes that have a say in the message of their instances, each with how; nothing where they make it all."""


def _makers(module: Module) -> Iterator[tuple[str, tuple[object, ...]]]:
    for node, outer in module.of(ast.ClassDef):
        assert isinstance(node, ast.ClassDef)
        scope = module.index.scope_of[node]
        methods = {child.name: child for child in scope.children if child.kind == "function"}
        decorators = (each.func if isinstance(each, ast.Call) else each for each in node.decorator_list)
        if any(name in methods for name in _BUILDING) or any(
            module.symbol(each, outer) in _DATACLASSES for each in decorators
        ):
            yield scope.qualname, ()
        elif "__init__" in methods:
            how = _handed_up(methods["__init__"])
            if how is not None:
                yield scope.qualname, how


def _is_set(parameter: str, scope: Scope) -> bool:
    """Whether a function gives one of its parameters another value."""
    return any(binding.kind != "param" for binding in scope.bindings.get(parameter, ()))


def _handed_up(scope: Scope) -> tuple[object, ...] | None:
    """The parameter that a constructor hands to its base as the message; None where it hands on all."""
    node = scope.node
    assert isinstance(node, FunctionNode)
    positional = [arg.arg for arg in (*node.args.posonlyargs, *node.args.args)][1:]
    for call in scope.calls:
        if not isinstance(call.func, ast.Attribute) or call.func.attr != "__init__":
            continue
        handed = call.args if isinstance(call.func.value, ast.Call) else call.args[1:]
        if handed and isinstance(handed[0], ast.Starred):
            return None
        if not handed or not isinstance(handed[0], ast.Name) or handed[0].id not in positional:
            return ()
        place = positional.index(handed[0].id)
        default = len(node.args.defaults) - (len(positional) - place)
        value = node.args.defaults[default] if default >= 0 else None
        says = isinstance(value, ast.Constant) and bool(value.value)
        return (place, handed[0].id, says or (default >= 0 and _is_set(handed[0].id, scope)))
    return ()
