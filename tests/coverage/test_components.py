"""The template map: which components have which of the patterns that they must have."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.made_up import DATE, basis, outcome, shipped_cards

from pattern_lint.config.requirements import ComponentSettings, CoverageSettings
from pattern_lint.coverage.gate import Gate
from pattern_lint.coverage.measure import measure
from pattern_lint.coverage.model import Component, Coverage
from pattern_lint.outcome import Finding
from pattern_lint.problems import Problems
from pattern_lint.tool_findings import UNREADABLE

CARD, OTHER = "PAT140", "PAT137"


def measured(tallies: dict[tuple[str, str, str], tuple[int, int, int, int, int]], **settings: object) -> Coverage:
    return measure(outcome(tallies), basis("recommended", **settings), date=DATE)


def kind(coverage: Coverage, name: str) -> Component:
    return next(component for component in coverage.components if component.kind == name)


def asked(target: float | None = None, **required: str) -> ComponentSettings:
    return ComponentSettings(target=target, required={name: (by,) for name, by in required.items()})


def test_the_shipped_map_is_that_of_the_document() -> None:
    coverage = measure(outcome({}), basis("worker-platform"), date=DATE)
    shown = {c.kind: (c.target, [cell.name for cell in c.cells]) for c in coverage.components}
    assert shown == {
        "worker": (100, ["header", "imports", "types", "lifecycle", "errors", "logging", "capabilities"]),
        "dto": (100, ["header", "imports", "types", "dto", "typed-id"]),
        "adapter": (100, ["header", "imports", "types", "errors", "logging"]),
        "service": (80, ["header", "imports", "types", "logging", "async"]),
    }
    assert coverage.all_components is not None
    assert coverage.all_components.target == 90


def test_cells_count_the_sites_of_their_cards_in_components_of_the_kind() -> None:
    coverage = measured(
        {(CARD, "worker", "a.py"): (3, 1, 0, 0, 0), (CARD, "", "b.py"): (9, 9, 9, 9, 9)},
        components={"worker": asked(target=80, errors=CARD, raising=OTHER)},
    )
    errors, raising = kind(coverage, "worker").cells
    assert (errors.counts.conforming, errors.counts.applicable) == (3, 4)
    assert raising.counts.coverage is None
    assert kind(coverage, "worker").coverage == 75.0
    assert kind(coverage, "worker").is_below_target


def test_a_component_of_two_kinds_counts_for_both_and_once_in_all() -> None:
    coverage = measured(
        {(CARD, "adapter worker", "a.py"): (1, 1, 0, 0, 0)},
        components={"worker": asked(errors=CARD), "adapter": asked(errors=CARD)},
    )
    assert [component.counts.applicable for component in coverage.components] == [2, 2]
    assert coverage.all_components is not None
    assert coverage.all_components.counts.applicable == 2


def test_a_card_in_two_columns_counts_once_for_the_kind() -> None:
    coverage = measured(
        {(CARD, "worker", "a.py"): (1, 0, 0, 0, 0)}, components={"worker": asked(one=CARD, two="no-bare-except")}
    )
    assert kind(coverage, "worker").counts.applicable == 1


def test_the_configuration_adds_to_the_profile_and_replaces_columns() -> None:
    settings = ComponentSettings(required={"typed-id": (), "errors": (CARD,)})
    coverage = measure(outcome({}), basis("worker-platform", components={"dto": settings}), date=DATE)
    assert [cell.name for cell in kind(coverage, "dto").cells] == ["header", "imports", "types", "dto", "errors"]
    assert kind(coverage, "dto").target == 100


def test_a_kind_to_which_nothing_applies_is_not_below_its_target() -> None:
    coverage = replace(measured({}, components={"worker": asked(errors=CARD)}), files=1)
    assert kind(coverage, "worker").coverage is None
    assert list(Gate(least=100, targets=True).failures(coverage)) == []


def test_a_percentage_of_no_file_at_all_is_not_reached() -> None:
    coverage = measured({}, components={})
    assert list(Gate().failures(coverage)) == []
    (failure,) = Gate(least=80).failures(coverage)
    assert failure == "no Python file was looked at, so nothing shows that 80 % of all sites conform"


def test_a_file_that_cannot_be_parsed_raises_no_percentage_over_the_gate() -> None:
    broken = Finding("a.py", 1, 1, 1, 1, UNREADABLE.code, UNREADABLE.name, "error", "invalid syntax")
    coverage = replace(measured({(CARD, "", "b.py"): (9, 0, 0, 0, 0)}, components={}), files=2, unreadable=(broken,))
    assert list(Gate().failures(coverage)) == []
    (failure,) = Gate(least=80).failures(coverage)
    assert failure == "what cannot be read does not count, so nothing shows that 80 % conform: a.py"


def test_the_gate_names_each_kind_under_its_target() -> None:
    coverage = measured(
        {(CARD, "worker", "a.py"): (1, 1, 0, 0, 0), (CARD, "adapter", "a.py"): (4, 0, 0, 0, 0)},
        components={"worker": asked(60, errors=CARD), "adapter": asked(100, errors=CARD)},
    )
    assert list(Gate().failures(coverage)) == []
    assert list(Gate().stricter(80).failures(coverage)) == [
        "component kind worker: 50 % is under the target of 60 %",
        "all component kinds together: 83.33 % is under the target of 90 %",
    ]
    assert list(Gate(least=84).failures(coverage)) == ["83.33 % of all sites conform, which is under 84 %"]
    configured = Gate.of(CoverageSettings(enforce_targets=True, fail_under=10))
    assert len(list(configured.failures(coverage))) == 2


def test_names_that_nobody_knows_are_all_told() -> None:
    with pytest.raises(Problems) as caught:
        measured({}, components={"workr": asked(errors="no-bare-exept"), "dto": asked(x="BG-99")})
    said = str(caught.value)
    assert "unknown component kind `workr`; did you mean `worker`?" in said
    assert "unknown selector `no-bare-exept`; did you mean `no-bare-except`?" in said
    assert "unknown selector `BG-99`" in said


def test_shipped_maps_and_checklists_ask_for_patterns_that_exist() -> None:
    for name, profile in shipped_cards().profiles.items():
        coverage = measure(outcome({}), basis(name), date=DATE)
        assert len(coverage.checklist) == len(profile.checklist)
        assert {component.kind for component in coverage.components} == set(profile.components)
