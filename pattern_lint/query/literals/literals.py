"""What is written out in a file: texts, numbers and f-strings, with the names that they are given to."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Literal as Choice
from typing import NamedTuple, TypeAlias

import msgspec

from ...lang.python.module import Module, name_of
from ...lang.python.own_names import is_new_type, own_name
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.walking import children_of
from ..expressions.constants import UNKNOWN_CONSTANT, constant_of
from ..expressions.parts import parameters_taken
from ..expressions.pieces import is_sum, pieces_of, with_holes
from ..expressions.shapes import Piece, may_match
from ..values.demanded import of_constant
from ..values.values import Value
from .listed import several_members, several_texts

Shape: TypeAlias = Choice["text", "f-string", "built", "number", "bytes", "list", "members"]
Use: TypeAlias = Choice["value", "key", "compared", "member"]
_KEEPING = frozenset(
    "MappingProxyType SecretStr SecretBytes Secret Field field str bytes String Param Query Header config".split()
)
"""Calls whose value is what they are given, for those who ask what a name is given."""
_LOOKING_UP = frozenset({"get", "getenv", "setdefault", "pop", "setattr", "getattr", "config", "env"})
"""Calls that are given a name, and then what is taken under it."""
_INSTEAD = ("default", "fallback")
"""Keywords by which a call is told what to give where there is nothing."""
SEVERAL: frozenset[Shape] = frozenset({"list", "members"})
"""Shapes of collections, of which each text or name is looked at."""
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.GeneratorExp)
_CASES = (ast.MatchOr, ast.MatchAs)
_WHOLE = (ast.List, ast.Tuple, ast.Set, ast.BoolOp, ast.IfExp, ast.Await, ast.Starred, *_COMPREHENSIONS, *_CASES)
"""What has its name for all that is in it; what a comprehension goes through has a name of its own."""
_ENUMS = ("Enum", "StrEnum", "IntEnum", "Flag", "IntFlag")


class Written(NamedTuple):
    """Something that is written out."""

    node: ast.expr
    scope: Scope
    shape: Shape
    pieces: tuple[Piece, ...]
    """The parts of a text; nothing for other things."""
    name: str = ""
    """What it is given to: a variable, an attribute, a keyword, a key, a parameter, the function that returns it."""
    use: Use = "value"
    holder: str = ""
    """The name of the dict in which it is a value, at any depth, or is looked up."""

    @property
    def value(self) -> object:
        """The text, with `{}` where it is not known, or the number."""
        if self.shape in ("number", "bytes"):
            return constant_of(self.node)
        if self.shape in SEVERAL:
            return ", ".join(self.texts)
        return with_holes(self.pieces)

    @property
    def texts(self) -> tuple[str, ...]:
        """What is looked at where a form is asked for: of a collection each of its texts, of bytes their letters."""
        if self.shape in SEVERAL:
            return tuple(map(str, self.pieces))
        value = self.value
        return (value.decode("latin-1") if isinstance(value, bytes) else str(value),)


class _Place(NamedTuple):
    """Where the walk is: a node, and what is known around it."""

    node: ast.AST
    scope: Scope
    name: str = ""
    use: Use = "value"
    holder: str = ""


class Around(NamedTuple):
    """Where texts stand."""

    statements: Sequence[ast.AST]
    """Those that lie in no other one of them, in their order."""
    parts: Collection[ast.AST]
    """All that is around the texts within these."""


def written_as(node: ast.expr, scope: Scope, name: str = "", use: Use = "value") -> Written | None:
    """An expression as something that is written out; None where it is not."""
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            return Written(node, scope, "text", (node.value,), name, use)
        if isinstance(node.value, bytes):
            return Written(node, scope, "bytes", (), name, use)
    pieces = pieces_of(node)
    if pieces is not None:
        shape: Shape = "f-string" if isinstance(node, ast.JoinedStr) else "built"
        return Written(node, scope, shape, tuple(pieces), name, use)
    number = constant_of(node)
    is_number = isinstance(number, (int, float, complex)) and not isinstance(number, bool)
    return Written(node, scope, "number", (), name, use) if is_number else None


def fits(value: Value, written: Written) -> bool | None:
    """Whether what is written out is what it must be; None where that hangs on parts that are not known."""
    if written.shape in SEVERAL:
        held = [each for text in written.texts for each in of_constant(value, text)]
    elif None not in written.pieces:
        held = list(of_constant(value, written.value))
    else:
        held = [may_match(value.matches, written.pieces)] if value.matches else []
        held += of_constant(msgspec.structs.replace(value, matches=""), UNKNOWN_CONSTANT)
    return False if False in held else None if None in held else True


def written_in(module: Module, around: Around | None = None) -> list[Written]:
    """All that is written out in a module, docstrings and annotations aside; or around some texts alone."""
    found: list[Written] = []
    statements: Sequence[ast.AST] = module.tree.body if around is None else around.statements
    pending = [_at(statement, module) for statement in reversed(statements)]
    within = None if around is None else around.parts
    while pending:
        place = pending.pop()
        node = place.node
        written = written_as(node, place.scope, place.name, place.use) if isinstance(node, ast.expr) else None
        listed = _collection(place) if isinstance(node, (ast.List, ast.Tuple, ast.Set, ast.Call)) else None
        found += [each._replace(holder=place.holder) for each in (written, listed) if each is not None]
        if not isinstance(node, (ast.Constant, ast.Name)) and (written is None or not isinstance(node, ast.UnaryOp)):
            below = _below(place, written is not None, module)
            pending += [each for each in below if within is None or each.node in within or _has_no_parent(each)][::-1]
    return found


def _at(statement: ast.AST, module: Module) -> _Place:
    """Where the walk is at a statement."""
    around = next(each for each in module.ancestors(statement) if each in module.index.scope_of)
    is_direct = module.index.parents[statement] is around
    use = _use_in(around, module) if is_direct and isinstance(around, ast.ClassDef) else "value"
    return _Place(statement, module.index.scope_of[around], "", use)


def _use_in(cls: ast.ClassDef, module: Module) -> Use:
    """What is assigned in the body of a class is there for that."""
    return "member" if any(own_name(base, module).endswith(_ENUMS) for base in cls.bases) else "value"


def _has_no_parent(place: _Place) -> bool:
    """Whether a node is one that no other knows as its parent."""
    return place.node.__class__ is ast.withitem


def _collection(place: _Place) -> Written | None:
    """A collection of several texts, or of several members of one class, and of nothing else."""
    node = place.node
    assert isinstance(node, ast.expr)
    texts = several_texts(node)
    members = [] if texts else several_members(node)
    if not texts and not members:
        return None
    return Written(node, place.scope, "list" if texts else "members", (*texts, *members), place.name, place.use)


def _below(place: _Place, is_written: bool, module: Module) -> Iterator[_Place]:
    """What lies in a node, with what is known of it; the texts of which another one is put together are its parts."""
    node, scope, name, use, holder = place
    if is_written or (is_sum(node)):
        yield from (_Place(each, scope) for each in _holes_of(node))
    elif isinstance(node, (FunctionNode, ast.Lambda, ast.ClassDef)):
        yield from _of_definition(node, scope, module)
    elif isinstance(node, (ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.AugAssign)):
        yield from _of_assignment(node, scope, use)
    elif isinstance(node, ast.Call):
        yield from _of_call(node, scope, name, module)
    elif isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if key is not None:
                yield _Place(key, scope, "", "key")
            yield _Place(value, scope, _name_of_key(key) or name, holder=holder or name)
    elif isinstance(node, ast.Compare):
        compared = (each for each in (node.left, *node.comparators) if not isinstance(each, ast.Constant))
        named = next(filter(None, map(_name_of, compared)), "")
        is_part = isinstance(node.ops[0], (ast.In, ast.NotIn)) and isinstance(node.left, ast.Constant)
        yield _Place(node.left, scope, "" if is_part else named, "compared")
        yield from (_Place(each, scope, named, "compared") for each in node.comparators)
    elif isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
        named = _name_of(node.target)
        yield from (_Place(each, scope, named if each is node.iter else "") for each in children_of(node))
    elif isinstance(node, ast.Return) and node.value is not None:
        yield _Place(node.value, scope, scope.function.name if scope.function is not None else "")
    elif isinstance(node, ast.Subscript):
        yield from (_Place(node.value, scope), _Place(node.slice, scope, "", "key", _name_of(node.value)))
    elif isinstance(node, (ast.Match, ast.MatchValue, ast.MatchClass, ast.MatchMapping)):
        yield from _of_match(place)
    elif not isinstance(node, ast.Expr) or not isinstance(node.value, (ast.Constant, ast.JoinedStr)):
        told = (name, use, holder) if isinstance(node, _WHOLE) else ()
        yield from (_Place(each, scope, *told) for each in children_of(node))


def _of_match(place: _Place) -> Iterator[_Place]:
    """What cases are compared with: their subject, its attributes and its items."""
    node, scope, name, _, _ = place
    if isinstance(node, ast.Match):
        yield _Place(node.subject, scope)
        for case in node.cases:
            yield _Place(case.pattern, scope, _name_of(node.subject), "compared")
            yield from (_Place(each, scope) for each in (case.guard, *case.body) if each is not None)
    elif isinstance(node, ast.MatchValue):
        yield _Place(node.value, scope, name, "compared")
    elif isinstance(node, ast.MatchClass):
        names = (*("" for _ in node.patterns), *node.kwd_attrs)
        patterns = (*node.patterns, *node.kwd_patterns)
        yield from (_Place(each, scope, named, "compared") for each, named in zip(patterns, names, strict=True))
    elif isinstance(node, ast.MatchMapping):
        yield from (_Place(key, scope, "", "key") for key in node.keys)
        yield from (
            _Place(each, scope, _name_of_key(key), "compared")
            for key, each in zip(node.keys, node.patterns, strict=True)
        )


def _holes_of(node: ast.AST) -> Iterable[ast.AST]:
    """What fills the holes of a text, or is added to it."""
    if isinstance(node, ast.JoinedStr):
        return [each.value for each in node.values if isinstance(each, ast.FormattedValue)]
    if isinstance(node, ast.Call):
        return [*node.args, *node.keywords]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        return [node.right]
    parts = []
    while isinstance(node, ast.BinOp):
        parts.append(node.right)
        node = node.left
    return [part for part in (node, *reversed(parts)) if not isinstance(part, ast.Constant)]


def _of_definition(node: FunctionNode | ast.Lambda | ast.ClassDef, scope: Scope, module: Module) -> Iterator[_Place]:
    inner = module.index.scope_of.get(node, scope)
    if isinstance(node, ast.ClassDef):
        yield from (_Place(each, scope) for each in (*node.decorator_list, *node.keywords))
        yield from (_Place(each, inner, "", _use_in(node, module)) for each in node.body)
        return
    args = node.args
    positional = [*args.posonlyargs, *args.args]
    defaults = list(zip(positional[len(positional) - len(args.defaults) :], args.defaults, strict=True))
    defaults += [(arg, each) for arg, each in zip(args.kwonlyargs, args.kw_defaults, strict=True) if each is not None]
    yield from (_Place(default, scope, arg.arg) for arg, default in defaults)
    if isinstance(node, ast.Lambda):
        yield _Place(node.body, inner)
    else:
        yield from (_Place(each, scope) for each in node.decorator_list)
        yield from (_Place(each, inner) for each in node.body)


def _of_assignment(
    node: ast.Assign | ast.AnnAssign | ast.NamedExpr | ast.AugAssign, scope: Scope, use: Use
) -> Iterator[_Place]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    if node.value is None:
        return
    taken, given = (each.elts if isinstance(each, ast.Tuple) else [] for each in (targets[0], node.value))
    if taken and len(taken) == len(given):
        yield from (_Place(value, scope, _name_of(each), use) for each, value in zip(taken, given, strict=True))
        return
    yield _Place(node.value, scope, next(filter(None, map(_name_of, targets)), ""), use)
    held = (each for each in targets if isinstance(each, ast.Subscript))
    yield from (_Place(each.slice, scope, "", "key", _name_of(each.value)) for each in held)


def _of_call(node: ast.Call, scope: Scope, name: str, module: Module) -> Iterator[_Place]:
    called = own_name(node.func, module)
    kept = name if called in _KEEPING or is_new_type(node.func, module, scope) else ""
    taken = parameters_taken(node, scope) if node.args else ()
    yield _Place(node.func, scope)
    for place, value in enumerate(node.args):
        key = next((_name_of(each) for each in node.args[:place] if isinstance(each, ast.Constant)), "")
        if called in _LOOKING_UP and key:
            yield _Place(value, scope, key)
        elif place == 1 and _asks_environment(node):
            yield _Place(value, scope, name or _name_of_key(node.args[0]))
        else:
            named = (kept if place == 0 else "") or "".join(taken[place : place + 1])
            is_key = called in _LOOKING_UP and not _is_address(value)
            table = name_of(node.func.value) if is_key and place == 0 and isinstance(node.func, ast.Attribute) else ""
            yield _Place(value, scope, named, "key" if is_key else "value", table)
    for keyword in node.keywords:
        named = (kept or _first_text(node)) if keyword.arg in _INSTEAD else ""
        yield _Place(keyword.value, scope, named or keyword.arg or "")


def _is_address(node: ast.expr) -> bool:
    """Whether a text leads somewhere: clients of servers have a `get` as tables do."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return any(isinstance(each, ast.Constant) and isinstance(each.value, str) and "/" in each.value for each in parts)


def _asks_environment(call: ast.Call) -> bool:
    of = call.func.value if isinstance(call.func, ast.Attribute) else None
    return name_of(call.func) == "getenv" or (of is not None and name_of(of) == "environ")


def is_named_by_text(call: ast.Call) -> bool:
    """Whether what a call is given may be called by a text that it is given."""
    return name_of(call.func) in _LOOKING_UP or any(keyword.arg in _INSTEAD for keyword in call.keywords)


def _first_text(call: ast.Call) -> str:
    return _name_of(call.args[0]) if call.args and isinstance(call.args[0], ast.Constant) else ""


def _name_of(node: ast.expr | None) -> str:
    """The name of what something is given to: of a variable or an attribute, or a key that is written out."""
    if isinstance(node, ast.Subscript):
        return _name_of_key(node.slice)
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return name_of(node) if node is not None else ""


def _name_of_key(node: ast.expr | None) -> str:
    """The name of a key: one that is written out, or that of a constant; others are anything."""
    name = _name_of(node)
    return name if isinstance(node, ast.Constant) or name.isupper() else ""
