"""Places as cards write them: where in the code a rule applies.

| written | means |
| --- | --- |
| `path:api/**`, `path:**/api/**` | in files that a glob of .gitignore's form matches: below the root, at any depth |
| `module:shop.orders` | in a module or package, and all below it |
| `role:service` | in a class that has the role; of whole modules, one that defines such a class |
| `class:*Client`, `function:handle_*` | in a class or function whose name matches |
| `run-by:initialize` | in a function whose name matches, or in one of its file that runs when that is called |
| `taking:event` | in a function, or one around it, that takes a parameter whose name matches |
| `lent:*uow` | the same, or one of a type of such a name, where none enters it by a `with` of its own |
| `handed:*Event` | in one that takes this by name, by its class or a base of that, or from one of the file that does |
| `given-to:*.subscribe` | in a function that a call of it is given, in its file or in another one |
| `deriving:pydantic.BaseModel` | in a class that has it as a base at any depth, or in one within such a class |
| `decorated:app.route` | in a function that has the decorator |
| `decorated:functools.lru_cache(None)` | in one whose decorator is given that constant, or something of that name |
| `with:contextlib.suppress` | in a `with` that enters it, or what a call of it gives |
| `catching:TimeoutError`, `handling:TimeoutError` | in a block of which a clause catches that, in such a clause |
| `chosen-by:*sqlite*` | in a branch whose condition asks for something of such a name, or holds such a text |
| `decided-by:*environ*` | in any branch of a condition that speaks of something so called, or done where that fails |
| `project:*Calculator` | in a project that defines something of such a name, or decorates with it |
| `project-importing:sqlalchemy` | in a project of which a file imports that, or something below it |
| `marked:anyio` | in a file of tests that all have that mark of pytest |
| `pytest-sets:asyncio_mode=auto` | where settings or a `conftest.py` of the folder or of one above tell pytest so |
| `small-project` | in a project of so few modules that it cannot show much |
| `async`, `sync` | in a function that is asynchronous, or is not |
| `importing:sqlalchemy`, `loading:sqlalchemy` | in a file that imports that, or something in it; not for types alone |
| `speaking-of:*kafka*` | in a file that has a name or text which matches it in small letters |
| `init` | in `__init__` or `__post_init__`, or a method that they call; lambdas aside, which run later |
| `method` | in a method |
| `body` | in the body of a module or class, which runs on import |
| `loop` | in a loop or a comprehension, what that goes over first aside |
| `try`, `handler`, `finally`, `branch` | in a guarded block, an except clause, a finally, a branch |
| `type-checking`, `main` | under `if TYPE_CHECKING`, under `if __name__ == "__main__"` |
| `composition-root` | in a module that wires the application together |
| `stream-handler` | in a function that handles the messages of a stream, or that only such functions call |
| `message-loop` | in a loop over what a consumer takes from a stream, or in a private function that only it calls |
| `command-line` | in code that talks to people at a terminal: scripts, commands, `main` and what its guard calls |
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import Annotated, NamedTuple, TypeAlias

import msgspec

from ...config.globs import matcher
from ...knowledge.lacking import may_derive, may_have
from ...lang.python.blocks import lies_in, main_blocks, type_checking_blocks
from ...lang.python.caught import named_caught
from ...lang.python.module import Module
from ...lang.python.paths import is_composition_root
from ...lang.python.scopes import FunctionNode, Scope
from ..answers import NO, YES, Answer, on_condition, some
from ..definitions.decorated import asked_at, decoration, decorators_of, is_given
from ..definitions.defined import derives
from ..definitions.named_values import decorated_function, names_around
from ..functions.by_calls import is_given_to
from ..functions.constructing import runs_in_constructor
from ..functions.handed import is_handed
from ..functions.running import is_run_by
from ..naming.names import Asked, NameSet, name_set
from .branches import is_chosen_by, is_decided_by
from .command_line import COMMANDS, is_script
from .entered import enters_one_of, suppressed_by
from .file_wide import FILE_LOOKS, FileLook, looked
from .lent import is_lent, is_taking
from .message_loops import in_message_loop
from .stream_handlers import handles_messages

_PLAIN = (
    "async|sync|init|method|body|loop|try|handler|finally|branch|type-checking|main|"
    "command-line|composition-root|stream-handler|message-loop|small-project"
)
_NAMED_PLACES = (
    "path|module|importing|loading|marked|speaking-of|role|class|deriving|function|run-by|given-to|taking|lent|handed|"
    "decorated|with|catching|handling|"
    "chosen-by|decided-by|project|project-importing|pytest-sets"
)
Place: TypeAlias = Annotated[
    str,
    msgspec.Meta(
        pattern=rf"^({_PLAIN}|({_NAMED_PLACES}):\S+)$",
        title="a place",
        description="a place such as `path:api/**`, `module:shop.orders`, `role:service`, `class:*Client`, "
        "`function:handle_*`, `decorated:fastapi.APIRouter().get`, `with:threading.Lock()`, "
        f"or one of {_PLAIN.replace('|', ', ')}",
        extra={"begins": (*_PLAIN.split("|"), *(f"{each}:" for each in _NAMED_PLACES.split("|")))},
    ),
]
Places: TypeAlias = tuple[Place, ...]

PROJECT, DERIVING, HANDED, STREAM_HANDLER, GIVEN_TO = "project:", "deriving:", "handed:", "stream-handler", "given-to"
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_TRIES = (ast.Try, ast.TryStar)
_WITHS = (ast.With, ast.AsyncWith)


class Where(NamedTuple):
    """A node of a module, with the scope that it belongs to."""

    module: Module
    node: ast.AST
    scope: Scope


def stands_in(places: Iterable[str], where: Where) -> Answer:
    """Whether a node stands in one of the places."""
    plain, hanging, everywhere = _sorted(tuple(places))
    for stands in plain:
        if stands(where):
            return YES
    return some([*[stands(where) for stands in hanging], everywhere]) if hanging else everywhere


@lru_cache(maxsize=1024)
def _sorted(
    places: tuple[str, ...],
) -> tuple[Sequence[Callable[[Where], bool]], Sequence[Callable[[Where], Answer]], Answer]:
    """What tells whether a node stands in places: what takes but a look, what may hang on the join, and what the join
    alone knows of the whole project."""
    named: dict[str, list[str]] = {}
    for place in places:
        what, _, name = place.partition(":")
        named.setdefault(what, []).append(name)
    plain: list[Callable[[Where], bool]] = [
        partial(_LOOKS[what], tuple(named[what])) for what in _LOOKS if what in named
    ]
    plain += [_PLAINLY[what] for what in named if what in _PLAINLY]
    hanging = [partial(_TOGETHER[what], tuple(named[what])) for what in _TOGETHER if what in named]
    hanging += [partial(_ALONE[what], name) for what in named if what in _ALONE for name in named[what]]
    known = [_EVERYWHERE[what](name) for what in named if what in _EVERYWHERE for name in named[what]]
    return plain, hanging, some(known)


def _in_file(look: FileLook, names: tuple[str, ...], where: Where) -> bool:
    return looked(look, names, where.module)


def _in_role(role: str, where: Where) -> Answer:
    """A module as a whole has the roles of the classes that it defines."""
    if isinstance(where.node, ast.Module):
        return on_condition(("module-role", where.module.name, (role,)))
    owner = where.scope.owner
    if owner is None or not may_have(f"role:{role}", owner.name):
        return NO
    return on_condition(("role", where.module.names.qualified(owner), (role,)))


def _in_deriving(bases: tuple[str, ...], where: Where) -> Answer:
    classes = (scope for scope in _around(where.scope) if scope.kind == "class")
    return some(derives(bases, scope, where.module) for scope in classes if may_derive(bases, scope.name))


def _in_class(globs: tuple[str, ...], where: Where) -> bool:
    is_meant = matcher(globs)
    return any(s.kind == "class" and is_meant(s.name) for s in _around(where.scope))


def _in_function(globs: tuple[str, ...], where: Where) -> bool:
    is_meant = matcher(globs)
    scope: Scope | None = where.scope
    while scope is not None:
        if scope.kind == "function" and is_meant(scope.name):
            return True
        scope = scope.parent
    return any(map(is_meant, names_around(where.node, where.module)))


def _in_decorated(names: tuple[str, ...], where: Where) -> Answer:
    if not _is_decorated(where.scope):  # as most code is not
        return NO
    return some(_in_decorated_by(wanted, where, given) for given, wanted in _decorations(names).items())


@lru_cache(maxsize=256)
def _decorations(names: tuple[str, ...]) -> dict[str, NameSet]:
    """Decorators by what they must be given, which most need not."""
    found: dict[str, list[str]] = {}
    for called, given in map(decoration, names):
        found.setdefault(given, []).append(called)
    return {given: name_set(tuple(called)) for given, called in found.items()}


def _in_decorated_by(wanted: NameSet, where: Where, given: str = "") -> Answer:
    """Whether something around has one of some decorators, which is given a constant."""
    nodes = (scope.node for scope in _around(where.scope))
    return some(
        held
        for node in nodes
        if isinstance(node, (FunctionNode, ast.ClassDef)) and node.decorator_list
        for each, held in decorators_of(wanted, node, where.module)
        if not given or is_given(each, given)
    )


def _catching(names: tuple[str, ...], where: Where) -> Answer:
    """Whether a node lies in a guarded block of which a clause catches an error by its name."""
    wanted, child = name_set(names), where.node
    found = []
    for node in _blocks(where):
        if node.__class__ in _TRIES and child in node.body:
            found += [_caught(wanted, each, where) for each in node.handlers]
        elif isinstance(node, _WITHS):
            found += suppressed_by(node, wanted, where.module, where.scope)
        child = node
    return some(found)


def _handling(names: tuple[str, ...], where: Where) -> Answer:
    wanted = name_set(names)
    return some(_caught(wanted, node, where) for node in _blocks(where) if isinstance(node, ast.ExceptHandler))


def _caught(wanted: NameSet, clause: ast.ExceptHandler, where: Where) -> Answer:
    """Whether a clause names one of some errors; a bare one catches what BaseException does."""
    if clause.type is None:
        return wanted.match(Asked("builtins.BaseException"), where.module.roots)
    types = named_caught(where.module, clause.type, where.scope)
    return some(wanted.match(asked_at(where.module, each, where.scope), where.module.roots) for each in types)


def _around(scope: Scope | None) -> Iterator[Scope]:
    while scope is not None:
        yield scope
        scope = scope.parent


def _blocks(where: Where) -> Iterator[ast.AST]:
    """What is around a node within its own function."""
    for node in where.module.ancestors(where.node):
        if node is where.scope.node:
            return
        yield node


def _child_in(where: Where, types: tuple[type[ast.AST], ...], *fields: str) -> bool:
    """Whether the node lies in one of some blocks of a statement around it."""
    child: ast.AST = where.node
    for node in _blocks(where):
        if isinstance(node, types) and any(child in getattr(node, field, ()) for field in fields):
            return True
        child = node
    return False


def _in_loop(where: Where) -> bool:
    """Whether the node is looked at again and again; what a comprehension goes over first is not."""
    child: ast.AST = where.node
    for node in _blocks(where):
        if isinstance(node, _LOOPS) and child in node.body:
            return True
        if isinstance(node, ast.comprehension) and child is not node.iter:
            return True
        if isinstance(node, _COMPREHENSIONS) and child is not node.generators[0]:
            return True
        child = node
    return False


def _is_command_line(where: Where) -> bool:
    if is_script(*where):
        return True
    known, scope = where.module.once(_commands), where.scope
    if scope not in known:
        held = _in_decorated_by(name_set(COMMANDS), where) if _is_decorated(scope) else NO
        known[scope] = bool(held.holds) and not held.when
    return known[scope]


def _commands(module: Module) -> dict[Scope, bool]:
    """Whether scopes belong to functions that are commands, as far as somebody asked."""
    return {}


def _is_decorated(scope: Scope) -> bool:
    around: Scope | None = scope
    while around is not None and not getattr(around.node, "decorator_list", ()):
        around = around.parent
    return around is not None


def _decorated(where: Where) -> Scope | None:
    return decorated_function(where.node, where.module) if isinstance(where.node, ast.expr) else None


def _is_async(where: Where) -> bool:
    function = where.scope.function
    return function is not None and function.is_async


_TOGETHER: Mapping[str, Callable[[tuple[str, ...], Where], Answer]] = {
    "decorated": _in_decorated,
    "deriving": _in_deriving,
    "with": lambda names, where: enters_one_of(names, where.node, where.scope, where.module),
    "handed": lambda globs, where: is_handed(globs, where.module, where.scope),
    "given-to": lambda names, where: some(
        is_given_to(names, where.module, each) for each in _around(where.scope) if each.kind == "function"
    ),
    "catching": _catching,
    "handling": _handling,
}
"""Places whose names are asked about all at once."""
_ALONE: Mapping[str, Callable[[str, Where], Answer]] = {
    "role": _in_role,
    STREAM_HANDLER: lambda _, where: handles_messages(where.module, _decorated(where) or where.scope),
    "message-loop": lambda _, where: in_message_loop(_blocks(where), where.scope, where.module),
    "pytest-sets": lambda wanted, where: on_condition(("set", where.module.path, (wanted,))),
}
_EVERYWHERE: Mapping[str, Callable[[str], Answer]] = {
    "project": lambda glob: on_condition(("shows", "", (glob,))),
    "project-importing": lambda name: on_condition(("imported", "", (name,))),
    "small-project": lambda _: on_condition(("small", "", ())),
}
"""Places that hang on the whole project, wherever in it something stands."""
_LOOKS: Mapping[str, Callable[[tuple[str, ...], Where], bool]] = {
    **{what: partial(_in_file, look) for what, look in FILE_LOOKS.items()},
    "class": _in_class,
    "function": _in_function,
    "run-by": lambda globs, where: is_run_by(globs, where.scope, where.module),
    "taking": lambda globs, where: is_taking(globs, where.scope),
    "lent": lambda globs, where: is_lent(globs, where.scope, where.module),
    "chosen-by": lambda globs, where: is_chosen_by(where.node, matcher(globs), where.module),
    "decided-by": lambda globs, where: is_decided_by(where.node, matcher(globs), where.module),
}
_PLAINLY: Mapping[str, Callable[[Where], bool]] = {
    "async": _is_async,
    "sync": lambda where: where.scope.function is not None and not _is_async(where),
    "init": lambda where: runs_in_constructor(where.scope, where.module),
    "method": lambda where: where.scope.function is not None and where.scope.function.is_method,
    "body": lambda where: where.scope.function is None,
    "loop": _in_loop,
    "try": lambda where: _child_in(where, _TRIES, "body"),
    "handler": lambda where: any(isinstance(node, ast.ExceptHandler) for node in _blocks(where)),
    "finally": lambda where: _child_in(where, _TRIES, "finalbody"),
    "branch": lambda where: (
        _child_in(where, (ast.If,), "body", "orelse") or _child_in(where, (ast.match_case,), "body")
    ),
    "type-checking": lambda where: lies_in(where.module, where.node, type_checking_blocks(where.module)),
    "main": lambda where: lies_in(where.module, where.node, main_blocks(where.module)),
    "command-line": _is_command_line,
    "composition-root": lambda where: is_composition_root(where.module.path),
}
