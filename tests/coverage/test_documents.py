"""Documents: which of their patterns are enforced."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.made_up import DATE, basis, outcome

from pattern_lint.config.requirements import DocumentSettings
from pattern_lint.coverage.measure import measure
from pattern_lint.coverage.model import Coverage, Document
from pattern_lint.problems import Problems

TEXT = """\
# Our handbook
Something that is no pattern: no-bare-except.

## No bare except
Say what you catch.

## Raising
We follow BG-37, and PAT999 is nobody's.

### A detail
More about no-silent-except.

## Fridays
Nothing is released on a Friday.

## Preface
As PAT says.
"""


def documents(profile: str = "recommended", **settings: Any) -> Coverage:
    tallies = {("PAT140", "", "a.py"): (3, 1, 0, 0, 0)}
    return measure(outcome(tallies), basis(profile, **settings), date=DATE)


def states(document: Document) -> dict[str, str]:
    return {pattern.id: pattern.state for pattern in document.patterns}


def own(tmp_path: Path, **settings: Any) -> Document:
    file = tmp_path / "handbook.md"
    file.write_text(TEXT)
    configured = DocumentSettings(file=str(file), **settings)
    return documents(document=configured).documents[0]


def test_the_profile_in_force_shows_its_document() -> None:
    (document,) = documents("backend-guidelines").documents
    shown = states(document)
    assert document.name == "backend-guidelines"
    assert (shown["BG-40"], shown["BG-37"], shown["BG-55"]) == ("enforced", "no sites", "report")
    assert len(shown) == 55


def test_all_cards_show_all_documents() -> None:
    names = [document.name for document in documents("all").documents]
    assert names == ["backend-guidelines", "scheduling-app", "streaming-platform", "trading-bot", "worker-platform"]


def test_a_pattern_whose_cards_take_no_part_is_off() -> None:
    asked = basis("backend-guidelines")
    asked = replace(asked, levels={code: level for code, level in asked.levels.items() if code != "PAT140"})
    (document,) = measure(outcome({}), asked, date=DATE).documents
    assert states(document)["BG-40"] == "off"


def test_a_pattern_that_fails_no_check_is_observed() -> None:
    asked = basis("backend-guidelines")
    asked = replace(asked, levels={**asked.levels, "PAT140": "warning"})
    (document,) = measure(outcome({("PAT140", "", "a.py"): (3, 1, 0, 0, 0)}), asked, date=DATE).documents
    assert states(document)["BG-40"] == "observed"


def test_cards_belong_to_the_documents_that_are_shown(tmp_path: Path) -> None:
    file = tmp_path / "handbook.md"
    file.write_text(TEXT)
    coverage = documents("recommended", document=DocumentSettings(file=str(file)))
    by_code = {card.code: card.documents for card in coverage.cards}
    assert by_code["PAT140"] == ("handbook.md",)
    assert by_code["PAT214"] == ()
    assert [group.name for group in coverage.groups["document"] if group.counts.applicable] == ["handbook.md"]


def test_headings_are_titles_without_their_markup(tmp_path: Path) -> None:
    file = tmp_path / "handbook.md"
    file.write_text("## Use `logging`, *never* print\nPAT140\n")
    settings = DocumentSettings(file=str(file), patterns={"Use logging, never print": ("PAT137",)})
    (pattern,) = documents(document=settings).documents[0].patterns
    assert (pattern.title, pattern.cards) == ("Use logging, never print", ("PAT137",))


def test_headings_of_a_teams_document_are_patterns(tmp_path: Path) -> None:
    document = own(tmp_path, patterns={"Preface": ()})
    assert document.name == "handbook.md"
    assert states(document) == {"no-bare-except": "enforced", "raising": "no sites", "fridays": "no card"}
    raising = document.patterns[1]
    assert raising.cards == ("PAT137", "PAT138")
    assert raising.status == "mandatory"


def test_the_configuration_says_what_decides_a_heading(tmp_path: Path) -> None:
    document = own(tmp_path, patterns={"Fridays": ("no-generic-raise", "BG-40")})
    assert {pattern.id: pattern.cards for pattern in document.patterns}["fridays"] == ("PAT137", "PAT140")


def test_another_level_of_headings(tmp_path: Path) -> None:
    assert states(own(tmp_path, heading_level=3)) == {"a-detail": "no sites"}


@pytest.mark.parametrize("text", ["", "Only words.\n", "# A title alone\n"])
def test_a_document_without_a_pattern_is_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / "handbook.md"
    file.write_text(text)
    with pytest.raises(Problems, match=r"handbook\.md has no heading of level 2; `heading-level` says which"):
        documents(document=DocumentSettings(file=str(file)))


def test_headings_of_one_title_have_ids_of_their_own(tmp_path: Path) -> None:
    file = tmp_path / "handbook.md"
    file.write_text("## Errors\nPAT140\n## Errors\nPAT137\n")
    document = documents(document=DocumentSettings(file=str(file))).documents[0]
    assert [(pattern.id, pattern.cards) for pattern in document.patterns] == [
        ("errors", ("PAT140",)),
        ("errors-2", ("PAT137",)),
    ]


def test_a_missing_document_and_unknown_headings_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(Problems, match=r"no-such\.md: this cannot be read"):
        documents(document=DocumentSettings(file=str(tmp_path / "no-such.md")))
    with pytest.raises(Problems) as caught:
        own(tmp_path, patterns={"Freitag": (), "Fridays": ("BG-4O",)})
    said = str(caught.value)
    assert "unknown heading `Freitag`" in said
    assert "handbook.md has no such heading of level 2" in said
    assert "unknown selector `BG-4O`; did you mean" in said
