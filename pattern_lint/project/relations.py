"""What tables bring into queries: relationships, of which some are read row by row."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ..lang.python.annotations import unquoted
from ..lang.python.expressions import is_none
from ..lang.python.given_back import given_back
from ..lang.python.module import Module
from ..lang.python.own_names import own_name
from ..lang.python.scopes import Scope
from ..query.naming.names import last_name
from .topics import Topic

if TYPE_CHECKING:
    from .project import Project

_LAZY = frozenset({"select", "True", "None", "dynamic"})
"""What `lazy` is where rows are read when somebody looks at them, which is so where nothing is said."""
_RELATIONSHIPS = frozenset({"relationship", "Relationship"})
_NAMED = "?"
"""Stands before a class of which a relationship gives the name alone."""


def relations(module: Module) -> tuple[str, ...]:
    """The names of lazy relationships of a module, each with its class, and of those at the other end."""
    return tuple(name for node, scope in _relationships(module) for name in _related(node, scope, module))


def _relationships(module: Module) -> list[tuple[ast.Call, Scope]]:
    """The calls that make relationships."""
    if _RELATIONSHIPS.isdisjoint(module.named_calls):
        return []
    calls = [call for name in sorted(_RELATIONSHIPS) for call in module.named_calls.get(name, ())]
    return [(call.node, call.scope) for call in calls if isinstance(call.node, ast.Call)]


def _related(node: ast.Call, scope: Scope, module: Module) -> Iterator[str]:
    given = _keywords(node)
    attribute = _attribute(node, scope, module)
    if _is_lazy(given) and attribute:
        yield attribute
    back, other = given.get("backref"), node.args[0] if node.args else given.get("argument")
    is_called = isinstance(back, ast.Call)
    name = _end_name(back)
    if name and other is not None and (not is_called or _is_lazy(_keywords(back))):
        target = _target(other, scope, module)
        if target:
            yield f"{target}.{name}"


def _end_name(back: ast.expr | None) -> str:
    """How a relationship is called at its other end."""
    name = back.args[0] if isinstance(back, ast.Call) and back.args else back
    return str(name.value) if isinstance(name, ast.Constant) else ""


def _target(other: ast.expr, scope: Scope, module: Module) -> str:
    """The class that a relationship is told to refer to; of some the name alone is known."""
    while isinstance(other, ast.Lambda):
        other = other.body
    written = str(other.value) if isinstance(other, ast.Constant) else module.symbol(other, scope)
    if not written:
        return ""
    found = f"{module.name}.{written}" if written in module.scope.bindings else written
    return found if "." in found else _NAMED + found


def _attribute(node: ast.Call, scope: Scope, module: Module) -> str:
    """The attribute of a class that holds a relationship, or under which a mixin gives it to its heirs."""
    parent = module.index.parents.get(node)
    if scope.kind == "class":
        target = parent.targets[0] if isinstance(parent, ast.Assign) else getattr(parent, "target", None)
        return f"{module.names.qualified(scope)}.{target.id}" if isinstance(target, ast.Name) else ""
    is_method = scope.parent is not None and scope.parent.kind == "class"
    is_given = is_method and node in module.once(given_back).get(scope, ())
    decorators = getattr(scope.node, "decorator_list", []) if is_given else []
    bare = (each.func if isinstance(each, ast.Call) else each for each in decorators)
    is_attribute = any(own_name(each, module) == "declared_attr" for each in bare)
    return module.names.qualified(scope) if is_attribute else ""


def _keywords(node: ast.AST | None) -> dict[str | None, ast.expr]:
    given = {each.arg: each.value for each in getattr(node, "keywords", ())}
    beside = given.get("sa_relationship_kwargs")
    pairs = zip(beside.keys, beside.values, strict=True) if isinstance(beside, ast.Dict) else ()
    return {**given, **{key.value: value for key, value in pairs if isinstance(key, ast.Constant)}}


def _is_lazy(given: Mapping[str | None, ast.expr]) -> bool:
    lazy = given.get("lazy", ast.Constant(value="select"))
    return isinstance(lazy, ast.Constant) and str(lazy.value) in _LAZY


RELATIONS = Topic("relations", relations)


def references(module: Module) -> tuple[tuple[str, str], ...]:
    """The relationships of a module, each with its class, and what they refer to; those at the other end, too."""
    return tuple(pair for node, scope in _relationships(module) for pair in _referring(node, scope, module))


def _referring(node: ast.Call, scope: Scope, module: Module) -> Iterator[tuple[str, str]]:
    given, attribute = _keywords(node), _attribute(node, scope, module)
    other = node.args[0] if node.args else given.get("argument")
    target = _target(other, scope, module) if other is not None else _annotated(node, scope, module)
    back = _end_name(given.get("backref"))
    if attribute and target:
        yield attribute, target
        if back:
            yield f"{target}.{back}", attribute.rpartition(".")[0]


def _annotated(node: ast.Call, scope: Scope, module: Module) -> str:
    """The class in the annotation of a relationship, as in `Mapped[list["Shift"]]` and `Mapped["Shift | None"]`."""
    parent = module.index.parents.get(node)
    inner = parent.annotation if isinstance(parent, ast.AnnAssign) else None
    while inner is not None and isinstance(said := unquoted(inner), (ast.Subscript, ast.BinOp)):
        inner = said.slice if isinstance(said, ast.Subscript) else said.right if is_none(said.left) else said.left
    return _target(inner, scope, module) if inner is not None else ""


REFERENCES = Topic("references", references)


def referred(project: Project, model: str, name: str) -> str:
    """The class that a relationship of a table refers to, its own or inherited; empty where that does not show.

    Of a row of which not even the table is known, it is what all relationships of the name refer to.
    """
    if not model:
        return project.references.get(f"{_NAMED}.{name}", "")
    cls = project.resolver.resolve(model) or model
    found = (project.references.get(f"{each}.{name}") for each in (cls, *project.resolver.linear(cls)))
    return next(filter(None, found), None) or project.references.get(f"{_NAMED}{last_name(cls)}.{name}", "")


def references_of(project: Project) -> dict[str, str]:
    """What the relationships of tables refer to, each with its class; a name alone means the one class that has it.

    Under the name of a relationship alone stands what all that are called so refer to.
    """
    named: dict[str, list[str]] = {}
    for symbol in project.definitions.classes:
        named.setdefault(last_name(symbol), []).append(symbol)
    found: dict[str, str] = {}
    alike: dict[str, set[str]] = {}
    for name, target in (pair for pairs in project.topic(REFERENCES).values() for pair in pairs):
        classes = named.get(target.removeprefix(_NAMED), []) if target.startswith(_NAMED) else [target]
        found[name] = classes[0] if len(classes) == 1 else ""
        alike.setdefault(last_name(name), set()).add(found[name])
    return found | {f"{_NAMED}.{name}": classes.pop() for name, classes in alike.items() if len(classes) == 1}


def is_lazy(project: Project, model: str, name: str) -> bool:
    """Whether an attribute of a table is a lazy relationship, its own or inherited."""
    lazy = project.lazy_relations
    cls = project.resolver.resolve(model) or model
    if f"{_NAMED}{last_name(cls)}.{name}" in lazy:
        return True
    return any(f"{each}.{name}" in lazy for each in (cls, *project.resolver.linear(cls)))
