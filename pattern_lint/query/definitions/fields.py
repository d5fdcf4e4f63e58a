"""The fields of classes: what is declared in the body of a DTO, a model, a table, a settings class."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...knowledge.words import names_of, table
from ...lang.python.annotations import unquoted
from ...lang.python.blocks import type_checking_blocks
from ...lang.python.bound import has_arguments_already
from ...lang.python.constants import assigned, constant
from ...lang.python.docstrings import is_text
from ...lang.python.given_back import given_back, set_right_before
from ...lang.python.module import Module
from ...lang.python.own_names import own_name
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.walking import nodes_in

_ANNOTATED = frozenset({"typing.Annotated"})
_NO_FIELDS = frozenset({"typing.ClassVar", "typing.TypeAlias", "dataclasses.KW_ONLY", "typing.Final"})
_SEEN_THROUGH = _ANNOTATED | {"typing.Optional", "typing.Union", "sqlalchemy.orm.Mapped"}
"""What has the type of a field in brackets, and not the type of a part of it."""
_MAKER_NAMES = frozenset({"Column", "mapped_column", "Field", "CharField", "relationship"})
"""What calls that make fields are called where the project has a maker of its own or a star import hides it."""
TABLE = "__tablename__"
_MAPPER = "mapped_column"
_DECLARING = "declared_attr"
_FOREIGN = "foreign_key"
"""By what SQLModel says which row of another table a field leads to."""
_SQLMODEL = "sqlmodel.Field"
_OF_COLUMN, _LATER = "sa_column", "deferred"
"""By what a field is given its column: by SQLModel as an argument, by SQLAlchemy in a call that has it loaded later."""
_COLUMNS = frozenset({"Column", "mapped_column"})
_DEFAULTS = ("default", "default_factory", "factory", "server_default", "insert_default")


class Field(NamedTuple):
    """A field of a class."""

    name: str
    node: ast.AST
    annotation: ast.expr | None
    value: ast.expr | None
    """What stands behind the equals sign."""
    makers: tuple[ast.Call, ...]
    """The calls that say more about it: `Field(...)`, `mapped_column(...)`, also within `Annotated`."""
    is_open: bool
    """Whether something may say more about it that does not show."""
    has_text: bool
    """Whether a text stands below it."""
    aliases: tuple[str, ...]
    """The symbols in its annotation that other files of the project define, and that may say more about it."""
    columns: tuple[ast.Call, ...] = ()
    """Those of its makers that make a column, by whatever name they are imported."""


@table
def known_makers() -> frozenset[str]:
    """The last names of calls that make fields wherever they stand in a class."""
    return _MAKER_NAMES.union(maker.rpartition(".")[2] for maker in names_of("field-makers"))


def assigned_in(scope: Scope, module: Module) -> Iterator[Field]:
    """What a class or module reads from elsewhere, without saying that it is a field."""
    known = {field.name for field in fields_of(scope, module)} if scope.kind == "class" else set()
    for name, bound in scope.bindings.items():
        first = bound[0]
        is_one = name not in known and first.kind in ("assign", "annotated") and first.value is not None
        if is_one and is_read(first.value or first.node):
            yield Field(name, first.node, first.annotation, first.value, (), False, False, ())


def is_read(value: ast.AST) -> bool:
    """Whether a value is read from elsewhere, or made, rather than handed over or written out."""
    return any(isinstance(each, (ast.Call, ast.Subscript)) for each in nodes_in(value))


def fields_of(scope: Scope, module: Module) -> Iterator[Field]:
    """The fields that a class declares itself."""
    node = scope.node
    assert isinstance(node, ast.ClassDef)
    yield from _declared(node.body, scope, module)


def _declared(body: list[ast.stmt], scope: Scope, module: Module) -> Iterator[Field]:
    for place, statement in enumerate(body):
        if isinstance(statement, ast.If):
            if statement not in type_checking_blocks(module):
                yield from _declared(statement.body, scope, module)
            yield from _declared(statement.orelse, scope, module)
        following = body[place + 1] if place + 1 < len(body) else None
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            if not _is_no_field(statement.annotation, scope, module):
                yield field_of(statement.target.id, statement, following, scope, module)
        elif isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Call):
            target = statement.targets[0]
            made = _with_column(statement.value)
            if isinstance(target, ast.Name) and any(
                isinstance(each, ast.Call) and makes_field(each, scope, module) for each in made
            ):
                yield field_of(target.id, statement, following, scope, module)
        elif isinstance(statement, ast.FunctionDef) and statement.decorator_list:
            yield from _declared_by_method(statement, scope, module)


def _declared_by_method(method: ast.FunctionDef, scope: Scope, module: Module) -> Iterator[Field]:
    """The column that a mixin makes anew for each class that takes it: what a `declared_attr` returns."""
    last, written = method.body[-1], method.decorator_list
    decorators = {own_name(part, module) for each in written for part in (each, getattr(each, "value", each))}
    given = last.value if isinstance(last, ast.Return) and _DECLARING in decorators else None
    value = set_right_before(last, given, module) if given is not None else None
    if isinstance(value, ast.Call) and makes_field(value, scope, module):
        columns = (value,) if _is_column(value, scope, module) else ()
        yield Field(
            method.name, module.index.parents.get(value, last), None, value, (value,), False, False, (), columns
        )


def field_of(
    name: str, statement: ast.AnnAssign | ast.Assign, following: ast.stmt | None, scope: Scope, module: Module
) -> Field:
    annotation = statement.annotation if isinstance(statement, ast.AnnAssign) else None
    said = [*annotated(annotation, scope, module)] if annotation is not None else []
    aliases = tuple(each for each in said if isinstance(each, str))
    value = statement.value
    held = assigned(module, value, scope) if isinstance(value, ast.Name) else value
    makers, is_open = [], False
    for each in (part for whole in (*said, held) for part in _with_column(whole)):
        if isinstance(each, ast.Call) and makes_field(each, scope, module):
            makers.append(each)
            is_open = is_open or has_arguments_already(module, each.func, scope)
        elif isinstance(each, ast.Call):
            symbol = module.symbol(each.func, scope)
            is_open = is_open or symbol is None or symbol.partition(".")[0] in module.roots
    columns = tuple(each for each in makers if _is_column(each, scope, module))
    return Field(name, statement, annotation, value, tuple(makers), is_open, is_text(following), aliases, columns)


def _with_column(made: ast.expr | str | None) -> Iterator[ast.expr | str | None]:
    """What makes a field, and the column that it is given to make it of: `Field(sa_column=Column(...))`."""
    yield made
    if isinstance(made, ast.Call):
        yield from (each.value for each in made.keywords if each.arg == _OF_COLUMN)
        yield from made.args[:1] if _name_of(made.func) == _LATER else ()


def mapped_makers(module: Module) -> tuple[str, ...]:
    """What makes the columns that a module declares by `Mapped[...]` alone, or in tables of SQLModel."""
    mapped = (_MAPPER,) if "Mapped" in module.imported_names else ()
    is_sqlmodel = any(is_table_of_sqlmodel(scope) for scope in module.index.scopes if scope.kind == "class")
    return (*mapped, _SQLMODEL.rpartition(".")[2]) if is_sqlmodel else mapped


def is_table_of_sqlmodel(scope: Scope) -> bool:
    keywords = scope.node.keywords if isinstance(scope.node, ast.ClassDef) else []
    return any(each.arg == "table" and getattr(each.value, "value", None) is True for each in keywords)


def is_mapped(names: Sequence[str], field: Field, scope: Scope, module: Module) -> bool:
    """Whether an annotation alone declares a field, which makes it a column like any; `names` may mean that."""
    if field.makers or field.annotation is None:
        return False
    if is_table_of_sqlmodel(scope):
        return _SQLMODEL in names
    said = unquoted(field.annotation)
    symbol = module.symbol(said.value, scope) if isinstance(said, ast.Subscript) else None
    return symbol == "sqlalchemy.orm.Mapped" and any(name.rpartition(".")[2] == _MAPPER for name in names)


def makers_of(scope: Scope, module: Module) -> frozenset[str]:
    """The packages that make fields of a class."""
    packages = _packages() & module.once(_imported)
    makers = (maker for field in (fields_of(scope, module) if packages else ()) for maker in field.makers)
    return packages & {(module.symbol(maker.func, scope) or "").partition(".")[0] for maker in makers}


@table
def _packages() -> frozenset[str]:
    return frozenset(maker.partition(".")[0] for maker in names_of("field-makers")) - {"dataclasses"}


def _imported(module: Module) -> frozenset[str]:
    """The first names of what a module imports."""
    bound = (binding for bindings in module.scope.bindings.values() for binding in bindings)
    return frozenset(binding.target.partition(".")[0] for binding in bound if binding.kind == "import")


def _is_no_field(annotation: ast.expr, scope: Scope, module: Module) -> bool:
    annotation = unquoted(annotation)
    named = annotation.value if isinstance(annotation, ast.Subscript) else annotation
    return module.symbol(named, scope) in _NO_FIELDS


def makes_field(call: ast.Call, scope: Scope, module: Module) -> bool:
    symbol = module.symbol(call.func, scope)
    if symbol is not None and symbol.partition(".")[0] not in module.roots:
        return symbol in names_of("field-makers") or symbol.rpartition(".")[2] in _MAKER_NAMES
    function = call.func
    written = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return written in _MAKER_NAMES


def annotated(annotation: ast.expr, scope: Scope, module: Module, *, follows: bool = True) -> Iterator[ast.expr | str]:
    """What `Annotated` says beside the type, in unions too; names are followed, or given as other files define them."""
    pending, seen = [unquoted(annotation)], set[ast.expr]()
    while pending:
        node = pending.pop()
        if isinstance(node, ast.BinOp):
            pending += (node.right, node.left)
        elif isinstance(node, ast.Subscript):
            symbol = module.symbol(node.value, scope)
            parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            if symbol in _ANNOTATED:
                yield from parts[1:]
                parts = parts[:1]
            pending += map(unquoted, reversed(parts)) if symbol in _SEEN_THROUGH else ()
        elif isinstance(node, (ast.Name, ast.Attribute)):
            held = assigned(module, node, scope)
            symbol = module.symbol(node, scope) or ""
            if held is not None and not follows:
                yield f"{module.name}.{own_name(node, module)}"
            elif held is not None and held not in seen:
                seen.add(held)
                pending.append(held)
            elif held is None and symbol.partition(".")[0] in module.roots:
                yield symbol


def column_types(field: Field, module: Module, scope: Scope) -> list[ast.expr]:
    """The types that a column is said to hold in the call that makes it."""
    return [each.func if isinstance(each, ast.Call) else each for each in told_types(field, module, scope)]


def told_types(field: Field, module: Module, scope: Scope) -> list[ast.expr]:
    """The same as they are written, be it with what they are given themselves where a constant has them ready."""
    found: list[ast.expr] = []
    for maker in field.columns:
        values = [*maker.args, *(keyword.value for keyword in maker.keywords if keyword.arg == "type_")]
        found += [_made_ready(each, module, scope) for each in values if not _is_a_name(each)]
    return found


def _made_ready(node: ast.expr, module: Module, scope: Scope) -> ast.expr:
    made = constant(module, node, scope) if isinstance(node, (ast.Name, ast.Attribute)) else node
    return made if isinstance(made, ast.Call) else node


def may_be_table(scope: Scope, module: Module) -> bool:
    """Whether a class has a name for a table, is one of SQLModel, or declares a column, whoever names its table.

    An annotation alone says that others have such a name, as those of protocols do.
    """
    named = scope.bindings.get(TABLE, ())
    if any(each.kind != "annotated" or each.value is not None for each in named) or is_table_of_sqlmodel(scope):
        return True
    has_bases = isinstance(scope.node, ast.ClassDef) and bool(scope.node.bases)
    values = (bound[0].value for bound in scope.bindings.values()) if has_bases else ()
    return any(isinstance(each, ast.Call) and own_name(each.func, module) in _COLUMNS for each in values)


def is_link(scope: Scope, module: Module) -> bool:
    """Whether a table only says which rows of others belong together."""
    if not may_be_table(scope, module):
        return False
    is_sqlmodel = is_table_of_sqlmodel(scope)
    columns = [field for field in fields_of(scope, module) if field.columns or is_sqlmodel]
    leading = [field for field in columns if _leads_elsewhere(field, module, scope)]
    return len(leading) > 1 and all(field in leading or field.name == "id" for field in columns)


def _leads_elsewhere(field: Field, module: Module, scope: Scope) -> bool:
    said = (keyword for maker in field.makers for keyword in maker.keywords)
    return any(own_name(each, module) == "ForeignKey" for each in column_types(field, module, scope)) or any(
        keyword.arg == _FOREIGN for keyword in said
    )


def _is_column(maker: ast.Call, scope: Scope, module: Module) -> bool:
    symbol = module.symbol(maker.func, scope) or ""
    return not _COLUMNS.isdisjoint((_name_of(maker.func), symbol.rpartition(".")[2]))


def _name_of(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _is_a_name(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant)


def default_of(field: Field) -> ast.expr | None:
    """What a field has where nobody gives it a value; None where it has to be given."""
    for maker in field.makers:
        for keyword in maker.keywords:
            if keyword.arg in _DEFAULTS:
                return keyword.value
        if maker is field.value and maker.args and _takes_default_first(maker):
            return None if _is_ellipsis(maker.args[0]) else maker.args[0]
    return None if field.value in field.makers or field.value is None else field.value


def made_by(factory: ast.expr, module: Module, scope: Scope) -> list[tuple[ast.expr, Scope]]:
    """What a lambda or a function of the module that is a default gives."""
    if isinstance(factory, ast.Lambda):
        return [(factory.body, scope)]
    home = scope.home(factory.id) if isinstance(factory, ast.Name) else None
    nodes = (
        [each.node for each in home.bindings[factory.id]] if home is not None and isinstance(factory, ast.Name) else []
    )
    found = (module.index.scope_of[node] for node in nodes if isinstance(node, FunctionNode))
    return [(value, function) for function in found for value in module.once(given_back).get(function, ())]


def _takes_default_first(maker: ast.Call) -> bool:
    function = maker.func
    return (function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")) == "Field"


def _is_ellipsis(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is ...
