"""Components are written whole or not at all, beside what a project has, and a team adds its own kinds."""

from __future__ import annotations

from pathlib import Path

import pytest

from pattern_lint.cards.scaffolds import ScaffoldErrors, load_scaffolds
from pattern_lint.cli.main import main

GATEWAY = """\
summary = "A gateway"
profile = "recommended"
suffix = "Gateway"
uses = ["errors"]

[[file]]
path = "{{ folder }}/{{ module }}.py"
text = '''
from {{ package }}.errors import PlatformError


class {{ name }}:
    \"\"\"Of {{ words }}.\"\"\"
'''
"""


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text('[tool.pattern-lint]\ncards = ["patterns"]\n')
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop/__init__.py").touch()
    (tmp_path / "patterns/scaffolds").mkdir(parents=True)
    (tmp_path / "patterns/scaffolds/gateway.toml").write_text(GATEWAY)
    return tmp_path


def files(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*.py")}


def test_a_team_has_kinds_of_its_own(shop: Path) -> None:
    assert main(["new", "gateway", "card_payments"]) == 0
    made = (shop / "shop/card_payments_gateway.py").read_text()
    assert made == (
        'from shop.errors import PlatformError\n\n\nclass CardPaymentsGateway:\n    """Of card payments."""\n'
    )
    assert files(shop) == {"shop/__init__.py", "shop/errors.py", "shop/card_payments_gateway.py"}


def test_what_is_shared_is_kept_and_what_it_lacks_is_said(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (shop / "shop/errors.py").write_text("class PlatformError(Exception):\n    pass\n")
    assert main(["new", "gateway", "Bank"]) == 0
    said = capsys.readouterr().out
    assert "shop/errors.py: kept; what is new needs WorkerInitializationError, " in said
    assert (shop / "shop/errors.py").read_text().startswith("class PlatformError")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["gatway", "Bank"], "unknown kind to make `gatway`; did you mean `gateway`?"),
        (["gateway", "two words"], "`two words` is no name for a class"),
        (["gateway", "class"], "`class` is no name for a class"),
        (["gateway", "Bank", "--folder", "../other"], "not the folder of a package below"),
        (["gateway"], "`` is no name for a class"),
    ],
)
def test_wrong_words_are_told_and_nothing_is_written(
    shop: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    before = files(shop)
    assert main(["new", *arguments]) == 2
    assert said in capsys.readouterr().err
    assert files(shop) == before


def test_nothing_is_written_over_what_is_there(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (shop / "shop/bank_gateway.py").write_text("mine")
    assert main(["new", "gateway", "Bank"]) == 2
    assert "shop/bank_gateway.py: this file is there already" in capsys.readouterr().err
    assert not (shop / "shop/errors.py").exists()


def test_the_package_is_asked_for_where_there_are_several(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (shop / "src/other").mkdir(parents=True)
    (shop / "src/other/__init__.py").touch()
    assert main(["new", "gateway", "Bank"]) == 2
    assert "there are shop, src/other; name its folder with --folder" in capsys.readouterr().err
    assert main(["new", "gateway", "Bank", "--folder", "src/other"]) == 0
    assert (shop / "src/other/bank_gateway.py").read_text().startswith("from other.errors import")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("uses =", "use ="), "gateway.toml:4: unknown key `use`; did you mean `uses`?"),
        (('["errors"]', '["error"]'), "gateway.toml:4: unknown shared part `error`; did you mean `errors`?"),
    ],
)
def test_a_wrong_scaffold_names_its_line(shop: Path, change: tuple[str, str], said: str) -> None:
    (shop / "patterns/scaffolds/gateway.toml").write_text(GATEWAY.replace(*change))
    with pytest.raises(ScaffoldErrors) as caught:
        load_scaffolds([shop / "patterns"])
    assert said in str(caught.value)


def test_an_unknown_word_in_braces_is_told(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (shop / "patterns/scaffolds/gateway.toml").write_text(GATEWAY.replace("{{ words }}", "{{ nam }}"))
    assert main(["new", "gateway", "Bank"]) == 2
    said = capsys.readouterr().err
    assert "'nam' is undefined; known are `{{ folder }}`" in said
