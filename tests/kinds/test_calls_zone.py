"""Calls that give a time: which of them tell UTC, and the helpers that lead to the others."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pattern_lint.kinds.calls.kind import Options
from pattern_lint.knowledge.clocks import clocks
from pattern_lint.knowledge.words import SHIPPED
from pattern_lint.outcome import Outcome

Judge = Callable[..., Outcome]

HEAD = """
import time
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo
import arrow, pendulum, pytz
"""


def run(judge: Judge, expression: str) -> tuple[int, int, int]:
    """How many readings of a clock conform, violate and are unknown."""
    source = f"{HEAD}\ndef generate_id(zone, **options):\n    return {expression}\n"
    tallies = judge("id-clock", {"ids.py": source}).tallies.values()
    return tuple(sum(getattr(tally, name) for tally in tallies) for name in ("conforms", "violates", "unknown"))


@pytest.mark.parametrize(
    "expression",
    [
        "datetime.now(UTC)",
        "datetime.now(tz=timezone.utc)",
        "datetime.now(ZoneInfo('UTC'))",
        "datetime.now(timezone(timedelta(hours=0)))",
        "datetime.now(pytz.timezone('Etc/UTC'))",
        "datetime.fromtimestamp(1, UTC)",
        "datetime.now().astimezone(UTC)",
        "datetime.utcnow().replace(tzinfo=UTC)",
        "time.strftime('%Y', time.gmtime())",
        "pendulum.now('UTC')",
        "arrow.utcnow()",
    ],
)
def test_clocks_in_utc(judge: Judge, expression: str) -> None:
    assert run(judge, expression) == (1, 0, 0)


@pytest.mark.parametrize(
    "expression",
    [
        "datetime.now()",
        "datetime.now(None)",
        "datetime.utcnow().astimezone(UTC)",
        "datetime.now().replace(tzinfo=UTC)",
        "datetime.now(timezone(timedelta(hours=-5)))",
        "datetime.now(ZoneInfo('Europe/Paris'))",
        "datetime.fromtimestamp(time.time())",
        "date.today()",
        "time.strftime('%Y')",
        "time.asctime()",
        "pendulum.now()",
        "arrow.now('local')",
    ],
)
def test_clocks_of_some_place_and_without_zone(judge: Judge, expression: str) -> None:
    assert run(judge, expression) == (0, 1, 0)


@pytest.mark.parametrize(
    "expression", ["datetime.now(zone)", "datetime.now(**options)", "datetime.now().astimezone(zone)"]
)
def test_zones_that_nobody_can_see(judge: Judge, expression: str) -> None:
    assert run(judge, expression) == (0, 0, 1)


def test_without_named_functions_all_code_is_meant(judge: Judge) -> None:
    source = "from datetime import datetime\nstarted = datetime.now()\n"
    assert not judge("id-clock", {"a.py": source}).findings
    (finding,) = judge("id-clock", {"a.py": source}, inside=[], helpers=False).findings
    assert finding.line == 2


def test_helpers_that_call_each_other_end(judge: Judge) -> None:
    source = """
from datetime import datetime
def first(): return second()
def second(): return first() or third()
def third(): return datetime.now()
def generate_id(): return first()
"""
    (finding,) = judge("id-clock", {"a.py": source}).findings
    assert finding.line == 6
    assert [place.line for place in finding.related] == [3, 4, 5]


def test_helpers_are_followed_from_somewhere() -> None:
    assert [option for option, _ in Options(of=("@times",), helpers=True).complaints()] == ["helpers"]
    assert not list(Options(of=("@times",), inside=("function:handle_*",), helpers=True).complaints())


def test_the_list_of_times_names_each_clock_that_is_known() -> None:
    known = clocks()
    assert sorted(SHIPPED["times"]) == sorted({*known.clocks, *known.formatters})
