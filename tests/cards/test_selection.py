from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pattern_lint.cards.card import Card
from pattern_lint.cards.profiles import PatternEntry, Profile
from pattern_lint.cards.selection import Selected, select_cards
from pattern_lint.config.configuration import load_config
from pattern_lint.config.settings import Config, ConfigErrors, PathSettings
from pattern_lint.outcome import Level

ROOT = Path("/nowhere")


def make_card(code: str, name: str, *patterns: str, level: Level = "error", **options: object) -> Card:
    return Card(
        code=code,
        name=name,
        summary="",
        check="kind",
        level=level,
        patterns=patterns,
        tier=None,
        fix="none",
        options=options,
        path=ROOT / f"{name}.md",
        title="",
        why="",
        examples=(),
        option_lines={},
    )


def make_profile(name: str, **values: Any) -> Profile:
    defaults: dict[str, Any] = {
        "title": "",
        "document": "",
        "cards": (),
        "extends": (),
        "levels": {},
        "options": {},
        "patterns": (),
    }
    return Profile(name=name, path=ROOT / f"{name}.toml", **{**defaults, **values})


CARDS = (
    make_card("PAT210", "no-blocking-in-async", "BG-35"),
    make_card("PAT140", "no-bare-except", "BG-40", limit=1, nested={"a": 1, "b": 1}, names=["x"]),
    make_card("PAT141", "no-blind-except", "BG-39", "BG-40", level="warning"),
    make_card("ABC1000", "own-card"),
)
PROFILES = {
    "recommended": make_profile("recommended", cards=("no-bare-except",)),
    "all": make_profile("all", cards="all"),
    "document": make_profile(
        "document",
        cards="patterns",
        patterns=tuple(PatternEntry(id_, id_, None, "mandatory", "document") for id_ in ("BG-39", "BG-50")),
    ),
    "strict": make_profile(
        "strict",
        cards=("ABC1000",),
        extends=("recommended",),
        levels={"no-bare-except": "info"},
        options={"no-bare-except": {"limit": 2, "nested": {"b": 2}, "names": ["y"]}},
    ),
}


def chosen(config: dict[str, Any] | None = None, **command_line: Any) -> list[str]:
    selected = select_cards(Config(root=ROOT, **config or {}), CARDS, PROFILES, **command_line)
    return [each.card.code for each in selected]


def one(config: dict[str, Any], code: str = "PAT140") -> Selected:
    (found,) = (each for each in select_cards(Config(root=ROOT, **config), CARDS, PROFILES) if each.card.code == code)
    return found


def test_without_configuration_the_recommended_cards_run() -> None:
    assert chosen() == ["PAT140"]


@pytest.mark.parametrize(
    ("config", "codes"),
    [
        ({"profile": "all"}, ["ABC1000", "PAT140", "PAT141", "PAT210"]),
        ({"profile": "document"}, ["PAT141"]),
        ({"profile": "strict"}, ["ABC1000", "PAT140"]),
        ({"profile": ("document", "recommended")}, ["PAT140", "PAT141"]),
        ({"profile": ()}, []),
        ({"select": ("PAT21",)}, ["PAT210"]),
        ({"select": ()}, []),
        ({"select": ("BG-40",)}, ["PAT140", "PAT141"]),
        ({"select": ("BG-50",)}, []),
        ({"select": ("own-card",)}, ["ABC1000"]),
        ({"select": ("ALL",), "ignore": ("PAT",)}, ["ABC1000"]),
        ({"extend_select": ("PAT2",)}, ["PAT140", "PAT210"]),
        ({"extend_select": ("PAT2",), "ignore": ("PAT210",)}, ["PAT140"]),
        ({"profile": "all", "levels": {"PAT140": "off", "own-card": "off"}}, ["PAT141", "PAT210"]),
    ],
)
def test_what_the_configuration_chooses(config: dict[str, Any], codes: list[str]) -> None:
    assert chosen(config) == codes


def test_a_selection_on_the_command_line_replaces_all_of_the_choice() -> None:
    assert chosen({"profile": "all", "extend_select": ("PAT210",)}, select=["ABC"]) == ["ABC1000"]


def test_what_the_configuration_ignores_stays_ignored_and_the_command_line_adds() -> None:
    config = {"profile": "all", "ignore": ("PAT210",)}
    assert chosen(config, ignore=["ABC"]) == ["PAT140", "PAT141"]
    assert chosen(config, select=["PAT2", "ABC"]) == ["ABC1000"]


def test_a_profile_on_the_command_line_replaces_the_choice_and_keeps_what_is_ignored() -> None:
    config = {"select": ("PAT210",), "extend_select": ("ABC",), "ignore": ("PAT141",)}
    assert chosen(config, profile_override=["all"]) == ["ABC1000", "PAT140", "PAT210"]


def test_a_code_of_the_tool_itself_may_be_named() -> None:
    assert chosen({"ignore": ("PAT001", "unreadable-file"), "levels": {"unused-waiver": "off"}}) == ["PAT140"]
    with pytest.raises(ConfigErrors):
        chosen({"ignore": ("PAT901",)})


def test_levels_come_from_the_card_the_profile_and_the_configuration() -> None:
    assert one({"profile": "recommended"}).level == "error"
    assert one({"profile": "strict"}).level == "info"
    assert one({"profile": "strict", "levels": {"PAT140": "warning"}}).level == "warning"
    assert one({"profile": "all"}, "PAT141").level == "warning"


def test_options_merge_from_the_card_over_the_profile_to_the_configuration() -> None:
    assert one({}).options == {"limit": 1, "nested": {"a": 1, "b": 1}, "names": ["x"]}
    selected = one({"profile": "strict", "options": {"no-bare-except": {"limit": 3, "nested": {"c": 3}}}})
    assert selected.options == {"limit": 3, "nested": {"a": 1, "b": 2, "c": 3}, "names": ["y"]}
    assert {option: origin.path.name for option, origin in selected.origins.items()} == {
        "limit": "nowhere",
        "nested": "nowhere",
        "names": "strict.toml",
    }


def complaints(folder: Path, text: str, **command_line: Sequence[str]) -> list[str]:
    path = folder / "pattern-lint.toml"
    path.write_text(text)
    with pytest.raises(ConfigErrors) as caught:
        select_cards(load_config(path), CARDS, PROFILES, **command_line)
    return [f"{problem.line}: {problem.message}" for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("profile = 'recommend'", 1, "unknown profile `recommend`; did you mean `recommended`?"),
        ("select = [\n 'PAT140',\n 'PAT149'\n]", 3, "unknown selector `PAT149`; did you mean `PAT14"),
        ("extend-select = ['no-bear-except']", 1, "did you mean `no-bare-except`?"),
        ("ignore = ['BG-41']", 1, "unknown selector `BG-41`; did you mean `BG-40`?"),
        ("ignore = ['pat140']", 1, "unknown selector `pat140`; did you mean `PAT140`?"),
        ("\nlevels.PAT999 = 'off'", 2, "unknown card `PAT999`"),
        ("\noptions.own-cart = {}", 2, "unknown card `own-cart`; did you mean `own-card`?"),
        ("\noptions.PAT140 = {}", 2, "Options are given by a card's name."),
        ("[per-path.'a/**']\nignore = ['PAT3']", 2, "unknown selector `PAT3`"),
        ("[per-path.'a/**']\nselect = ['x']", 2, "unknown selector `x`"),
        ("[per-path.'a/**']\noptions.own-cart = {}", 2, "did you mean `own-card`?"),
    ],
)
def test_unknown_names_are_errors_with_their_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    (found,) = complaints(tmp_path, text)
    assert found.startswith(f"{line}: ")
    assert said in found


def test_all_unknown_names_are_named_at_once(tmp_path: Path) -> None:
    text = "profile = 'a'\nselect = ['b', 'c']\nlevels.d = 'off'\n"
    found = complaints(tmp_path, text, select=["e"], ignore=["f"])
    assert sorted(each.split("`")[1] for each in found) == ["a", "b", "c", "d", "e", "f"]


def test_unknown_names_on_the_command_line_name_the_option() -> None:
    with pytest.raises(ConfigErrors) as caught:
        chosen(select=["PAT149"], ignore=["x"], profile_override=["al"])
    assert [str(problem).split(" `")[0] for problem in caught.value.problems] == [
        "--ignore: unknown selector",
        "--profile: unknown profile",
        "--select: unknown selector",
    ]


SELECTORS = st.lists(st.sampled_from(["ALL", "PAT", "PAT1", "PAT140", "ABC1000", "own-card", "BG-40"]), max_size=3)


@settings(deadline=None)
@given(SELECTORS.map(tuple), SELECTORS.map(tuple), SELECTORS.map(tuple), SELECTORS)
def test_what_is_ignored_never_runs_and_the_order_of_selectors_is_nothing(
    select: tuple[str, ...], extend: tuple[str, ...], ignore: tuple[str, ...], more: list[str]
) -> None:
    config = {"select": select, "extend_select": extend, "ignore": ignore}
    ignored = set(chosen({"select": (*ignore, *more)}))
    found = chosen(config, ignore=more)
    assert ignored.isdisjoint(found)
    assert set(found) | ignored == set(chosen({"select": (*select, *extend)})) | ignored
    backwards = {"select": select[::-1], "extend_select": extend[::-1], "ignore": ignore[::-1]}
    assert chosen(backwards, ignore=more[::-1]) == found


def test_settings_by_path_may_name_what_is_known() -> None:
    per_path = {"a/**": PathSettings(ignore=("BG-40",), select=("ALL",), options={"own-card": {}})}
    assert chosen({"per_path": per_path}) == ["PAT140"]


@pytest.mark.parametrize("names", [["recommended", "document"], ["document", "recommended"]])
def test_a_card_that_a_document_asks_for_is_as_strict_as_the_document(names: list[str]) -> None:
    lenient = make_profile(
        "recommended",
        cards=("no-bare-except", "no-blind-except"),
        levels={"no-blind-except": "info"},
        options={"no-blind-except": {"excuses": ["display"]}, "no-bare-except": {"excuses": ["display"]}},
    )
    profiles = {**PROFILES, "recommended": lenient}
    by_name = {s.card.name: s for s in select_cards(Config(root=ROOT), CARDS, profiles, profile_override=names)}
    assert by_name["no-blind-except"].options == {}
    assert by_name["no-blind-except"].level == "warning"
    assert by_name["no-bare-except"].options["excuses"] == ["display"], "the document does not ask for this one"
