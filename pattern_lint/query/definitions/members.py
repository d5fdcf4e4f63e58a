"""What a class of a file has that its heirs in other files may be asked about, as plain data for the join."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ...lang.python.annotations import unquoted
from ...lang.python.module import Module
from ...lang.python.own_names import own_name
from ...lang.python.scopes import FunctionNode, Scope
from ..answers import UNKNOWN, YES, Answer, every
from ..values.values import Value, holds
from .defined import definitions
from .reasons import has_reason
from .settings import Step, named_settings, settings_of

_NO_FIELDS = frozenset({"typing.ClassVar", "typing.TypeAlias", "dataclasses.KW_ONLY"})
_FIELD_MAKERS = ("Column", "mapped_column", "relationship", "attrib", "ib", "Field")
_EXTRA = "pydantic.Extra."
"""The older spelling of what fields that nobody declared are met with: `Extra.forbid` for "forbid"."""


def constructor_fields(scope: Scope, module: Module) -> tuple[str, ...] | None:
    """The fields that a constructor made of fields takes; None where the class says that none is made."""
    node, outer = scope.node, scope.parent
    assert isinstance(node, ast.ClassDef) and outer is not None
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and _says_no(decorator, "init"):
            return None
    found = (
        name.lstrip("_") if _is_attrs(binding.value, module) else name
        for name, bound in scope.bindings.items()
        for binding in bound[:1]
        if _is_taken(binding.kind, binding.annotation, binding.value, module, scope)
    )
    return tuple(dict.fromkeys(found))


def _is_taken(kind: str, annotation: ast.expr | None, value: ast.expr | None, module: Module, scope: Scope) -> bool:
    """Whether a name that the body of a class binds is a parameter of the constructor that is made."""
    if kind not in ("assign", "annotated"):
        return False
    is_made = isinstance(value, ast.Call) and own_name(value.func, module) in _FIELD_MAKERS
    if annotation is None:
        return is_made and isinstance(value, ast.Call) and not _says_no(value, "init")
    said = unquoted(annotation)
    named = said.value if isinstance(said, ast.Subscript) else said
    is_written_class_var = said is not annotation and own_name(named, module) == "ClassVar"
    if is_written_class_var or module.symbol(named, scope) in _NO_FIELDS:
        return False
    return not (isinstance(value, ast.Call) and _says_no(value, "init"))


def _is_attrs(value: ast.expr | None, module: Module) -> bool:
    """attrs leaves the underscore before the name of a field out."""
    return isinstance(value, ast.Call) and own_name(value.func, module) in ("ib", "attrib")


def _says_no(call: ast.Call, name: str) -> bool:
    return any(
        keyword.arg == name and isinstance(keyword.value, ast.Constant) and keyword.value.value is False
        for keyword in call.keywords
    )


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


class Demand(NamedTuple):
    """What an attribute or a setting must be."""

    name: str
    wanted: Value
    may_differ: bool = False
    """Whether it may be something else where a comment says why."""

    def holds(self, value: ast.expr, module: Module, scope: Scope) -> Answer:
        held = holds(self.wanted, _constant(value, module, scope), module, scope)
        is_excused = self.may_differ and held.holds is False and has_reason(value, module)
        return YES if is_excused else held


Demands = Mapping[str, Demand]
"""By a key of its own."""


def judged_values(module: Module, attributes: Demands, config: Demands) -> dict[str, dict[str, Any]]:
    """What the classes of a module, and its constants that hold settings, say to some demands, by their names."""
    values = dict(_judged_constants(module, config)) if config else {}
    for scope in definitions(module, "class"):
        said = _judged_attributes(scope, module, attributes) if attributes else {}
        said |= _judged(settings_of(scope, module), module, config) if config else {}
        if said:
            values[scope.qualname] = said
    return values


def _judged_constants(module: Module, demands: Demands) -> Iterator[tuple[str, dict[str, tuple[Any, ...]]]]:
    """What the constants that hold settings say."""
    for name, steps in named_settings(module, {demand.name for demand in demands.values()}):
        yield name, _judged(steps, module, demands)


def _judged(steps: Iterable[Step], module: Module, demands: Demands) -> dict[str, tuple[Any, ...]]:
    found: dict[str, list[tuple[Any, ...]]] = {}
    for step in steps:
        for key, demand in demands.items():
            if step.what != "set":
                found.setdefault(key, []).append((step.what, step.name, None, ()))
            elif step.name == demand.name and step.value is not None and step.scope is not None:
                held = demand.holds(step.value, module, step.scope)
                found.setdefault(key, []).append(("set", "", held.holds, held.when))
    return {key: tuple(parts) for key, parts in found.items()}


def _constant(node: ast.expr, module: Module, scope: Scope) -> ast.expr:
    symbol = module.symbol(node, scope) if isinstance(node, ast.Attribute) else None
    return ast.Constant(symbol.removeprefix(_EXTRA)) if symbol is not None and symbol.startswith(_EXTRA) else node


def _judged_attributes(scope: Scope, module: Module, demands: Demands) -> dict[str, tuple[Any, ...]]:
    """What the attributes that a class sets, in its body or on itself, say to some demands."""
    found = {}
    for key, demand in demands.items():
        holder, _, name = demand.name.rpartition(".")
        if holder not in ("", scope.name):
            continue
        values = [*_in_body(scope, name), *module.once(_set_on_itself).get((scope, name), ())]
        if values:
            held = every(UNKNOWN if value is None else demand.holds(value, module, home) for value, home in values)
            found[key] = (("set", "", held.holds, held.when),)
        elif name in scope.bindings:
            found[key] = (("open", "", None, ()),)
    return found


def _in_body(scope: Scope, name: str) -> Iterator[tuple[ast.expr | None, Scope]]:
    for binding in scope.bindings.get(name, ()):
        if binding.kind in ("assign", "annotated") and (binding.value is not None or binding.annotation is None):
            yield binding.value, scope


def _set_on_itself(module: Module) -> dict[tuple[Scope, str], list[tuple[ast.expr | None, Scope]]]:
    """Class and attribute -> the values that methods give it."""
    found: dict[tuple[Scope, str], list[tuple[ast.expr | None, Scope]]] = {}
    for node, scope in (*module.of(ast.Assign), *module.of(ast.AnnAssign)):
        assert isinstance(node, (ast.Assign, ast.AnnAssign))
        owner, function = scope.parent, scope.node
        if owner is None or owner.kind != "class" or not isinstance(function, FunctionNode):
            continue
        own = {arg.arg for arg in [*function.args.posonlyargs, *function.args.args][:1]}
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id in own:
                found.setdefault((owner, target.attr), []).append((node.value, scope))
    return found
