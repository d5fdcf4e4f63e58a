"""Puts right what a lowered source makes of newer syntax, so that its tree is what a newer parser gives."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from .buffer import Buffer, Field, Literal, Part, Place, Text
from .syntax import InterpolationNode, Node, TemplateNode, TypeAliasNode, TypeVarNode

_BLOCKS = frozenset({"body", "orelse", "finalbody"})
_DEFINITIONS: tuple[Node, ...] = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.GeneratorExp)


def mend(tree: ast.Module, buffer: Buffer) -> ast.Module:
    """The tree with newer nodes in the place of what stands for them."""
    for node in ast.walk(tree):
        _mend_node(node, buffer)
        for name, value in ast.iter_fields(node):
            if isinstance(value, list):
                if name in _BLOCKS:
                    value[:] = _statements(value, buffer)
                value[:] = [_string(item, buffer) for item in value]
            elif isinstance(value, ast.Tuple):
                setattr(node, name, _string(value, buffer))
    return tree


def _mend_node(node: Node, buffer: Buffer) -> None:
    if isinstance(node, _DEFINITIONS):
        names = buffer.parameters.get(_place(node))
        if names is not None:
            node.type_params = _variables(names, node)
    elif isinstance(node, ast.ExceptHandler):
        _part_types(node, buffer.types.get(_place(node), 0))
    elif isinstance(node, _COMPREHENSIONS) and _place(node) in buffer.unpacked:
        star = buffer.unpacked[_place(node)]
        node.elt = ast.Starred(node.elt, ast.Load(), **_span(star, _end(node.elt)))


def _place(node: Node) -> Place:
    return (node.lineno, node.col_offset)


def _end(node: Node) -> Place:
    return (node.end_lineno, node.end_col_offset)


def _span(start: Place, end: Place) -> dict[str, int]:
    return {"lineno": start[0], "col_offset": start[1], "end_lineno": end[0], "end_col_offset": end[1]}


def _variables(names: Sequence[str], node: ast.AST) -> list[Node]:
    return [ast.copy_location(TypeVarNode(name=name), node) for name in names]


def _statements(block: Sequence[ast.stmt], buffer: Buffer) -> Iterator[ast.stmt]:
    """A block in which `pass` and an assignment are a type alias again, and `pass` and an import a lazy one."""
    before: ast.Pass | None = None
    for statement in block:
        if before is not None:
            place, before = _place(before), None
            span = _span(place, _end(statement))
            if isinstance(statement, ast.Assign):
                alias = TypeAliasNode(name=statement.targets[0], value=statement.value, **span)
                alias.type_params = _variables(buffer.aliases[place], alias)
                yield alias
            else:
                yield ast.copy_location(statement, ast.Pass(**span))
        elif isinstance(statement, ast.Pass) and (
            _place(statement) in buffer.aliases or _place(statement) in buffer.lazy
        ):
            before = statement
        else:
            yield statement


def _part_types(handler: ast.ExceptHandler, count: int) -> None:
    """The types of an except clause that were joined."""
    if not count or handler.type is None:
        return
    parts: list[ast.expr] = []
    first = handler.type
    while len(parts) + 1 < count and isinstance(first, ast.BinOp):
        parts.insert(0, first.right)
        first = first.left
    parts.insert(0, first)
    handler.type = ast.Tuple(parts, ast.Load(), **_span(_place(parts[0]), _end(parts[-1])))


def _string(node: Node, buffer: Buffer) -> Node:
    """The string that a tuple stands for, or the node as it is."""
    text = buffer.texts.get((_place(node), _end(node))) if isinstance(node, ast.Tuple) else None
    return _Strings(node, buffer).joined(text) if text is not None else node


class _Strings:
    """Makes the parts of a string of the members of the tuple that stands for it."""

    def __init__(self, stands_for: ast.Tuple, buffer: Buffer) -> None:
        self._stands_for = stands_for
        self._buffer = buffer
        self._left = list(stands_for.elts)

    def joined(self, text: Text) -> Node:
        cls = TemplateNode if text.is_template else ast.JoinedStr
        return self._placed(cls(values=self._values(text.parts, is_template=text.is_template)))

    def _placed(self, node: Node) -> Node:
        return ast.copy_location(node, self._stands_for)

    def _values(self, parts: Sequence[Part], *, is_template: bool) -> list[Node]:
        values: list[Node] = []
        for part in parts:
            if isinstance(part, Literal):
                self._add(values, _value(part))
                continue
            self._add(values, part.debug)
            value = self._expression(part)
            spec = self._placed(ast.JoinedStr(values=self._values(part.spec, is_template=False))) if part.spec else None
            if value is None:
                continue
            if is_template:
                made = InterpolationNode(value=value, str=part.text, conversion=part.conversion, format_spec=spec)
            else:
                made = ast.FormattedValue(value=value, conversion=part.conversion, format_spec=spec)
            values.append(self._placed(made))
        return values

    def _add(self, values: list[Node], text: str) -> None:
        """Letters that follow each other are one constant."""
        if values and isinstance(values[-1], ast.Constant):
            values[-1] = self._placed(ast.Constant(str(values[-1].value) + text))
        elif text:
            values.append(self._placed(ast.Constant(text)))

    def _expression(self, field: Field) -> ast.expr | None:
        end = self._buffer.place(field.end)
        found: list[ast.expr] = []
        while self._left and _place(self._left[0]) < end:
            found.append(_string(self._left.pop(0), self._buffer))
        if not found:
            return None
        if len(found) == 1 and not field.is_tuple:
            return found[0]
        return ast.Tuple(found, ast.Load(), **_span(_place(found[0]), _end(found[-1])))


def _value(literal: Literal) -> str:
    """The text that letters stand for; the letters themselves where they are no text alone."""
    letters = literal.letters.replace("{{", "{").replace("}}", "}") if literal.is_formatted else literal.letters
    if literal.is_raw or "\\" not in letters:
        return letters
    try:
        return str(ast.literal_eval(f"{literal.quote}{letters}{literal.quote}"))
    except (SyntaxError, ValueError):
        return letters
