"""What an expression names: qualified names and the local type of a receiver, as one symbol.

`symbol` answers for any expression; None means that it is not known, and callers then stay silent. See
`externals` for how a symbol is written.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from sys import intern

from .annotations import annotation_symbol
from .answers import SETTLED, Answers
from .expressions import EXPRESSION_RULES, FIRST_PART, LONGEST, chain
from .externals import CANONICAL, is_builtin
from .flow import Flow, Flows
from .index import Index
from .scopes import Binding, Scope
from .values import BINDING_RULES

_DEEPEST = 50
"""How deep an expression may nest: what lies deeper is not known. Chains (`a.b().c()`, `a + b + c`) do not nest."""
_DEFINITIONS = frozenset({"class", "def"})
"""Ways of binding that rest on nothing else."""


class Names:
    """Resolves names and receivers within one module."""

    __slots__ = (
        "_asked",
        "_base",
        "_flows",
        "_given",
        "_index",
        "_module",
        "_promised",
        "_unbound",
        "chains",
        "cut_off",
        "first_parameters",
        "has_star",
        "roots",
    )

    def __init__(self, module_name: str, index: Index, roots: frozenset[str], *, has_star: bool) -> None:
        self._module = module_name
        self._index = index
        self._asked: dict[int, tuple[Binding, Scope]] = {}
        self._given: Answers[int, str] = Answers()
        """What each binding gives its name."""
        self._base = 0
        """How deep the expression lies that is looked at."""
        self.chains: dict[ast.expr, str | None] = {}
        """What the parts of long chains are."""
        self._flows = Flows(index.parents)
        self.cut_off: set[int] = set()
        """The lines of expressions that nest too deeply to be followed."""
        self.first_parameters: dict[ast.AST, str | None] = {}
        """What the first parameter of each method stands for, as far as somebody asked."""
        self._unbound: dict[str, str | None] = {}
        self._promised: dict[ast.expr, str | None] = {}
        self.roots = roots
        self.has_star = has_star

    @property
    def is_settled(self) -> bool:
        """Whether all that was met on the way to the present question is known for good."""
        return self._given.open == SETTLED

    def qualified(self, scope: Scope) -> str:
        """The qualified name of a class or function of this module."""
        return f"{self._module}.{scope.qualname}" if scope.qualname else self._module

    def symbol(self, node: ast.expr, scope: Scope) -> str | None:
        """What the expression names or evaluates to, as far as this module tells."""
        if node.__class__ is ast.Name:
            return self.lookup(node.id, node, scope)
        if node.__class__ is ast.Attribute and node.value.__class__ is ast.Name:  # most chains have two names
            found = self.lookup(node.value.id, node.value, scope)
            if found is None:
                return None
            found = f"{found}.{node.attr}"
            return CANONICAL.get(found, found)
        given = self._given
        if given.depth - self._base > _DEEPEST:
            self.cut_off.add(node.lineno)
            return None
        given.depth += 1
        try:
            if node.__class__ in FIRST_PART:
                return chain(self, node, scope)
            rule = EXPRESSION_RULES.get(node.__class__)
            return rule(self, node, scope) if rule is not None else None
        finally:
            given.depth -= 1

    def called(self, scope: Scope) -> Iterator[tuple[ast.Call, str | None, str]]:
        """The calls of a scope with what they call, and its last name as it is written; empty where it has none.

        A code base has more calls than anything else, so what `symbol` does is written out for the plain forms.
        """
        known, lookup, name_class, attribute_class = scope.settled, self.lookup, ast.Name, ast.Attribute
        for node in scope.calls:
            function = node.func
            if function.__class__ is attribute_class:
                root, name = function.value, function.attr
                if root.__class__ is not name_class:
                    yield node, self.symbol(function, scope), name
                    continue
                found = known[root.id] if root.id in known else lookup(root.id, root, scope)
                if found is not None:
                    found = f"{found}.{name}"
                    if found in CANONICAL:
                        found = CANONICAL[found]
                yield node, found, name
            elif function.__class__ is name_class:
                name = function.id
                yield node, known[name] if name in known else lookup(name, function, scope), name
            else:
                yield node, self.symbol(function, scope), ""

    def annotation(self, node: ast.expr, scope: Scope) -> str | None:
        """The instance that an annotation promises."""
        if node in self._promised:
            return self._promised[node]
        own_class = self.qualified(scope.owner) if scope.owner is not None else None
        found = annotation_symbol(node, lambda part: self.symbol(part, scope), own_class)
        found = found if found is None else intern(found)  # thousands of files promise the same
        if self._given.open == SETTLED:
            self._promised[node] = found
        return found

    def lookup(self, name: str, node: ast.expr, scope: Scope) -> str | None:
        """What a name means at a place of a scope."""
        if name in scope.settled:
            return scope.settled[name]
        home = scope.home(name)
        if scope.globals and name in scope.globals and name in scope.bindings:
            set_here = self._at(self._flows.of(scope.bindings[name], scope), name, node, scope, scope)
            if set_here is not None:
                return set_here
        if home is None:
            return self._of_unbound(name)
        bound = home.bindings[name]
        if len(bound) > 1 or bound[0].node.__class__ is ast.comprehension:
            return self._at(self._flows.of(bound, home), name, node, home, scope)
        if name in home.settled:
            found = home.settled[name]
        else:
            found = self.binding_symbol(bound[0], home)
            if found is not None and found in CANONICAL:
                found = CANONICAL[found]
            if self._given.open != SETTLED:
                return found
            home.settled[name] = found
        scope.settled[name] = found
        return found

    def _at(self, flow: Flow, name: str, node: ast.expr, home: Scope, scope: Scope) -> str | None:
        """What a name that is bound in several ways means at a place."""
        position = (node.lineno, node.col_offset)
        inner = flow.within(position)
        if inner is not None:
            found = self.binding_symbol(inner, home)
        elif flow.own:
            first, last = flow.span(position) if home is scope else (0, len(flow.own) - 1)
            found = flow.agreed(first, last, lambda each: self.binding_symbol(each, home), self._given)
        else:
            return self.lookup(name, node, home.parent) if home.parent is not None else None
        return CANONICAL.get(found, found) if found is not None else None

    def _of_unbound(self, name: str) -> str | None:
        """A star may bring in what nothing binds. What a class derives from is looked for in the module itself, where
        it is not, so that it is a class that nobody shows."""
        if name not in self._unbound:
            is_elsewhere = self.has_star or _is_base(name, self._index)
            found = f"builtins.{name}" if is_builtin(name) else f"{self._module}.{name}" if is_elsewhere else None
            self._unbound[name] = CANONICAL.get(found, found) if found is not None else None
        return self._unbound[name]

    def reached(self, name: str, node: ast.expr, scope: Scope) -> tuple[Scope, list[Binding]] | None:
        """The scope that a name belongs to at a place, and its bindings that count there."""
        home = scope.home(name)
        while home is not None:
            bound = home.bindings[name]
            if len(bound) == 1 and bound[0].node.__class__ is not ast.comprehension:
                return home, bound
            flow, position = self._flows.of(bound, home), (node.lineno, node.col_offset)
            inner = flow.within(position)
            if inner is not None:
                return home, [inner]
            if flow.own:
                first, last = flow.span(position) if home is scope else (0, len(flow.own) - 1)
                return home, flow.own[first : last + 1][::-1]
            home = home.parent.home(name) if home.parent is not None else None
        return None

    def binding_symbol(self, binding: Binding, scope: Scope) -> str | None:
        """What one binding gives its name."""
        if binding.kind == "import":
            return binding.target or None
        if binding.kind not in BINDING_RULES:
            return None
        if binding.kind in _DEFINITIONS:
            return BINDING_RULES[binding.kind](self, binding, scope)
        key, known = id(binding), self._given.known
        if key in known:
            return known[key]
        self._asked[key] = (binding, scope)
        return self._given.of(key, self._find)

    def _find(self, key: int) -> str | None:
        binding, scope = self._asked[key]
        base, self._base = self._base, self._given.depth
        try:
            found = BINDING_RULES[binding.kind](self, binding, scope)
        finally:
            self._base = base
        return found if found is None or len(found) <= LONGEST else None


def _is_base(name: str, index: Index) -> bool:
    """Whether a class of the file derives from what has a name."""
    classes = (scope.node for scope in index.scopes)
    bases = (base for node in classes if isinstance(node, ast.ClassDef) for base in node.bases)
    named = (base.value if isinstance(base, ast.Subscript) else base for base in bases)
    return name[:1].isupper() and any(isinstance(each, ast.Name) and each.id == name for each in named)
