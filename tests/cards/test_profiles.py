from __future__ import annotations

from pathlib import Path

import pytest

from pattern_lint.cards.card import Card
from pattern_lint.cards.profiles import (
    PatternEntry,
    ProfileErrors,
    check_profile,
    load_profiles,
    pattern_index,
    statuses,
    with_extended,
)

RULES = Path(__file__).parents[2] / "rules" / "profiles"
DOCUMENT = """\
title = "A document"
document = "How the system is."
cards = "patterns"

[[pattern]]
id = "AB-01"
title = "Something holds"
tier = 2
status = "mandatory"

[[pattern]]
id = "AB-02"
title = "Another thing holds"
status = "optional"
"""
SHORT = 'title = "T"\ndocument = "D"\n'


def make_card(code: str = "PAT140", name: str = "no-bare-except", patterns: tuple[str, ...] = ()) -> Card:
    return Card(
        code=code,
        name=name,
        summary="",
        check="kind",
        level="error",
        patterns=patterns,
        tier=None,
        fix="none",
        options={},
        path=Path("card.md"),
        title="",
        why="",
        examples=(),
        option_lines={},
    )


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text)
    return folder


def complaints(folder: Path, **files: str) -> list[str]:
    with pytest.raises(ProfileErrors) as caught:
        load_profiles(write(folder, **files))
    return [f"{problem.path.name}:{problem.line}: {problem.message}" for problem in caught.value.problems]


def test_a_profile_lists_the_patterns_of_its_document(tmp_path: Path) -> None:
    profiles = load_profiles(write(tmp_path, ab=DOCUMENT))
    assert pattern_index(profiles) == {
        "AB-01": PatternEntry("AB-01", "Something holds", 2, "mandatory", "ab"),
        "AB-02": PatternEntry("AB-02", "Another thing holds", None, "optional", "ab"),
    }
    assert statuses(profiles) == {"AB-01": "mandatory", "AB-02": "optional"}


def test_which_cards_a_profile_enables(tmp_path: Path) -> None:
    profiles = load_profiles(
        write(
            tmp_path,
            ab=DOCUMENT,
            every=SHORT + 'cards = "all"',
            some=SHORT + 'cards = ["no-bare-except", "PAT141"]',
        )
    )
    by_name = make_card()
    by_code = make_card("PAT141", "other", ("AB-02", "XY-01"))
    neither = make_card("PAT142", "third", ("XY-01",))
    cards = (by_name, by_code, neither)
    assert [profiles["ab"].enables(card) for card in cards] == [False, True, False]
    assert [profiles["every"].enables(card) for card in cards] == [True, True, True]
    assert [profiles["some"].enables(card) for card in cards] == [True, True, False]


def test_what_a_profile_extends_comes_before_it_and_once(tmp_path: Path) -> None:
    profiles = load_profiles(
        write(
            tmp_path,
            a=SHORT + "cards = []",
            b=SHORT + 'cards = []\nextends = ["a"]',
            c=SHORT + 'cards = []\nextends = ["a", "b"]',
        )
    )
    assert [profile.name for profile in with_extended(["c", "b"], profiles)] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("tier = 2", "teir = 2", "8: unknown key `teir`; did you mean `tier`?"),
        ('"optional"', '"option"', "14: `status` must be one of `mandatory`, `recommended`, `optional`, not"),
        ("AB-02", "ab2", "12: `id` must be an id such as `BG-40`"),
        ("AB-02", "AB-01", "12: the pattern `AB-01` is listed in"),
        ('"patterns"', '"pattern"', "3: `cards` must be one of `all`, `patterns` or a list of strings, not"),
        ("document =", "dokument =", "2: unknown key `dokument`; did you mean `document`?"),
        ("document =", "document = =", "2: this is not valid TOML"),
        ("cards", 'extends = ["ac"]\ncards', "3: unknown profile `ac`; did you mean `ab`?"),
        ("cards", 'extends = ["ab"]\ncards', "3: this profile extends itself: ab -> ab"),
        ("[[pattern]]", '[levels]\na = "on"\n[[pattern]]', "6: `a` must be one of"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in DOCUMENT
    found = complaints(tmp_path, ab=DOCUMENT.replace(old, new, 1))
    assert any(one.startswith(f"ab.toml:{said}") for one in found), found


def test_a_cycle_names_its_way(tmp_path: Path) -> None:
    found = complaints(
        tmp_path,
        a=SHORT + 'cards = []\nextends = ["b"]',
        b=SHORT + 'cards = []\nextends = ["c"]',
        c=SHORT + 'cards = []\nextends = ["b"]',
    )
    assert found == [
        "b.toml:4: this profile extends itself: b -> c -> b",
        "c.toml:4: this profile extends itself: c -> b -> c",
    ]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProfileErrors, match="no such folder of profiles"):
        load_profiles(tmp_path / "missing")


def test_cards_that_do_not_exist_are_named_with_their_lines(tmp_path: Path) -> None:
    text = (
        SHORT
        + """\
cards = [
    "no-bare-except",
    "no-bear-except",
]
[levels]
PAT140 = "info"
PAT149 = "info"
[options.no-bare-except]
a = 1
[options.PAT140]
a = 1
"""
    )
    profile = load_profiles(write(tmp_path, a=text))["a"]
    found = [f"{problem.line}: {problem.message}" for problem in check_profile(profile, [make_card()])]
    assert found == [
        "5: unknown card `no-bear-except`; did you mean `no-bare-except`?",
        "9: unknown card `PAT149`; did you mean `PAT140`?",
        "12: unknown card `PAT140`.",
    ]


def test_the_shipped_profiles_list_whole_documents() -> None:
    profiles = load_profiles(RULES)
    counts = {
        "worker-platform": ("WP", 34),
        "trading-bot": ("TB", 39),
        "scheduling-app": ("SC", 46),
        "streaming-platform": ("ST", 41),
        "backend-guidelines": ("BG", 55),
    }
    assert profiles.keys() == {"recommended", "all", *counts}
    for name, (prefix, count) in counts.items():
        ids = [pattern.id for pattern in profiles[name].patterns]
        assert ids == [f"{prefix}-{number:02}" for number in range(1, count + 1)]
        assert profiles[name].cards == "patterns"


def test_titles_of_shipped_patterns_are_short_and_unlike_each_other() -> None:
    titles = [pattern.title for pattern in pattern_index(load_profiles(RULES)).values()]
    assert len(set(titles)) == len(titles)
    assert [title for title in titles if len(title) > 100 or title.endswith(".")] == []


def test_requirements_name_patterns_that_exist(tmp_path: Path) -> None:
    required = '[components.worker.required]\nids = ["AB-01", "AB-03"]\n'
    text = f'{DOCUMENT}\n{required}[[checklist]]\nline = "x"\nby = ["AB-2"]\n'
    with pytest.raises(ProfileErrors) as caught:
        load_profiles(write(tmp_path, document=text))
    found = [(problem.line, problem.message.partition(";")[0]) for problem in caught.value.problems]
    assert found == [(17, "unknown pattern `AB-03`"), (20, "unknown pattern `AB-2`")]


def test_a_profile_says_what_components_must_have(tmp_path: Path) -> None:
    components = '[components.worker]\ntarget = 80\nrequired = { ids = ["AB-01"] }\n'
    text = f'overall-target = 75\n{DOCUMENT}kept-by = "report"\n{components}'
    profile = load_profiles(write(tmp_path, document=text))["document"]
    assert (profile.overall_target, profile.components["worker"].target) == (75, 80)
    assert profile.components["worker"].required == {"ids": ("AB-01",)}
    assert [pattern.kept_by for pattern in profile.patterns] == ["card", "report"]
