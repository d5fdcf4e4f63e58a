"""What is wrong with a pack is said with its name, before anything of it is used."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pattern_lint.cards import catalogue
from pattern_lint.cards.card import CardErrors
from pattern_lint.cards.profiles import ProfileErrors
from pattern_lint.cards.vocabulary import load_vocabulary
from pattern_lint.packs import loaded
from pattern_lint.packs.installed import WITHOUT, Entry, found_in
from pattern_lint.packs.loaded import PackErrors, packs

Install = Callable[..., Entry]
CARD = """\
+++
code = "{code}"
name = "{name}"
summary = "Nobody prints."
check = "calls"
patterns = {patterns}
[options]
of = {of}
+++
# Nobody prints
Because.
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts a pack on the path, as an installer would."""
    for name in [name for name in sys.modules if name.partition(".")[0] in ("one_pack", "two_pack")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.syspath_prepend(str(tmp_path))
    installed: list[Entry] = []

    def put(name: str, declared: str = "", *, api: int = 1, prefix: str = "ACME", folder: str = "") -> Entry:
        package = tmp_path / f"{name}_pack"
        (package / "rules").mkdir(parents=True, exist_ok=True)
        (package / "lonely.py").touch()
        source = (
            "from pathlib import Path\nfrom pattern_lint.api import Pack, Role\n"
            f"PACK = Pack(api={api}, prefix={prefix!r}, "
            f"folder=Path(__file__).parent / {folder or 'rules'!r}, {declared})\n"
        )
        (package / "__init__.py").write_text(source, encoding="utf-8")
        info = tmp_path / f"{name}_pack-1.0.dist-info"
        info.mkdir()
        points = f"[pattern_lint.packs]\n{name} = {name}_pack:PACK\n"
        (info / "entry_points.txt").write_text(f"[console_scripts]\nx = y:z\n\n{points}", encoding="utf-8")
        found = {entry.name: entry for entry in found_in([str(tmp_path)])}
        installed[:] = sorted(found.values())
        monkeypatch.setattr(loaded, "entries", lambda: tuple(installed))
        monkeypatch.setattr(loaded, "packs", packs.__wrapped__)
        monkeypatch.setattr(catalogue, "packs", packs.__wrapped__)
        return found[name]

    return put


def said() -> str:
    with pytest.raises(PackErrors) as caught:
        packs.__wrapped__()
    return str(caught.value)


def test_an_entry_point_is_read_as_installers_write_it(install: Install) -> None:
    entry = install("one")
    assert entry[:5] == ("one", "one_pack", "PACK", "one-pack", "1.0")
    (pack,) = packs.__wrapped__()
    assert (pack.name, pack.pack.prefix) == ("one", "ACME")


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        ({"api": 2}, "it is written for version 2 of pattern_lint.api, and this is version 1"),
        ({"prefix": "acme"}, "its prefix is `acme`, and has to be two to six capitals"),
        ({"prefix": "PAT"}, "`PAT` belongs to the cards of pattern-lint itself"),
        ({"prefix": "PA"}, "`PAT` belongs to the cards of pattern-lint itself"),
        ({"folder": "lost"}, "is not there; is it part of what is installed?"),
        ({"folder": "/etc"}, "has to lie in its package one_pack"),
        ({"declared": "kinds={'calls': 'one_pack.lonely'}"}, "the kind `calls` is there already"),
        ({"declared": "kinds={'Calls': 'one_pack.lonely'}"}, "`Calls` is no name of a kind"),
        ({"declared": "kinds={'one': 'os.path'}"}, "has to lie in its package one_pack"),
        ({"declared": "roles={'service': Role()}"}, "the role `service` is there already"),
        ({"declared": ")\nPACK = str("}, "has to name a `pattern_lint.api.Pack`, and names str"),
        ({"declared": ")\nimport sys\nsys.exit(3"}, "it cannot be imported: SystemExit: 3"),
        ({"declared": "colour='red'"}, "it cannot be imported: TypeError"),
    ],
)
def test_what_a_pack_declares_is_checked(install: Install, declared: dict[str, object], message: str) -> None:
    install("one", **declared)
    assert message in said()
    assert "the pack `one` (one-pack 1.0): " in said()
    assert f"leave it out with {WITHOUT}=one" in said()


def test_two_packs_cannot_share_names(install: Install) -> None:
    install("one", "roles={'gateway': Role()}", prefix="ACME")
    install("two", "roles={'gateway': Role()}", prefix="AC")
    assert "its prefix `AC` cannot be told from `ACME` of the pack `one`" in said()
    assert "the role `gateway` is there already, in the pack `one`" in said()


def test_a_kind_without_its_parts_is_named(install: Install) -> None:
    install("one", "kinds={'one': 'one_pack.lonely'}")
    (pack,) = packs.__wrapped__()
    with pytest.raises(PackErrors, match=r"its kind `one` needs `Options` and `Kind` in the module one_pack\.lonely"):
        loaded.module_of("one", pack)


def put_card(folder: Path, code: str, *, patterns: str = "[]", of: str = '["print"]') -> None:
    text = CARD.format(code=code, name=f"card-{code.lower()}", patterns=patterns, of=of)
    (folder / "rules" / f"{code}.md").write_text(text, encoding="utf-8")


def test_a_card_of_a_pack_has_its_prefix_and_its_patterns(install: Install, tmp_path: Path) -> None:
    install("one")
    put_card(tmp_path / "one_pack", "OTHER101")
    put_card(tmp_path / "one_pack", "ACME102", patterns='["BG-40"]')
    with pytest.raises(CardErrors) as caught:
        catalogue.load_catalog()
    assert "must begin with `ACME`, the prefix of the pack `one`" in str(caught.value)
    assert "No profile of its pack documents it." in str(caught.value)
    assert [problem.line for problem in caught.value.problems] == [6, 2]


def test_a_profile_of_a_pack_has_a_name_of_its_own(install: Install, tmp_path: Path) -> None:
    install("one")
    (tmp_path / "one_pack" / "rules" / "profiles").mkdir()
    profile = tmp_path / "one_pack" / "rules" / "profiles" / "recommended.toml"
    profile.write_text('title = "One"\ndocument = "One."\ncards = "all"\n', encoding="utf-8")
    with pytest.raises(ProfileErrors, match="the profile `recommended` is there already, in "):
        catalogue.load_catalog()


def test_a_profile_with_all_cards_means_those_of_its_own_pack(install: Install, tmp_path: Path) -> None:
    install("one")
    put_card(tmp_path / "one_pack", "ACME101")
    (tmp_path / "one_pack" / "rules" / "profiles").mkdir()
    profile = tmp_path / "one_pack" / "rules" / "profiles" / "one.toml"
    profile.write_text('title = "One"\ndocument = "One."\ncards = "all"\n', encoding="utf-8")
    found = catalogue.load_catalog()
    on = {name: {card.code for card in found.cards if each.enables(card)} for name, each in found.profiles.items()}
    assert on["one"] == {"ACME101"}
    assert "ACME101" not in on["all"]
    assert "PAT140" in on["all"]


def test_the_lists_of_a_pack_change_no_other_card(tmp_path: Path) -> None:
    (tmp_path / "vocabulary").mkdir()
    (tmp_path / "vocabulary" / "own.toml").write_text('acme = ["a.b"]\nhttp-requests = ["c.d"]\n', encoding="utf-8")
    words, problems = load_vocabulary([tmp_path], [tmp_path])
    assert words["acme"] == ("a.b",)
    (problem,) = problems
    assert (problem.line, "`http-requests` is there already" in problem.message) == (2, True)


def test_a_wrong_card_of_a_pack_is_told_with_the_way_out(install: Install, tmp_path: Path) -> None:
    install("one")
    put_card(tmp_path / "one_pack", "ACME101", of='["a b"]')
    with pytest.raises(CardErrors) as caught:
        catalogue.load_catalog()
    (problem,) = caught.value.problems
    assert problem.message.endswith(
        f"(the pack `one` (one-pack 1.0); leave it out with {WITHOUT}=one in the environment until it is mended)"
    )


def test_what_lies_in_the_working_folder_is_no_pack(
    install: Install, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install("one")
    assert [entry.name for entry in found_in([str(tmp_path)])] == ["one"]
    monkeypatch.chdir(tmp_path)
    assert list(found_in([str(tmp_path), "", "."])) == []
