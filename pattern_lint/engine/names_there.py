"""How cards name what stands on a line: for an author who expects a finding there that does not come."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ..kinds.kit import KindOptions
from ..lang.python.module import Module, name_of
from ..lang.python.parsing import UnreadableError
from ..lang.python.scopes import FunctionNode, Scope
from ..lang.python.walking import own_nodes
from ..problems import listing
from ..query.calls.calls import asked_of
from ..query.naming.names import Asked, last_name, name_set

_SAYING = ("of", "decorated", "derives", "from_")
"""Options that say by names what a card is about, be it in a table that begins with `of`."""
_MOST = 3
_DERIVING = "deriving:"


def names_there(options: KindOptions, path: str, source: str, line: int, roots: frozenset[str]) -> str:
    """What to add to the message that nothing was found; nothing where the card names what is there."""
    said = [getattr(options, each, None) for each in _SAYING]
    said += [getattr(each, "of", None) for each in said]
    texts = [name for each in said if isinstance(each, tuple) for name in each if isinstance(name, str)]
    if not path.endswith(".py") or not texts:
        return ""
    try:
        module = Module(path, source.encode(), roots)
    except UnreadableError:
        return ""
    found = dict.fromkeys(_there(line, module))
    wanted = name_set(tuple(texts))
    answers = [wanted.match(each, module.roots) for each in found]
    if any(answer.holds or answer.when for answer in answers):
        return ""
    names = [name for name in dict.fromkeys(map(_as_cards_write, found)) if name]
    return f"; cards name what stands here {listing(names[:_MOST])}{_wider(texts, names)}" if names else ""


def _wider(texts: Sequence[str], names: Sequence[str]) -> str:
    """How a card names what is so called in the same library, whatever it is a method of."""
    meant = {(name.partition(".")[0], last_name(name)) for name in texts if "." in name}
    plain = {name.replace("()", "") for name in texts}
    found = (name for name in names if "*" not in name and name.replace("()", "") not in plain)
    ends = ((name.partition(".")[0], last_name(name)) for name in found)
    wider = next((f"{root}.*.{last}" for root, last in ends if (root, last) in meant), "")
    return f", and `{wider}` whatever of that library is called so" if wider else ""


def bases_there(options: KindOptions, path: str, source: str, line: int, roots: frozenset[str]) -> str:
    """What to add where a card is about classes that derive from something, and no class around the line is known to:
    what these derive from that is not the project's, as the file names it."""
    wanted = [place.removeprefix(_DERIVING) for place in getattr(options, "inside", ()) if place.startswith(_DERIVING)]
    if not wanted or not path.endswith(".py"):
        return ""
    try:
        module = Module(path, source.encode(), roots)
    except UnreadableError:
        return ""
    found: list[Asked] = []
    for scope in module.index.scopes:
        node = scope.node
        if isinstance(node, ast.ClassDef) and node.lineno <= line <= (node.end_lineno or line):
            found += [_asked(base, scope.parent or module.scope, module) for base in node.bases]
    if any(name_set(tuple(wanted)).match(each, module.roots).holds for each in found):
        return ""
    names = [
        name for name in dict.fromkeys(map(_as_cards_write, found)) if name and name.partition(".")[0] not in roots
    ]
    return f"; the class there derives from {listing(names[:_MOST])}, which `inside` does not name" if names else ""


def _there(line: int, module: Module) -> Iterator[Asked]:
    """What is called on a line, what decorates a definition there, what that derives from, what is read."""
    yield from (asked_of(call) for call in module.calls if call.node.lineno == line)
    yield from (asked_of(each) for each in module.decorations if each.node.lineno == line)
    for scope in module.index.scopes:
        defined = scope.node
        if isinstance(defined, (FunctionNode, ast.ClassDef)) and defined.lineno == line:
            named = (*defined.decorator_list, *(defined.bases if isinstance(defined, ast.ClassDef) else ()))
            yield from (_asked(each, scope.parent or module.scope, module) for each in named)
    for scope in module.index.scopes:
        for node in own_nodes(scope):
            if isinstance(node, ast.Attribute) and node.lineno == line and module.symbol(node, scope) is not None:
                yield _asked(node, scope, module)


def _asked(node: ast.expr, scope: Scope, module: Module) -> Asked:
    named = node.func if isinstance(node, ast.Call) else node
    return Asked(module.symbol(named, scope), name_of(named))


def _as_cards_write(asked: Asked) -> str:
    if asked.symbol is None:
        on = f"like:{asked.receiver.lower().lstrip('_')}" if asked.receiver else "*"
        return f"{on}.{asked.written}" if asked.written else ""
    plain = asked.symbol.removeprefix("builtins.")
    return plain if "<" not in plain and last_name(plain) else ""
