"""Whether all that is asked is whether something works: the answer is yes or no, or an else that runs."""

from __future__ import annotations

import ast

from ...knowledge.excuses import named
from .aftermath import statements_after
from .lost import Case
from .module import name_of
from .questions import answers_truth, asks, only_reckons, sets_preset_yes, sets_yes_or_no

_COMPARING = frozenset({"__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__contains__"})


def is_probe(case: Case) -> bool:
    """Whether all that is asked is whether the guarded code works: the answer is yes or no, or an else that runs."""
    clause, statement = case.clause, case.statement
    if isinstance(clause, ast.Call):
        answers = isinstance(case.guarded[-1], ast.Return) and _gives_truth(_next(case))
        return answers and (not case.catches_all or _only_asks(case.guarded))
    if not isinstance(statement, ast.Try):
        return False
    body = [each for each in clause.body if not isinstance(each, ast.Pass)] or clause.body
    if len(body) != 1:
        return False
    if case.scope.name in _COMPARING and _gives_truth(body[0]):
        return True
    if _is_no(body[0], case) and _answers_question(case):
        return True
    if statement.orelse and isinstance(body[0], (ast.Pass, ast.Assign)):
        return True
    if sets_yes_or_no(statement.body, body[0]):
        return True
    if not case.catches_all and sets_preset_yes(statement.body, body[0], case.scope):
        return True
    if isinstance(body[0], ast.Pass) and _gives_truth(statement.body[-1]):
        return _gives_truth(next(statements_after(case.module, statement), None))
    if not _gives_truth(body[0]):
        return False
    if not case.catches_all and named().predicates.match(case.scope.name):
        return True
    good = (statement.orelse or statement.body)[-1]
    return _gives_truth(good) or (not isinstance(good, ast.Return) and _gives_truth(_next(case)))


def _only_asks(guarded: list[ast.stmt]) -> bool:
    """Whether code gives back the answer of another question and does nothing else: `return path.is_file()`."""
    asked = guarded[0].value if len(guarded) == 1 and isinstance(guarded[0], ast.Return) else None
    return isinstance(asked, ast.Call) and named().predicates.match(name_of(asked.func)) is not None


def _answers_question(case: Case) -> bool:
    """Whether the function answers with yes or no; where all errors are caught, whether something answers at all, or
    values are what they have to be."""
    function = case.scope.function
    if function is None or not answers_truth(function):
        return False
    of_life = case.catches_all and not only_reckons(case.module, case.guarded, case.scope)
    return asks(function, of_life=of_life)


def _is_no(node: ast.stmt, case: Case) -> bool:
    """Whether a clause answers no, or goes on to the next try of something that is named."""
    if isinstance(node, (ast.Continue, ast.Pass)):
        return not case.catches_all
    return isinstance(node, ast.Return) and isinstance(node.value, ast.Constant) and node.value.value is False


def _gives_truth(node: ast.stmt | None) -> bool:
    """Whether a statement answers yes or no, be it with more that there is to say."""
    value = node.value if isinstance(node, ast.Return) else None
    first = value.elts[0] if isinstance(value, ast.Tuple) and value.elts else value
    return isinstance(first, ast.Constant) and isinstance(first.value, bool)


def _next(case: Case) -> ast.stmt | None:
    parent = case.module.index.parents.get(case.statement)
    block = getattr(parent, "body", None)
    if not isinstance(block, list) or case.statement not in block:
        return None
    after = block.index(case.statement) + 1
    found = block[after] if after < len(block) else None
    return found if isinstance(found, ast.stmt) else None
