"""TypeScript, JavaScript and shell: syntax trees by tree-sitter, asked by the patterns of ast-grep."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ast_grep_py import SgRoot

from .notes import Note
from .python.marks import ScopeLines
from .python.module import Span
from .python.parsing import UnreadableError
from .script.packed import is_packed, says_generated
from .script.reach import in_reach
from .unit import Unit

if TYPE_CHECKING:
    from ast_grep_py import SgNode

    from .script.names import Names

_GRAMMARS = {
    **dict.fromkeys((".ts", ".mts", ".cts"), "typescript"),
    ".tsx": "tsx",
    **dict.fromkeys((".js", ".jsx", ".mjs", ".cjs"), "javascript"),
    **dict.fromkeys((".sh", ".bash"), "bash"),
}
GRAMMARS = {"typescript": ("typescript", "tsx"), "javascript": ("javascript",), "shell": ("bash",)}
"""The grammars in which a language is read, by its files' endings."""

_SCRIPT_SCOPES: Any = {
    "any": [
        *({"kind": kind} for kind in ("function_declaration", "generator_function_declaration")),
        *({"kind": kind} for kind in ("class_declaration", "method_definition")),
        {
            "kind": "variable_declarator",
            "has": {"field": "value", "any": [{"kind": "arrow_function"}, {"kind": "function_expression"}]},
        },
    ]
}
_SHELL_SCOPES: Any = {"kind": "function_definition"}
_SHOWN = 5
_TEMPLATE = re.compile(r"\{%-?\s*\w|\{\{[^{}\n]*\}\}|<%|<\?(php|=)|\{#.*?#\}")
"""What templates are filled in at."""


class Code(Unit):
    """A file with a syntax tree."""

    def __init__(self, path: str, label: str, source: bytes) -> None:
        super().__init__(path, label, source)
        self.grammar = _GRAMMARS[path[path.rfind(".") :]]
        self.is_packed = is_packed(self.text)
        """Whether nobody reads it by lines; parsing it takes long, so only who asks for its tree has it parsed."""
        if self.category == "production" and (self.is_packed or says_generated(label, self.text)):
            self.category = "generated"
        if not self.is_packed:
            self._refuse_errors()

    @cached_property
    def root(self) -> SgNode:
        """The syntax tree."""
        root = SgRoot(self.text, self.grammar).root()
        if root.find(kind="ERROR") is not None and self.language != "shell":
            root = SgRoot(in_reach(self.text), self.grammar).root()
        return root

    def _refuse_errors(self) -> None:
        """A script that the grammar does not take is unreadable.

        Of one script in twelve that shells do run, the grammar of shell does not take a part, so that is only noted; as
        it is of what becomes a script when a template is filled in.
        """
        errors = self.root.find_all(kind="ERROR") if self.root.find(kind="ERROR") is not None else []
        if errors and self.language != "shell" and _TEMPLATE.search(self.text) is None:
            line, column, *_ = span_of(errors[0])
            raise UnreadableError(f"this is not valid {self.language}", line, column)
        if errors:
            shown = ", ".join(str(span_of(error)[0]) for error in errors[:_SHOWN])
            more = f" and {len(errors) - _SHOWN} more" if len(errors) > _SHOWN else ""
            self.notes.append(f"the grammar of {self.language} does not take a part of this (line {shown}{more})")

    @cached_property
    def scopes(self) -> tuple[ScopeLines, ...]:
        """The functions, classes and methods, each named with those around it; none in what is packed."""
        if self.is_packed:
            return ()
        wanted = _SHELL_SCOPES if self.language == "shell" else _SCRIPT_SCOPES
        found: list[ScopeLines] = []
        around: list[tuple[int, str]] = []
        for node in self.root.find_all(**wanted):
            name, span = node.field("name"), node.range()
            if name is None:
                continue
            while around and around[-1][0] < span.end.index:
                around.pop()
            qualified = f"{around[-1][1]}.{name.text()}" if around else name.text()
            around.append((span.end.index, qualified))
            found.append((span.start.line + 1, span.end.line + 1, qualified))
        return tuple(found)

    @cached_property
    def names(self) -> Names:
        """What names mean in TypeScript and JavaScript."""
        from .script.names import Names

        return Names(self.root, self.grammar != "javascript")

    def comments(self) -> Iterator[Note]:
        if self.is_packed:
            return  # those that are left there speak to others than us
        for node in self.root.find_all(kind="comment"):
            line, column, *_ = span_of(node)
            before = self.lines[line - 1][: column - 1]
            for number, text in enumerate(node.text().split("\n")):
                said = text.removesuffix("*/").strip().removeprefix("/*").lstrip("/*# \t")
                at = column if not number else 1
                yield Note(line + number, at, f"# {said}", alone=bool(number) or not before.strip())


def span_of(node: SgNode) -> Span:
    """The place of a node."""
    place = node.range()
    return (place.start.line + 1, place.start.column + 1, place.end.line + 1, place.end.column + 1)


def read(path: str, label: str, source: bytes) -> Code:
    """The unit of a file."""
    return Code(path, label, source)
