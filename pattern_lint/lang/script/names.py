"""What names mean in a file of TypeScript or JavaScript.

A symbol is a dotted name as for Python: `react.useState().1` is the second part of what `useState` of `react` gives,
`fetch().json` the method of what the global `fetch` gives, awaited or not. `?` stands for what the file does not show.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from ast_grep_py import SgNode

Key: TypeAlias = tuple[int, int, str]
_DECLARED = ("function_declaration", "generator_function_declaration")
FUNCTIONS = frozenset(("arrow_function", "function_expression", "generator_function", "method_definition", *_DECLARED))
_BLOCKS = frozenset(("program", "statement_block", "for_statement", "for_in_statement", "catch_clause", "switch_body"))
_DECLARING = (
    "import_statement",
    "variable_declarator",
    "arrow_function",
    "formal_parameters",
    "catch_clause",
    "for_in_statement",
    "class_declaration",
    *_DECLARED,
)
_TYPED = ("required_parameter", "optional_parameter", "enum_declaration")
"""What only the grammars of TypeScript know."""
WRAPPERS = frozenset(
    ("parenthesized_expression", "await_expression", "non_null_expression", "as_expression", "satisfies_expression")
)
"""What a value is still the same in."""
_NAMES = frozenset(("identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern"))
_GLOBALS = ("window.", "globalThis.", "self.")
_DEEPEST = 12
UNKNOWN = "?"


class Declared(NamedTuple):
    """What gives a name its meaning: an import, a value (or a part of it), a parameter, a function or a class."""

    kind: Literal["import", "value", "parameter", "function", "class"]
    node: SgNode
    value: SgNode | None = None
    steps: str = ""
    """What part of the value it is: `.data`, `.1`."""
    home: Key = (0, 0, "")
    """The scope that it belongs to."""

    @property
    def is_local(self) -> bool:
        """Whether it belongs to a function."""
        return self.home[2] != "program"


def key(node: SgNode) -> Key:
    """What tells a node from all others of its file."""
    place = node.range()
    return (place.start.index, place.end.index, node.kind())


class Names:
    """The names of one file."""

    def __init__(self, root: SgNode, is_typed: bool = True) -> None:
        self.root = root
        self.is_typed = is_typed
        self._scopes: dict[Key, dict[str, Declared]] = {}
        self._declared: dict[Key, Declared | None] = {}
        self._symbols: dict[Key, str] = {}
        self._uses: dict[str, Mapping[Key, Sequence[SgNode]]] = {}
        for node in root.find_all(any=[{"kind": kind} for kind in (*_DECLARING, *(_TYPED if is_typed else ()))]):
            self._note(node)

    def declared(self, node: SgNode) -> Declared | None:
        """What gives an identifier its meaning; None for what is global."""
        place = key(node)
        if place not in self._declared:
            name, scopes = node.text(), self._scopes
            homes = (scopes[each] for each in map(key, (node, *node.ancestors())) if each in scopes)
            self._declared[place] = next((home[name] for home in homes if name in home), None)
        return self._declared[place]

    def uses(self, declared: Declared) -> Iterator[SgNode]:
        """All other places in which the name stands."""
        own, name = key(declared.node), declared.node.text()
        if name not in self._uses:
            self._uses[name] = self._meant_by(name)
        return (node for node in self._uses[name].get(own, ()) if key(node) != own)

    def _meant_by(self, name: str) -> Mapping[Key, Sequence[SgNode]]:
        """The places in which a name stands, by what declares it: in packed code one name has thousands of meanings."""
        found: dict[Key, list[SgNode]] = {}
        for node in self._identifiers.get(name, ()):
            declared = self.declared(node)
            if declared is not None:
                found.setdefault(key(declared.node), []).append(node)
        return found

    @cached_property
    def _identifiers(self) -> Mapping[str, Sequence[SgNode]]:
        """All identifiers by their names."""
        found: dict[str, list[SgNode]] = {}
        for node in self.root.find_all(any=[{"kind": "identifier"}, {"kind": "shorthand_property_identifier"}]):
            found.setdefault(node.text(), []).append(node)
        return found

    def symbol(self, node: SgNode, depth: int = 0) -> str:
        """What an expression names."""
        if depth > _DEEPEST:
            return UNKNOWN
        place = key(node)
        if place not in self._symbols:
            found = self._symbol(node, depth)
            self._symbols[place] = next(
                (found.removeprefix(each) for each in _GLOBALS if found.startswith(each)), found
            )
        return self._symbols[place]

    def _symbol(self, node: SgNode, depth: int) -> str:
        kind = node.kind()
        if kind in WRAPPERS:
            return self.symbol(next(filter(_is_named, node.children())), depth + 1)
        if kind in ("call_expression", "new_expression"):
            called = node.field("function") or node.field("constructor")
            return f"{self.symbol(called, depth + 1)}()" if called is not None else UNKNOWN
        if kind == "member_expression":
            inner, name = node.field("object"), node.field("property")
            if inner is None or name is None:
                return UNKNOWN
            field = _field(node, name.text()) if inner.kind() == "this" else None
            return self.symbol(field, depth + 1) if field else f"{self.symbol(inner, depth + 1)}.{name.text()}"
        if kind == "this":
            return kind
        return self._of_name(node, depth) if kind in _NAMES else UNKNOWN

    def _of_name(self, node: SgNode, depth: int) -> str:
        found = self.declared(node)
        if found is None:
            return node.text()
        if found.kind == "import" and found.value is not None:
            return found.value.text().strip("\"'") + found.steps
        if found.kind == "value" and found.value is not None and found.value.kind() not in FUNCTIONS:
            return self.symbol(found.value, depth + 1) + found.steps
        return UNKNOWN

    def function(self, node: SgNode | None, depth: int = 0) -> SgNode | None:
        """The function of this file that an expression is, or names."""
        if node is None or depth > _DEEPEST:
            return None
        if node.kind() in FUNCTIONS:
            return node
        if node.kind() == "call_expression" and self.symbol(node).endswith("useCallback()"):
            return self.function(next(arguments(node), None), depth + 1)
        found = self.declared(node) if node.kind() in _NAMES else None
        if found is not None and found.kind in ("function", "value") and not found.steps:
            return self.function(found.value, depth + 1)
        return None

    def _note(self, node: SgNode) -> None:
        kind = node.kind()
        if kind == "import_statement":
            self._note_import(node)
        elif kind == "variable_declarator":
            pattern, value = node.field("name"), node.field("value")
            self._bind(pattern, "value", value, _scope(node.parent()))
        elif kind in ("required_parameter", "optional_parameter"):
            self._bind(node.field("pattern"), "parameter", None, _function(node))
        elif kind == "arrow_function" and node.field("parameter") is not None:
            self._bind(node.field("parameter"), "parameter", None, key(node))
        elif kind == "formal_parameters":  # of JavaScript, where patterns stand by themselves
            for child in filter(_is_named, node.children()):
                if child.kind() not in ("required_parameter", "optional_parameter", "comment"):
                    self._bind(child, "parameter", None, _function(child))
        elif kind == "catch_clause":
            self._bind(node.field("parameter"), "parameter", None, key(node))
        elif kind == "for_in_statement":
            self._bind(node.field("left"), "parameter", None, key(node))
        elif kind in _DECLARED:
            self._bind(node.field("name"), "function", node, _scope(node.parent()))
        elif kind in ("class_declaration", "enum_declaration"):
            self._bind(node.field("name"), "class", node, _scope(node.parent()))

    def _note_import(self, node: SgNode) -> None:
        source = node.field("source")
        for specifier in node.find_all(kind="import_specifier"):
            name, alias = specifier.field("name"), specifier.field("alias")
            if name is not None:
                whole = "" if name.text() == "default" else f".{name.text()}"
                self._bind(alias or name, "import", source, _scope(node), whole)
        clause = node.find(kind="import_clause")
        for child in clause.children() if clause is not None else ():
            if child.kind() == "identifier":
                self._bind(child, "import", source, _scope(node))
            elif child.kind() == "namespace_import":
                self._bind(child.find(kind="identifier"), "import", source, _scope(node))

    def _bind(
        self,
        pattern: SgNode | None,
        kind: Literal["import", "value", "parameter", "function", "class"],
        value: SgNode | None,
        home: Key,
        steps: str = "",
    ) -> None:
        """Note all names of a pattern, each with the part of the value that it is."""
        if pattern is None:
            return
        shape = pattern.kind()
        if shape in _NAMES or shape == "type_identifier":
            self._scopes.setdefault(home, {})[pattern.text()] = Declared(kind, pattern, value, steps, home)
            if shape == "shorthand_property_identifier_pattern":
                own = f"{steps}.{pattern.text()}"
                self._scopes[home][pattern.text()] = Declared(kind, pattern, value, own, home)
        elif shape in ("object_assignment_pattern", "assignment_pattern"):
            self._bind(pattern.field("left"), kind, value, home, steps)
        elif shape == "pair_pattern":
            name = pattern.field("key")
            self._bind(pattern.field("value"), kind, value, home, f"{steps}.{name.text() if name else UNKNOWN}")
        elif shape == "array_pattern":
            places = "".join(part.text() if part.text() == "," else "" for part in pattern.children())
            number = 0
            for part in pattern.children():
                number += places != "" and part.text() == ","
                if part.is_named():
                    self._bind(part, kind, value, home, f"{steps}.{number}")
        elif shape in ("object_pattern", "rest_pattern"):
            for part in pattern.children():
                if part.is_named():
                    self._bind(part, kind, value, home, steps)


def arguments(call: SgNode) -> Iterator[SgNode]:
    """What a call is given."""
    given = call.field("arguments")
    return filter(_is_named, given.children()) if given is not None else iter(())


def _is_named(node: SgNode) -> bool:
    return node.is_named() and node.kind() != "comment"


def _scope(node: SgNode | None) -> Key:
    """The scope that what is declared at a node belongs to."""
    while node is not None and node.kind() not in _BLOCKS and node.kind() not in FUNCTIONS:
        node = node.parent()
    return key(node) if node is not None else (0, 0, "program")


def _function(node: SgNode) -> Key:
    """The function that a parameter belongs to."""
    found = next((each for each in node.ancestors() if each.kind() in FUNCTIONS), None)
    return key(found) if found is not None else (0, 0, "type")


def _field(node: SgNode, name: str) -> SgNode | None:
    """The value of a field of the class around a node."""
    body = next((each for each in node.ancestors() if each.kind() == "class_body"), None)
    for field in body.children() if body is not None else ():
        named = field.field("name") if field.kind().endswith("field_definition") else None
        if named is not None and named.text() == name:
            return field.field("value")
    return None
