"""The history: what it keeps, what it compares, and that nothing in it is ever lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.made_up import DATE, basis, outcome

from pattern_lint.coverage.history import Entry, append, compared, read_last
from pattern_lint.coverage.measure import measure
from pattern_lint.coverage.model import Change, Coverage


def report(conforming: int, violating: int, other: int = 1) -> Coverage:
    tallies = {("PAT140", "", "a.py"): (conforming, violating, 0, 0, 0), ("PAT137", "", "a.py"): (other, 1, 0, 0, 0)}
    return measure(outcome(tallies), basis(), date=DATE, revision="0123456789abcdef")


def test_a_run_is_compared_with_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    assert read_last(path) == (None, [])
    append(path, report(1, 3))
    last, problems = read_last(path)
    assert not problems
    now = compared(report(3, 1), last)
    assert now.since == "2026-03-01 (0123456789)"
    changes = {card.code: card.change for card in now.cards if card.counts.applicable}
    assert changes == {"PAT140": Change(25.0, 75.0, -2), "PAT137": Change(50.0, 50.0, 0)}
    assert [card.code for card in now.changed(1)] == ["PAT140"]
    assert now.changed(-1) == []
    assert now.change == Change(33.33, 66.67, -2)


def test_a_card_that_is_new_makes_nothing_worse(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    append(path, report(1, 3))
    last, _ = read_last(path)
    assert last is not None
    before = Entry(last.date, last.overall, {"PAT140": last.patterns["PAT140"]})
    now = compared(report(1, 3, other=0), before)
    assert now.change == Change(25.0, 25.0, 0)
    assert {card.code for card in now.cards if card.change} == {"PAT140"}
    assert compared(report(1, 3), Entry(last.date, last.overall, {})).change == Change(None, None, 0)


def test_without_a_history_nothing_is_compared() -> None:
    assert compared(report(1, 1), None) == report(1, 1)


def test_more_violations_at_the_same_percentage_are_worse() -> None:
    assert Change(50.0, 50.0, 3).direction == -1
    assert Change(50.0, 50.0, 0).direction == 0
    assert Change(None, 50.0, 0).points == 0
    assert Change(50.0, 51.0, 9).direction == 1


def test_damaged_lines_are_told_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    append(path, report(1, 3))
    damaged = b'{"date": "2026\n\xff\xfe\n[]\n'
    path.write_bytes(path.read_bytes() + damaged)
    last, problems = read_last(path)
    assert last is not None
    assert last.patterns["PAT140"].violating == 3
    assert [problem.line for problem in problems] == [2, 3, 4]
    append(path, report(2, 2))
    assert damaged in path.read_bytes()
    assert read_last(path)[0] != last


@settings(deadline=None, max_examples=50)
@given(before=st.binary(max_size=60))
def test_whatever_stands_in_the_file_stays_and_swallows_nothing(
    tmp_path_factory: pytest.TempPathFactory, before: bytes
) -> None:
    path = tmp_path_factory.mktemp("history") / "history.jsonl"
    path.write_bytes(before)
    append(path, report(1, 3))
    assert path.read_bytes().startswith(before)
    last, _ = read_last(path)
    assert last is not None
    assert last.overall.applicable == 6


def test_an_entry_has_revision_date_and_components(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    append(path, measure(outcome({}), basis("worker-platform"), date=DATE, revision="abc"))
    entry = json.loads(path.read_text())
    assert (entry["date"], entry["revision"]) == (DATE, "abc")
    assert set(entry["components"]) == {"worker", "dto", "adapter", "service"}
