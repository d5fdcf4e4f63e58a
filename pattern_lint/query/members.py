"""What a class of a file has that its heirs in other files may be asked about, as plain data for the join."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..lang.python.module import Module
from ..lang.python.scopes import FunctionNode, Scope
from .answers import Answer, every
from .settings import Step, named_settings, settings_of
from .values import Value, holds

_NO_FIELDS = frozenset({"typing.ClassVar", "typing_extensions.ClassVar", "typing.TypeAlias", "dataclasses.KW_ONLY"})
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
        name.lstrip("_") if _is_attrs(binding.value) else name
        for name, bound in scope.bindings.items()
        for binding in bound[:1]
        if _is_taken(binding.kind, binding.annotation, binding.value, module, scope)
    )
    return tuple(dict.fromkeys(found))


def _is_taken(kind: str, annotation: ast.expr | None, value: ast.expr | None, module: Module, scope: Scope) -> bool:
    """Whether a name that the body of a class binds is a parameter of the constructor that is made."""
    if kind not in ("assign", "annotated"):
        return False
    is_made = isinstance(value, ast.Call) and _last(value.func) in _FIELD_MAKERS
    if annotation is None:
        return is_made and isinstance(value, ast.Call) and not _says_no(value, "init")
    named = annotation.value if isinstance(annotation, ast.Subscript) else annotation
    if module.symbol(named, scope) in _NO_FIELDS or _is_written_class_var(annotation):
        return False
    return not (isinstance(value, ast.Call) and _says_no(value, "init"))


def _is_written_class_var(annotation: ast.expr) -> bool:
    text = annotation.value if isinstance(annotation, ast.Constant) else None
    return isinstance(text, str) and text.partition("[")[0].endswith("ClassVar")


def _is_attrs(value: ast.expr | None) -> bool:
    """attrs leaves the underscore before the name of a field out."""
    return isinstance(value, ast.Call) and _last(value.func) in ("ib", "attrib")


def _says_no(call: ast.Call, name: str) -> bool:
    return any(
        keyword.arg == name and isinstance(keyword.value, ast.Constant) and keyword.value.value is False
        for keyword in call.keywords
    )


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


Demands = Mapping[str, tuple[str, Value]]
"""By a key of its own: the name of an attribute or setting, and what it must be."""


def judged_settings(scope: Scope, module: Module, demands: Demands) -> dict[str, tuple[Any, ...]]:
    """What the settings of a class say to some demands, step by step, where they say something."""
    return _judged(list(settings_of(scope, module)), module, demands)


def judged_constants(module: Module, demands: Demands) -> Iterator[tuple[str, dict[str, tuple[Any, ...]]]]:
    """The same of the constants that hold settings."""
    for name, steps in named_settings(module):
        yield name, _judged(steps, module, demands)


def _judged(steps: Iterable[Step], module: Module, demands: Demands) -> dict[str, tuple[Any, ...]]:
    found: dict[str, list[tuple[Any, ...]]] = {}
    for step in steps:
        for key, (name, wanted) in demands.items():
            if step.what != "set":
                found.setdefault(key, []).append((step.what, step.name, None, ()))
            elif step.name == name and step.value is not None and step.scope is not None:
                held = holds(wanted, _constant(step.value, module, step.scope), module, step.scope)
                found.setdefault(key, []).append(("set", "", held.holds, held.when))
    return {key: tuple(parts) for key, parts in found.items()}


def _constant(node: ast.expr, module: Module, scope: Scope) -> ast.expr:
    symbol = module.symbol(node, scope) if isinstance(node, ast.Attribute) else None
    return ast.Constant(symbol.removeprefix(_EXTRA)) if symbol is not None and symbol.startswith(_EXTRA) else node


def judged_attributes(scope: Scope, module: Module, demands: Demands) -> dict[str, tuple[Any, ...]]:
    """What the attributes that a class sets, in its body or on itself, say to some demands."""
    found = {}
    for key, (name, wanted) in demands.items():
        values = [*_in_body(scope, name), *module.once(_set_on_itself).get((scope, name), ())]
        if values:
            held = every(_value_holds(wanted, value, module, home) for value, home in values)
            found[key] = (("set", "", held.holds, held.when),)
        elif name in scope.bindings:
            found[key] = (("open", "", None, ()),)
    return found


def _value_holds(wanted: Value, value: ast.expr | None, module: Module, home: Scope) -> Answer:
    return holds(wanted, value, module, home) if value is not None else Answer(None)


def _in_body(scope: Scope, name: str) -> Iterator[tuple[ast.expr | None, Scope]]:
    for binding in scope.bindings.get(name, ()):
        if binding.kind in ("assign", "annotated") and (binding.value is not None or binding.annotation is None):
            yield binding.value, scope


def _set_on_itself(module: Module) -> dict[tuple[Scope, str], list[tuple[ast.expr | None, Scope]]]:
    """Class and attribute -> the values that methods give it."""
    found: dict[tuple[Scope, str], list[tuple[ast.expr | None, Scope]]] = {}
    for node, scope in (*module.of(ast.Assign), *module.of(ast.AnnAssign)):
        assert isinstance(node, ast.Assign | ast.AnnAssign)
        owner, function = scope.parent, scope.node
        if owner is None or owner.kind != "class" or not isinstance(function, FunctionNode):
            continue
        own = {arg.arg for arg in [*function.args.posonlyargs, *function.args.args][:1]}
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id in own:
                found.setdefault((owner, target.attr), []).append((node.value, scope))
    return found
