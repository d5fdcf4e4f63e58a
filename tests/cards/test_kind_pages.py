"""The pages of kinds say every option, and what they show is right."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import msgspec
import pytest

from pattern_lint.cards.kind_pages import Option, as_markdown, page_of
from pattern_lint.cards.vocabulary import expanded, load_vocabulary
from pattern_lint.config.strict import Complaint, convert
from pattern_lint.kinds import check_class, kind_names, options_class
from pattern_lint.kinds.site_kind import SiteKind
from pattern_lint.kinds.unit_kind import UnitKind

GENERAL = [kind for kind in kind_names() if issubclass(check_class(kind), SiteKind | UnitKind)]
WORDS, _ = load_vocabulary([])


def every(options: tuple[Option, ...]) -> Iterator[Option]:
    for option in options:
        yield option
        yield from every(option.parts)


@pytest.mark.parametrize("kind", kind_names())
def test_a_kind_says_what_it_is_about(kind: str) -> None:
    page = page_of(kind)
    assert page.about.endswith((".", "|"))
    assert f"# {kind}\n" in as_markdown(page)


@pytest.mark.parametrize("kind", GENERAL)
def test_each_option_of_a_general_kind_has_a_meaning_and_an_example(kind: str) -> None:
    for option in every(page_of(kind).options):
        assert option.meaning, option.name
        assert option.example, option.name


@pytest.mark.parametrize("kind", GENERAL)
def test_each_example_is_taken_by_its_kind(kind: str) -> None:
    page = page_of(kind)
    required = {option.name: option for option in page.options if option.default == "required"}
    for option in page.options:
        if option.example:
            lines = {required[name].example for name in required} | {option.example}
            table = expanded(tomllib.loads("\n".join(lines)), WORDS)
            assert isinstance(table, dict)
            found = convert(table, options_class(kind))
            assert isinstance(found, options_class(kind)), [c.message for c in found if isinstance(c, Complaint)]


@pytest.mark.parametrize("kind", kind_names())
def test_each_option_stands_in_one_section(kind: str) -> None:
    page = page_of(kind)
    names = [field.encode_name for field in msgspec.structs.fields(options_class(kind))]
    assert sorted(option.name for section in page.sections for option in section.options) == sorted(names)
    titles = [section.title for section in page.sections]
    assert all(titles) and len({*titles}) == len(titles)
    assert all(f"\n## {title}\n" in as_markdown(page) for title in titles)


def test_what_a_card_is_about_comes_before_what_must_hold() -> None:
    first, *_ = page_of("calls").sections
    assert first.title == "Which calls"
    assert first.options[0].name == "of"
