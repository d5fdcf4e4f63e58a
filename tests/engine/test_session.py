from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pattern_lint.engine.session import read_outcome, write_outcome
from pattern_lint.outcome import Fault, Finding, Outcome, Related, Tally, Waived

TEXTS = st.text(max_size=4)
NUMBERS = st.integers(0, 2**40)
LEVELS = st.sampled_from(["error", "warning", "info"])
RELATED = st.lists(st.builds(Related, TEXTS, NUMBERS, TEXTS), max_size=2).map(tuple)
FINDINGS = st.builds(
    Finding,
    *[TEXTS, NUMBERS, NUMBERS, NUMBERS, NUMBERS, TEXTS, TEXTS, LEVELS, TEXTS],
    patterns=st.lists(TEXTS, max_size=2).map(tuple),
    fix=st.sampled_from(["none", "safe", "unsafe"]),
    related=RELATED,
)
WAIVED = st.builds(Waived, FINDINGS, st.sampled_from(["comment", "configuration"]), TEXTS)
TALLIES = st.dictionaries(st.tuples(TEXTS, TEXTS, TEXTS), st.builds(Tally, *[NUMBERS] * 5), max_size=3)


@given(
    NUMBERS,
    st.lists(FINDINGS, max_size=3),
    st.lists(WAIVED, max_size=2),
    st.lists(st.builds(Fault, TEXTS, TEXTS, TEXTS), max_size=2),
    TALLIES,
)
def test_an_outcome_comes_out_of_the_cache_as_it_went_in(
    files: int,
    findings: list[Finding],
    waived: list[Waived],
    faults: list[Fault],
    tallies: dict[tuple[str, str, str], Tally],
) -> None:
    outcome = Outcome(files, lambda: tallies)
    outcome.findings, outcome.waived, outcome.faults = findings, waived, faults
    again = read_outcome(write_outcome(outcome))
    assert again == outcome
    assert (again.files, again.findings, again.tallies) == (files, findings, tallies)
    assert all(isinstance(place, Related) for finding in again.findings for place in finding.related)
