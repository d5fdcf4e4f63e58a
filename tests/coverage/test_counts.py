"""The sums: every site is in one figure, and a percentage never says more than is true."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from support.made_up import DATE, basis, outcome, shipped_cards

from pattern_lint.coverage.counts import Counts, percentage, total
from pattern_lint.coverage.measure import measure

Five = tuple[int, int, int, int, int]

figures = st.tuples(*[st.integers(0, 40)] * 5)
counts = figures.map(lambda five: Counts(*five))
codes = st.sampled_from([card.code for card in shipped_cards().cards])
roles = st.sampled_from(["", "dto", "worker", "service", "adapter worker", "adapter exchange service"])
paths = st.sampled_from(["a.py", "app/b.py", "app/services/c.py", "tools/d.py"])
tallies = st.dictionaries(st.tuples(codes, roles, paths), figures, max_size=25)


@given(st.lists(counts))
def test_sums_add_up_verdict_by_verdict(several: list[Counts]) -> None:
    joined = total(several)
    assert joined.applicable == sum(each.applicable for each in several)
    assert joined.conforming == sum(each.conforming for each in several)
    assert joined.unknown == sum(each.unknown for each in several)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_percentage_is_near_and_complete_only_when_all_conform(part: int, rest: int) -> None:
    whole = part + rest
    found = percentage(part, whole)
    if not whole:
        assert found is None
        return
    assert found is not None
    assert abs(Fraction(found) - Fraction(100 * part, whole)) <= Fraction(1, 100)
    assert (found == 100) == (part == whole)
    assert (found == 0) == (part == 0)


def test_only_conforming_sites_count_as_followed() -> None:
    accepted = Counts(conforming=6, violating=1, waived=1, baselined=1, unknown=1)
    assert (accepted.applicable, accepted.coverage) == (10, 60.0)
    assert Counts(waived=2).coverage == Counts(unknown=2).coverage == 0.0
    assert Counts().coverage is None


def test_counts_are_told_in_words_without_what_there_is_none_of() -> None:
    assert str(Counts(1)) == "1 of 1 site conforms"
    assert str(Counts(1, 1)) == "1 of 2 sites conforms, 1 violates"
    assert str(Counts(2000, 2, 3, 4, 5)) == "2,000 of 2,014 sites conform, 2 violate, 3 waived, 4 baselined, 5 unknown"


@settings(deadline=None, max_examples=50)
@given(tallies)
def test_every_grouping_has_every_site(given_tallies: dict[tuple[str, str, str], Five]) -> None:
    coverage = measure(outcome(given_tallies), basis(), date=DATE)
    expected = [sum(column) for column in zip(*given_tallies.values(), strict=True)] or [0] * 5
    everything = Counts(*expected)
    assert coverage.overall == everything
    assert total(coverage.by_path.values()) == everything
    for grouping in ("tier", "status", "topic", "package"):
        assert total(group.counts for group in coverage.groups[grouping]) == everything, grouping


@settings(deadline=None, max_examples=50)
@given(tallies)
def test_kinds_see_all_their_sites_and_their_sum_sees_each_once(
    given_tallies: dict[tuple[str, str, str], Five],
) -> None:
    coverage = measure(outcome(given_tallies), basis("worker-platform"), date=DATE)
    for component in coverage.components:
        deciding = {code for cell in component.cells for code in cell.cards}
        own = [
            Counts(*five)
            for (code, kinds, _), five in given_tallies.items()
            if component.kind in kinds.split() and code in deciding
        ]
        assert component.counts == total(own)
    together = coverage.all_components
    assert together is not None
    assert together.counts.applicable <= sum(component.counts.applicable for component in coverage.components)
    assert together.counts.applicable >= max(c.counts.applicable for c in coverage.components)
