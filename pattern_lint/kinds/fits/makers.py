"""How classes are made: by a constructor that is written, or by one that is made of fields."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ...knowledge.words import names_of
from ...lang.python.annotations import unquoted
from ...lang.python.module import Module, name_of
from ...lang.python.own_names import own_name
from ...lang.python.scopes import Binding, FunctionNode, Scope
from ...lang.python.walking import nodes_in, start_of
from ...project.descent import is_standard
from ...project.project import Project
from ...query.definitions.members import constructor_fields
from ...query.expressions.dicts import dicts_at
from ...query.functions.callings import Shape, shape_of

_PLAIN = frozenset({"builtins.object", "abc.ABC", "typing.Generic", "typing.Protocol", "typing.NamedTuple"})
_FILLING = frozenset({"model_validator", "root_validator", "model_construct", "alias_generator", "extra"})
"""Names of what may fill or rename the fields of a model."""
_DEFAULTS = frozenset({"default", "default_factory", "factory"})
_ATTRS = ("attr", "attrs")
_ALIASES = frozenset({"alias", "validation_alias"})
_EITHER = frozenset({"populate_by_name", "allow_population_by_field_name", "validate_by_name"})


class Given(NamedTuple):
    """What a call is given; plain data."""

    by_place: int
    names: tuple[str, ...]
    is_open: bool
    """Whether something is unpacked into it."""


class Field(NamedTuple):
    """A parameter of a constructor that is made of fields; plain data."""

    name: str
    required: bool
    by_name: bool
    given_as: str = ""
    """Under which other name it is given, where the class says one."""


def given_to(call: ast.Call, module: Module, scope: Scope) -> Given:
    names = [word.arg for word in call.keywords if word.arg is not None]
    unpacked = [list(dicts_at(word.value, module, scope)) for word in call.keywords if word.arg is None]
    is_shown = all(len(ways) == 1 and not ways[0].is_open for ways in unpacked)
    if is_shown:
        names += (item.key for ways in unpacked for item in ways[0].pairs)
    starred = sum(isinstance(each, ast.Starred) for each in call.args)
    return Given(len(call.args) - starred, tuple(names), bool(starred) or not is_shown)


def misfit(given: Given, shape: Shape) -> str:
    """Why what a call is given is not what a constructor takes; empty where it is."""
    by_name = (*shape.positional[shape.only_by_place :], *shape.named)
    strange = [name for name in given.names if name not in by_name] if not shape.takes_names else []
    needed = [*shape.positional[given.by_place : shape.required], *shape.named_required]
    missing = [] if given.is_open else [name for name in needed if name not in given.names]
    said = [f"is made without {', '.join(missing)}"] if missing else []
    said += [f"is given {', '.join(strange)}, which it does not take"] if strange else []
    if given.by_place > len(shape.positional) and not shape.takes_rest:
        said.append(f"is given {given.by_place} values by place, and takes {len(shape.positional)}")
    return ", and ".join(said)


def makers_of(module: Module, classes: Iterable[Scope]) -> dict[str, tuple[Any, ...]]:
    """How each class of a module is made: by a constructor, by its fields, or in a way that is not known."""
    return {scope.qualname: _maker(scope, module) for scope in classes}


def _maker(scope: Scope, module: Module) -> tuple[Any, ...]:
    own = {child.name: child for child in scope.children if child.kind == "function"}
    constructor = own.get("__init__")
    if "__new__" in scope.bindings or ("__init__" in scope.bindings and constructor is None):
        return ()
    if constructor is not None:
        return () if _is_varied(constructor) else ("init", tuple(shape_of(constructor, module)))
    fields = constructor_fields(scope, module)
    if fields is None:
        return ()
    told = tuple(tuple(each) for each in _fields(scope, fields, module))
    return ("fields", told, _is_filled(scope, module), _takes_either(scope))


def _is_varied(constructor: Scope) -> bool:
    """Whether there are several constructors, as overloads or under a condition."""
    node, owner = constructor.node, constructor.parent
    assert isinstance(node, FunctionNode) and owner is not None
    return bool(node.decorator_list) or len(owner.bindings.get(node.name, ())) > 1


def _fields(scope: Scope, names: Iterable[str], module: Module) -> Iterator[Field]:
    node = scope.node
    assert isinstance(node, ast.ClassDef)
    by_name = _says(node, "kw_only") or any(_says(each, "kw_only") for each in node.decorator_list)
    annotated = [binding for bound in scope.bindings.values() for binding in bound if binding.annotation is not None]
    lines = [start_of(each.node)[0] for each in annotated if _ends_places(each.annotation, scope, module)]
    bound = {name: _first_of(scope.bindings.get(name) or scope.bindings[f"_{name}"]) for name in names}
    for name, binding in sorted(bound.items(), key=lambda each: start_of(each[1].node)):
        value, annotation = binding.value, binding.annotation
        line = start_of(binding.node)[0]
        is_late = any(mark < line for mark in lines)
        said = value if isinstance(value, ast.Call) and _makes_field(value, module) else None
        yield Field(
            name,
            _is_required(value, said) and not _is_filled_by_annotation(annotation),
            by_name or is_late or (said is not None and _says(said, "kw_only")),
            _alias_in(said),
        )


def _alias_in(made: ast.Call | None) -> str:
    """The name by which a field says that it is given; what validates has its own word in that."""
    said = (
        {word.arg: word.value.value for word in made.keywords if isinstance(word.value, ast.Constant)} if made else {}
    )
    return str(said.get("validation_alias") or said.get("alias") or "")


def _takes_either(scope: Scope) -> bool:
    """Whether the body of a class says that fields with another name may be given by their own, too."""
    return any(
        (isinstance(each, ast.keyword) and each.arg in _EITHER)
        or (isinstance(each, ast.Name) and each.id in _EITHER)
        or (isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value in _EITHER)
        for each in nodes_in(scope.node)
    )


def _ends_places(annotation: ast.expr | None, scope: Scope, module: Module) -> bool:
    """Whether an annotation says that all that follows is given by name."""
    return annotation is not None and module.symbol(unquoted(annotation), scope) == "dataclasses.KW_ONLY"


def _first_of(bound: Sequence[Binding]) -> Binding:
    """What binds a name first; a comprehension does so for itself alone."""
    return next((each for each in bound if not isinstance(each.node, ast.comprehension)), bound[0])


def _makes_field(call: ast.Call, module: Module) -> bool:
    return own_name(call.func, module) in ("field", "Field", "ib", "attrib")


def _is_required(value: ast.expr | None, made: ast.Call | None) -> bool:
    if made is None:
        return value is None
    if any(word.arg in _DEFAULTS and not _is_ellipsis(word.value) for word in made.keywords):
        return False
    return not made.args or _is_ellipsis(made.args[0])


def _is_ellipsis(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is ...


def _is_filled_by_annotation(annotation: ast.expr | None) -> bool:
    """Whether an annotation says a default, as `Annotated[str, Field(default="")]`."""
    parts = nodes_in(unquoted(annotation)) if annotation is not None else ()
    calls = (each for each in parts if isinstance(each, ast.Call))
    return any(word.arg in _DEFAULTS for call in calls for word in call.keywords)


def _says(node: ast.expr | ast.ClassDef, name: str) -> bool:
    """Whether a call, or the head of a class, says yes to something by keyword."""
    given = node.keywords if isinstance(node, (ast.Call, ast.ClassDef)) else ()
    return any(word.arg == name and isinstance(word.value, ast.Constant) and word.value.value is True for word in given)


def _is_filled(scope: Scope, module: Module) -> bool:
    """Whether something in the body of a class may fill its fields or give them other names."""
    node = scope.node
    assert isinstance(node, ast.ClassDef)
    values = [each.value for bound in scope.bindings.values() for each in bound if each.annotation is not None]
    made = [each for each in values if isinstance(each, ast.Call) and _makes_field(each, module)]
    plain = {word for call in made for word in call.keywords if isinstance(word.value, ast.Constant)}
    for each in (*nodes_in(node), *node.keywords):
        if isinstance(each, ast.keyword) and (each.arg in _FILLING or (each.arg in _ALIASES and each not in plain)):
            return True
        if isinstance(each, (ast.Name, ast.Attribute)) and name_of(each) in _FILLING:
            return True
        if isinstance(each, FunctionNode) and any(map(_gives_default, each.decorator_list)):
            return True
    return False


def _gives_default(decorator: ast.expr) -> bool:
    """Whether a method says what a field is by default, as attrs has it: `@size.default`."""
    return isinstance(decorator, ast.Attribute) and decorator.attr == "default"


class Makers:
    """Joins what files tell of how their classes are made."""

    def __init__(self, project: Project, facts: Mapping[str, Any]) -> None:
        self._project = project
        self._shapes: dict[str, Shape | None] = {}
        self._told: dict[str, tuple[Any, ...]] = {
            f"{project.files[path]['name']}.{name}": maker
            for path, told in facts.items()
            for name, maker in told["makers"].items()
        }

    def shape(self, cls: str) -> Shape | None:
        """What a class takes; None where that is not known."""
        if cls not in self._shapes:
            self._shapes[cls] = self._find(cls)
        return self._shapes[cls]

    def _find(self, cls: str) -> Shape | None:
        for ancestor in self._project.resolver.linear(cls):
            fact = self._project.definitions.classes.get(ancestor)
            if fact is None:
                if ancestor in _PLAIN:
                    continue
                return None
            maker = self._told.get(ancestor, ())
            if not maker or fact.metaclass not in ("", "abc.ABCMeta") or not all(map(_is_plain, fact.decorators)):
                return None
            if maker[0] == "init":
                return Shape(*maker[1])
            if self._is_made_of_fields(ancestor):
                return self._of_fields(ancestor)
        return Shape((), 0, (), (), False, False, 0, ())

    def _is_made_of_fields(self, cls: str) -> bool:
        natures = self._project.roles.natures
        return natures.is_dataclass(cls) or natures.is_model(cls) or natures.is_tuple(cls) or natures.is_struct(cls)

    def _of_fields(self, cls: str) -> Shape | None:
        natures, fields = self._project.roles.natures, dict[str, Field]()
        is_model, takes_either = natures.is_model(cls), False
        for ancestor in reversed(self._project.resolver.linear(cls)):
            if ancestor not in self._project.definitions.classes:
                if _has_no_field(ancestor):
                    continue
                return None
            maker = self._told.get(ancestor, ())
            if not maker or maker[0] != "fields" or maker[2]:
                return None
            decorators = self._project.definitions.classes[ancestor].decorators
            is_attrs = any(each.partition(".")[0] in _ATTRS for each in decorators)
            if is_attrs and any(stored[0].startswith("_") for stored in maker[1]):
                return None  # some are given without the underscore
            takes_either = takes_either or maker[3]
            if self._is_made_of_fields(ancestor):
                fields |= {stored[0]: Field(*stored) for stored in maker[1]}
        if is_model:
            fields = {name: each._replace(by_name=True) for name, each in fields.items() if not name.startswith("_")}
        if takes_either and any(each.given_as for each in fields.values()):
            return None
        return _shaped([each._replace(name=each.given_as or each.name) for each in fields.values()])


def _has_no_field(base: str) -> bool:
    """Whether a base of another distribution adds no field of its own."""
    return base in _PLAIN or base in names_of("plain-models") or base in names_of("data-structs")


def _is_plain(decorator: str) -> bool:
    """Whether a decorator gives the constructor that the fields tell, or none."""
    return is_standard(decorator) or decorator.partition(".")[0] in _ATTRS


def _shaped(fields: list[Field]) -> Shape:
    by_place = [each for each in fields if not each.by_name]
    by_name = [each for each in fields if each.by_name]
    required = sum(each.required for each in by_place)
    named_required = tuple(each.name for each in by_name if each.required)
    names = tuple(each.name for each in by_place)
    return Shape(names, required, tuple(each.name for each in by_name), named_required, False, False, 0, ())
