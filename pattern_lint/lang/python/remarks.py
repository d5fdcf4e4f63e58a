"""The comments at a clause that say why it does what it does."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from keyword import iskeyword

from ...knowledge.excuses import in_comments, in_docstrings
from .commenting import comments_in
from .module import Module
from .scopes import FunctionNode, Scope
from .unparsed import unparsed
from .walking import own_nodes

_WORD = re.compile(r"[^\W\d_]{2,}")
_FEWEST_WORDS = 2
_FOR_CLASS = frozenset({"__call__", "__enter__", "__aenter__"})
"""What the docstring of a class speaks of, where they have none."""


def is_explained(module: Module, clause: ast.AST, statement: ast.stmt, *, catches_all: bool) -> bool:
    """Whether a comment says why an error is let go.

    In the clause, at its head or right before it any words count, even one where it names its errors. Before, after and
    at the head of the statement that it belongs to, at the head of a branch that holds nothing else, and at the head of
    a single statement that is guarded, a comment is more often about the work, so there it has to speak of errors.
    """
    if isinstance(clause, ast.ExceptHandler):
        first, last = clause.lineno, _end_of_block(module, clause)
        own = [*_above(module, first, clause.col_offset), *_comments(module, first, last), *_texts(clause)]
    else:
        own = list(_comments(module, statement.lineno, _head_end(statement)))
    if _says_something(own) or (not catches_all and any(map(_is_word, own))):
        return True
    around = [*_above(module, _first_of_row(module, statement), statement.col_offset), *_below(module, statement)]
    if isinstance(clause, ast.ExceptHandler):
        around += _comments(module, statement.lineno, statement.lineno)
    around += _at_branch(module, statement)
    if isinstance(statement, (ast.Try, ast.TryStar, ast.With, ast.AsyncWith)) and len(statement.body) == 1:
        around += _comments(module, statement.lineno + 1, statement.body[0].lineno - 1)
    return _says_something(around) and in_comments().tolerance.search(" ".join(around)) is not None


def _first_of_row(module: Module, statement: ast.stmt) -> int:
    """The line of the first of several `with suppress(...)` in a row that let the same errors be."""
    block = getattr(module.index.parents.get(statement), "body", [])
    first = statement
    if isinstance(statement, ast.With) and statement in block:
        for each in reversed(block[: block.index(statement)]):
            if not isinstance(each, ast.With) or each.lineno == first.lineno:
                break
            if [unparsed(item) for item in each.items] != [unparsed(item) for item in statement.items]:
                break
            first = each
    return first.lineno


def is_documented(function: Scope | None, clause: ast.AST, statement: ast.stmt, *, catches_all: bool) -> bool:
    """Whether the docstring of a function says that it lets errors be, answers with nothing where it fails, or promises
    no more than an attempt to find something out.

    The last two are no word about errors that nobody thought of, unless the clause is where the function answers.
    """
    said, words = " ".join(_docstring(function).split()), in_docstrings()
    answers = not catches_all or (isinstance(clause, ast.ExceptHandler) and isinstance(clause.body[-1], ast.Return))
    if words.lets_be.search(said) or (answers and words.answers_nothing.search(said)):
        return True
    return words.attempt.match(said) is not None and function is not None and _is_its_end(function, clause, statement)


def _docstring(function: Scope | None) -> str:
    """The docstring of a function, or of the class that it makes callable or enters a block for."""
    node = function.node if function is not None else None
    text = ast.get_docstring(node) if isinstance(node, FunctionNode) else None
    owner = function.owner.node if function is not None and function.owner is not None else None
    if text is None and function is not None and function.name in _FOR_CLASS and isinstance(owner, ast.ClassDef):
        text = ast.get_docstring(owner)
    return text or ""


def _is_its_end(function: Scope, clause: ast.AST, statement: ast.stmt) -> bool:
    """Whether a function answers where a clause ends, or right after it, and where the guarded code ends well."""
    block = getattr(function.node, "body", ())
    after = block[block.index(statement) + 1 :] if statement in block else [statement, statement]
    is_last = isinstance(clause, ast.ExceptHandler) and isinstance(clause.body[-1], ast.Return)
    return (is_last or not after or (len(after) == 1 and isinstance(after[0], ast.Return))) and any(
        isinstance(each, ast.Return) and each.value is not None for each in own_nodes(function)
    )


def _at_branch(module: Module, statement: ast.stmt) -> Iterator[str]:
    """The comments at the head of an `if` that holds nothing but a statement, and before one that begins with it."""
    parent = module.index.parents.get(statement)
    if isinstance(parent, ast.If) and parent.body == [statement]:
        yield from _comments(module, parent.lineno, statement.lineno - 1)
    if isinstance(parent, ast.If) and parent.body[0] is statement:
        yield from _above(module, parent.lineno, parent.col_offset)


def _texts(clause: ast.ExceptHandler) -> Iterator[str]:
    """Strings that stand in a clause as a comment would."""
    for statement in clause.body:
        value = statement.value if isinstance(statement, ast.Expr) else None
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield " ".join(value.value.split())


def _below(module: Module, statement: ast.stmt) -> Iterator[str]:
    """The comments on the lines right below a statement."""
    for text in module.lines[statement.end_lineno or statement.lineno :]:
        if not text.startswith("#", statement.col_offset) or text[: statement.col_offset].strip():
            break
        yield text.strip().lstrip("#").strip()


def _head_end(statement: ast.stmt) -> int:
    """The last line of a with statement before its block."""
    items = statement.items if isinstance(statement, (ast.With, ast.AsyncWith)) else []
    return (items[-1].context_expr.end_lineno if items else None) or statement.lineno


def _end_of_block(module: Module, clause: ast.ExceptHandler) -> int:
    """The last line of a clause, with comments that stand below its last statement."""
    last = clause.end_lineno or clause.lineno
    for number in range(last + 1, len(module.lines) + 1):
        line = module.lines[number - 1]
        stripped = line.lstrip()
        if stripped and not (stripped.startswith("#") and len(line) - len(stripped) > clause.col_offset):
            break
        if stripped:
            last = number
    return last


def _above(module: Module, line: int, column: int) -> Iterator[str]:
    """The comments on the lines right above a line, as far to the right as it is."""
    for number in range(line - 1, 0, -1):
        text = module.lines[number - 1]
        if not text.startswith("#", column) or text[:column].strip():
            break
        yield text[column:].lstrip("#").strip()


def _comments(module: Module, first: int, last: int) -> Iterator[str]:
    """The comments on some lines, without what is said to tools."""
    yield from (said.lstrip("#").strip() for _, said in comments_in(module.lines[first - 1 : last]))


def _says_something(comments: list[str]) -> bool:
    """Whether comments hold words for people that are no code and no promise to decide later.

    One word is enough where it speaks of errors.
    """
    said = [text for text in (_for_people(comment) for comment in comments) if text]
    return any(
        in_comments().tolerance.fullmatch(text) or (len(_WORD.findall(text)) >= _FEWEST_WORDS and not _is_code(text))
        for text in said
    )


def _is_word(comment: str) -> bool:
    """Whether a comment is one word for people: `pass  # stdout`."""
    said = _for_people(comment)
    return _WORD.fullmatch(said) is not None and not iskeyword(said)


def _for_people(comment: str) -> str:
    parts = (part.strip() for part in comment.split("#"))
    kept = (
        in_comments().directive.sub("", part).strip() if in_comments().directive.match(part) else part for part in parts
    )
    return " ".join(part for part in kept if part and not in_comments().unfinished.match(part))


def _is_code(text: str) -> bool:
    try:
        parsed = ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    said = [each.value for each in parsed.body if isinstance(each, ast.Expr)]
    return not (len(parsed.body) == len(said) == 1 and isinstance(said[0], ast.Constant))
