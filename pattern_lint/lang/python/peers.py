"""Whether code talks to a peer, which may have gone."""

from __future__ import annotations

import ast

from ...knowledge.exceptions import ancestry, spelled
from ...knowledge.excuses import named
from .caught import caught_types
from .lost import Case
from .module import name_of
from .surroundings import calls_within


def is_sending(case: Case) -> bool:
    """Whether the guarded code sends, and of all errors of the world outside only that the peer has gone is caught; of
    code that hands on what it receives, any other end is one as well."""
    clause = case.clause
    kinds = clause.args if isinstance(clause, ast.Call) else [clause.type] if clause.type is not None else []
    caught = [
        ancestry(spelled(symbol) or symbol) | {symbol}
        for kind in kinds
        for symbol in caught_types(case.module, kind, case.scope)
        if symbol is not None
    ]
    gone = [lineage for lineage in caught if not named().gone.isdisjoint(lineage)]
    outside = any("builtins.OSError" in lineage and lineage not in gone for lineage in caught)
    called = [name_of(call.func) for call, _ in calls_within(case.guarded)]
    sends = any(map(named().sending.fullmatch, called))
    relays = sends and any(map(named().receiving.fullmatch, called))
    if not case.catches_all and bool(gone) and (relays or (sends and not outside)):
        return True
    is_network = bool(caught) and all("builtins.OSError" in lineage for lineage in caught) and case.scope.is_async
    return is_network and _is_closed_at_last(case.statement)


def _is_closed_at_last(statement: ast.stmt) -> bool:
    """Whether all that is left for a try to do in the end is to close what the guarded code talked to."""
    last = statement.finalbody if isinstance(statement, ast.Try) else []
    calls = [call for call, inside in calls_within(last) if not inside]
    return len(calls) == len(last) > 0 and all(named().releasing.match(name_of(call.func)) for call in calls)
