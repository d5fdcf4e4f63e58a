"""What a docstring says of a parameter or a key."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

_HEADING = re.compile(r"\s*(?P<title>[A-Z][\w ,/-]*):\s*$")
_OPTIONAL = re.compile(r"(?<!not )(?<!non-)\b(optional(ly)?|not required|not needed)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[.;](?:\s|$)")


def docstring(node: ast.AST) -> str | None:
    """The docstring of a function, without its indentation; None where it has none or an empty one."""
    text = ast.get_docstring(node) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) else None
    return text or None


def is_text(node: ast.stmt | None) -> bool:
    """Whether a statement is a text that says something, such as the description below a field."""
    value = node.value if isinstance(node, ast.Expr) else None
    return isinstance(value, ast.Constant) and isinstance(value.value, str) and bool(value.value.strip())


def is_documented(node: ast.AST) -> bool:
    """Whether a class has a docstring that says something, or is given one by name."""
    return isinstance(node, ast.ClassDef) and (is_text(node.body[0]) or any(map(_is_given_docstring, node.body)))


def _is_given_docstring(node: ast.stmt) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else ()
    return any(isinstance(target, ast.Name) and target.id == "__doc__" for target in targets)


def names(text: str, name: str) -> bool:
    """Whether a text names something, as a word of its own."""
    return re.search(rf"(?<![\w]){re.escape(name)}(?![\w])", text) is not None


def calls_optional(text: str, name: str) -> bool:
    """Whether a docstring says of a parameter that it is optional: in its entry, or in the heading above it.

    A sentence may begin with the name.
    """
    begins = re.compile(rf"\W*(?:param\s+(?:\w+\s+)?)?{re.escape(name)}\s*(?:[:(,-]|$)")
    spellings = {name, name.capitalize()}
    for heading, line, rest in _entries(text):
        if not any(names(line, spelling) for spelling in spellings):
            continue
        clauses = [c for c in _CLAUSE.split(line) if any(names(c, spelling) for spelling in spellings)]
        about = [heading, line, rest] if begins.match(line) else clauses
        if any(_OPTIONAL.search(part) for part in about):
            return True
    return False


def _entries(text: str) -> Iterator[tuple[str, str, str]]:
    """The heading of each line of a docstring, the line, and the deeper indented lines that belong to it."""
    heading, lines = "", text.split("\n")
    for number, line in enumerate(lines):
        found = _HEADING.match(line)
        if found is not None:
            heading = found["title"]
        elif not line.strip():
            continue
        elif not line[:1].isspace():
            heading = ""
        rest = []
        for later in lines[number + 1 :]:
            if not later.strip() or _indent(later) <= _indent(line) or _HEADING.match(line):
                break
            rest.append(later)
        yield ("" if found is not None else heading), line, "\n".join(rest)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
