from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pattern_lint.engine.kept_outcome import read_outcome, with_changes, write_outcome
from pattern_lint.outcome import Fault, Finding, Note, Outcome, Related, Tally, Waived

TEXTS = st.text(max_size=4)
PATHS = st.sampled_from(["a.py", "b.py", "c/d.py"])
NUMBERS = st.integers(0, 2**40)
LEVELS = st.sampled_from(["error", "warning", "info"])
RELATED = st.lists(st.builds(Related, TEXTS, NUMBERS, TEXTS), max_size=2).map(tuple)
FINDING = st.builds(
    Finding,
    PATHS,
    *[NUMBERS, NUMBERS, NUMBERS, NUMBERS, TEXTS, TEXTS, LEVELS, TEXTS],
    patterns=st.lists(TEXTS, max_size=2).map(tuple),
    fix=st.sampled_from(["none", "safe", "unsafe"]),
    related=RELATED,
)
FINDINGS = st.lists(FINDING, max_size=3).map(lambda found: sorted(found, key=lambda each: each.place))
WAIVED = st.lists(st.builds(Waived, FINDING, st.sampled_from(["comment", "configuration"]), TEXTS), max_size=2).map(
    lambda found: sorted(found, key=lambda each: each.finding.place)
)
TALLIES = st.dictionaries(st.tuples(TEXTS, TEXTS, PATHS), st.builds(Tally, *[NUMBERS] * 5), max_size=3)
FAULTS = st.lists(st.builds(Fault, TEXTS, TEXTS, TEXTS), max_size=2)
NOTES = st.lists(st.builds(Note, PATHS, TEXTS), max_size=2).map(sorted)


def made(
    files: int,
    findings: list[Finding],
    waived: list[Waived],
    faults: list[Fault],
    notes: list[Note],
    tallies: dict[tuple[str, str, str], Tally],
) -> Outcome:
    outcome = Outcome(files, lambda: tallies)
    outcome.findings, outcome.waived, outcome.faults, outcome.notes = findings, waived, faults, notes
    return outcome


OUTCOMES = st.builds(made, NUMBERS, FINDINGS, WAIVED, FAULTS, NOTES, TALLIES)


def only(outcome: Outcome, paths: set[str]) -> Outcome:
    """What an outcome says of some files."""
    return made(
        outcome.files,
        [finding for finding in outcome.findings if finding.path in paths],
        [waived for waived in outcome.waived if waived.finding.path in paths],
        outcome.faults,
        [note for note in outcome.notes if note.path in paths],
        {key: tally for key, tally in outcome.tallies.items() if key[2] in paths},
    )


@given(OUTCOMES)
def test_an_outcome_comes_out_of_the_cache_as_it_went_in(outcome: Outcome) -> None:
    again = read_outcome(write_outcome(outcome))
    assert again == outcome
    assert (again.findings, again.notes, again.tallies) == (outcome.findings, outcome.notes, outcome.tallies)
    assert all(isinstance(place, Related) for finding in again.findings for place in finding.related)


@given(OUTCOMES, OUTCOMES, st.sets(PATHS))
def test_of_files_that_changed_what_is_said_now_takes_the_place_of_what_was(
    before: Outcome, now: Outcome, paths: set[str]
) -> None:
    before.faults = []
    changed, others = only(now, paths), only(before, {"a.py", "b.py", "c/d.py"} - paths)
    stored = with_changes(write_outcome(before), changed, paths)
    assert stored is not None
    again = read_outcome(stored)
    assert again.findings == sorted(others.findings + changed.findings, key=lambda each: each.path)
    assert again.waived == sorted(others.waived + changed.waived, key=lambda each: each.finding.path)
    assert again.notes == sorted(others.notes + changed.notes)
    assert again.tallies == others.tallies | changed.tallies
    assert (again.files, again.faults) == (before.files, now.faults)


def test_what_failed_is_not_put_together() -> None:
    failed = made(1, [], [], [Fault("a.py", "PAT001", "it broke")], [], {})
    assert with_changes(write_outcome(failed), made(1, [], [], [], [], {}), {"a.py"}) is None
