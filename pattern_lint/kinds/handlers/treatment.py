"""What a clause makes of the error that it catches, and what is wrong with that."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...lang.python.caught import caught_types
from ...lang.python.conversions import errors_of_converting
from ...lang.python.excuses import Excuse, is_excused
from ...lang.python.handling import Handling, Words, is_silent
from ...lang.python.lost import Case
from ...lang.python.outside import reaches_outside
from .messages import is_next_taken
from .passing import answers_callers, goes_on, hands_to_others, keeps_for_later

if TYPE_CHECKING:
    from .clause import Clause
    from .options import Options

_EXCUSES_OF_BARE: frozenset[Excuse] = frozenset({"made-good", "raises"})


class Fault(NamedTuple):
    """What is wrong with a clause that catches what it must not."""

    said: str
    lower: bool = False
    """Whether it weighs less."""


def is_concerned(clause: Clause, options: Options) -> bool:
    """Whether the clause is one of those that a card is about, before it is asked which classes it catches."""
    if not (options.bare or options.everything if clause.bare else options.is_about_types):
        return False
    if clause.handler is None:
        return options.body != "unhandled"
    if options.body != "silent" and not options.leave_silent:
        return True
    return is_silent(clause.module, clause.handler.body, clause.scope) is (options.body == "silent")


def fault_of(clause: Clause, options: Options) -> Fault | None:
    """What is wrong with the clause; None where nothing is."""
    words, body = Words(options.handlers, frozenset(options.exits)), options.body
    if _is_excused(clause, options.excuses, words):
        return None
    meant = errors_of_converting(clause.module, clause.guarded, clause.scope) if _loses_all(clause, body) else ()
    if body == "unhandled" and clause.handler is not None:
        lost = _loss(clause.shown, Handling(clause.module, clause.handler, clause.scope, words))
        return _broader(clause, meant) if lost is not None and meant else lost
    if body == "not-raising":
        is_dealt_with = keeps_for_later(clause) or (bool(options.handlers) and hands_to_others(clause))
        is_next = options.of_messages and is_next_taken(clause, options.handlers)
        is_lost = (is_next or goes_on(clause, options.handlers)) and not (is_dealt_with or answers_callers(clause))
        return Fault(f"{clause.shown} does not pass the error on; raise it again") if is_lost else None
    if body != "any" and meant:
        return _broader(clause, meant)
    if body == "silent" and not _counts(clause, options):
        return None
    if body != "any":
        return Fault(f"{clause.shown} drops the error without a trace; handle it, log it or let it pass")
    if not clause.bare or clause.handler is None:
        return Fault(f"{clause.shown} is not to be caught here; let it pass")
    if "raises" in options.excuses and not _left_out(clause):
        return None  # those that end a program were let pass before
    last = clause.handler.body[-1]
    raises = isinstance(last, ast.Raise) and last.exc is None
    errors = ", ".join(errors_of_converting(clause.module, clause.guarded, clause.scope))
    said = f"a bare `except:` catches {_caught_too(clause)}; name the errors it deals with"
    return Fault(f"{said}: {errors}" if errors else said, raises)


def _counts(clause: Clause, options: Options) -> bool:
    """Whether it matters that a clause loses its error, which may be one of files alone."""
    if not options.reaching or not clause.is_of_system:
        return True
    return reaches_outside(clause.module, clause.guarded, clause.scope, options.reaching)


def _caught_too(clause: Clause) -> str:
    left = _left_out(clause)
    return f"{' and '.join(left)}, too" if left else "whatever else there is"


def _left_out(clause: Clause) -> list[str]:
    """What ends a program and gets as far as a bare clause, past those before it."""
    statement = clause.module.index.parents.get(clause.node)
    before = [each for each in getattr(statement, "handlers", ()) if each.type is not None]
    caught = {symbol for each in before for symbol in caught_types(clause.module, each.type, clause.scope)}
    return [name for name in ("SystemExit", "KeyboardInterrupt") if f"builtins.{name}" not in caught]


def _loses_all(clause: Clause, body: str) -> bool:
    return clause.catches_all and not clause.bare and body in ("silent", "unhandled")


def _broader(clause: Clause, meant: Sequence[str]) -> Fault:
    """What is wrong with a clause for every error around a conversion: it hides no more than a misspelt name."""
    return Fault(f"{clause.shown} is around a conversion only; name what that raises: {', '.join(meant)}", lower=True)


def _is_excused(clause: Clause, excuses: Iterable[Excuse], words: Words) -> bool:
    """Whether one of a card's excuses holds for losing what is caught."""
    holding = [each for each in excuses if not clause.bare or each in _EXCUSES_OF_BARE]
    module, node, scope = clause.module, clause.node, clause.scope
    statement = module.index.parents.get(node)
    if not holding or not clause.guarded or not isinstance(statement, ast.stmt):
        return False
    return is_excused(Case(module, node, statement, clause.guarded, scope, words, clause.catches_all), holding)


def _loss(what: str, handling: Handling) -> Fault | None:
    if handling.keeps_error():
        return None
    gives = handling.gives_value
    if handling.logs:
        return Fault(f"{what} logs without the error; add it to the message, or exc_info=True", gives)
    if gives:
        lost = (
            "tells the error to its caller alone" if handling.answers() else "answers with a value and loses the error"
        )
        return Fault(f"{what} {lost}; log it, or raise an error of the project", True)
    return Fault(f"{what} loses the error; log it with the error, hand it to a handler, or raise")
