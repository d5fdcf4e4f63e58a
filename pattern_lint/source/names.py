"""What an expression names: qualified names and the local type of a receiver, as one symbol.

`symbol` answers for any expression; None means that it is not known, and callers then stay silent. See
`externals` for how a symbol is written.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .annotations import annotation_symbol
from .expressions import EXPRESSION_RULES, is_none
from .externals import CANONICAL, is_builtin
from .flow import reaching
from .index import Index
from .scopes import Binding, Scope
from .values import BINDING_RULES

_MAXIMAL_DEPTH = 40


class Names:
    """Resolves names and receivers within one module."""

    __slots__ = (
        "_busy",
        "_depth",
        "_index",
        "_module",
        "_promised",
        "_unbound",
        "first_parameters",
        "has_star",
        "roots",
    )

    def __init__(self, module_name: str, index: Index, roots: frozenset[str], *, has_star: bool) -> None:
        self._module = module_name
        self._index = index
        self._busy: set[int] = set()
        self._depth = 0
        self.first_parameters: dict[ast.AST, str | None] = {}
        """What the first parameter of each method stands for, as far as somebody asked."""
        self._unbound: dict[str, str | None] = {}
        self._promised: dict[ast.expr, str | None] = {}
        self.roots = roots
        self.has_star = has_star

    def qualified(self, scope: Scope) -> str:
        """The qualified name of a class or function of this module."""
        return f"{self._module}.{scope.qualname}" if scope.qualname else self._module

    def symbol(self, node: ast.expr, scope: Scope) -> str | None:
        """What the expression names or evaluates to, as far as this module tells."""
        if node.__class__ is ast.Name:
            return self.lookup(node.id, node, scope)
        if node.__class__ is ast.Attribute:
            return self._chain(node, scope)
        rule = EXPRESSION_RULES.get(node.__class__)
        if rule is None or self._depth > _MAXIMAL_DEPTH:
            return None
        self._depth += 1
        found = rule(self, node, scope)
        self._depth -= 1
        return found

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
                    yield node, self._chain(function, scope), name
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

    def _chain(self, node: ast.expr, scope: Scope) -> str | None:
        """The symbol of `a.b.c`: what `a` is, and then step by step."""
        assert isinstance(node, ast.Attribute)
        root = node.value
        if root.__class__ is ast.Name:  # most chains have two names
            found = self.lookup(root.id, root, scope)
            if found is None:
                return None
            found = f"{found}.{node.attr}"
            return CANONICAL.get(found, found)
        steps = []
        while isinstance(node, ast.Attribute):
            steps.append(node.attr)
            node = node.value
        found = self.symbol(node, scope)
        if found is not None:
            for step in reversed(steps):
                if step == "__class__" and found.endswith("()"):
                    found = found[:-2]
                    continue
                found = f"{found}.{step}"
                found = CANONICAL.get(found, found)
        return found

    def annotation(self, node: ast.expr, scope: Scope) -> str | None:
        """The instance that an annotation promises."""
        if node in self._promised:
            return self._promised[node]
        own_class = self.qualified(scope.owner) if scope.owner is not None else None
        found = annotation_symbol(node, lambda part: self.symbol(part, scope), own_class)
        if not self._busy:
            self._promised[node] = found
        return found

    def lookup(self, name: str, node: ast.expr, scope: Scope) -> str | None:
        """What a name means at a place of a scope."""
        if name in scope.settled:
            return scope.settled[name]
        home = scope.home(name)
        if home is None:
            return self._of_unbound(name)
        bound = home.bindings[name]
        if len(bound) > 1 or bound[0].node.__class__ is ast.comprehension:
            bound = reaching(home, name, node, self._index.parents, same_scope=home is scope)
            if not bound:
                return self.lookup(name, node, home.parent) if home.parent is not None else None
            return self._agreed(bound, home)
        if name in home.settled:
            found = home.settled[name]
        else:
            found = self._agreed(bound, home)
            if self._busy:
                return found
            home.settled[name] = found
        scope.settled[name] = found
        return found

    def _of_unbound(self, name: str) -> str | None:
        if name not in self._unbound:
            found = f"builtins.{name}" if is_builtin(name) else f"{self._module}.{name}" if self.has_star else None
            self._unbound[name] = CANONICAL.get(found, found) if found is not None else None
        return self._unbound[name]

    def reached(self, name: str, node: ast.expr, scope: Scope) -> tuple[Scope, list[Binding]] | None:
        """The scope that a name belongs to at a place, and its bindings that count there."""
        home = scope.home(name)
        while home is not None:
            found = reaching(home, name, node, self._index.parents, same_scope=home is scope)
            if found:
                return home, found
            home = home.parent.home(name) if home.parent is not None else None
        return None

    def binding_symbol(self, binding: Binding, scope: Scope) -> str | None:
        """What one binding gives its name."""
        if binding.kind == "import":
            return binding.target or None
        rule = BINDING_RULES.get(binding.kind)
        if rule is None or id(binding) in self._busy:
            return None
        self._busy.add(id(binding))
        try:
            return rule(self, binding, scope)
        finally:
            self._busy.discard(id(binding))

    def _agreed(self, reached: list[Binding], scope: Scope) -> str | None:
        """The one symbol that all bindings give; None where they differ."""
        if len(reached) > 1:
            reached = [binding for binding in reached if not is_none(binding.value)]
            if all(binding.kind == "import" for binding in reached):
                reached = sorted(reached, key=_line)[:1]
        if len(reached) == 1:
            found = self.binding_symbol(reached[0], scope)
        else:
            symbols = {self.binding_symbol(binding, scope) for binding in reached}
            found = symbols.pop() if len(symbols) == 1 else None
        return CANONICAL.get(found, found) if found is not None else None


def _line(binding: Binding) -> int:
    line: int = getattr(binding.node, "lineno", 0)
    return line
