"""A pack that is installed as its users would: its kind, cards, list, role and profile work in every command."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pattern_lint.engine.key import pack_signature
from pattern_lint.packs.installed import WITHOUT, found_in

from .conftest import Lint

EXAMPLE = Path(__file__).parents[1] / "pack_example"
CODE = """\
import acme_http


class PriceGateway:
    def price(self, bus):
        bus.publish("priced", {})
        return acme_http.ask("price")


def by_hand():
    return acme_http.ask("price")
"""


@pytest.fixture(scope="module")
def wheel_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that pip has installed the pack into."""
    source, target = tmp_path_factory.mktemp("source") / "pack", tmp_path_factory.mktemp("installed")
    shutil.copytree(EXAMPLE, source, ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
    subprocess.run([*command, "--target", str(target), str(source)], check=True)
    return target


@pytest.fixture
def installed(wheel_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, for a test to do with as it likes."""
    return shutil.copytree(wheel_folder, tmp_path_factory.mktemp("own") / "packages")


@pytest.fixture
def environment(environment: dict[str, str], installed: Path) -> dict[str, str]:
    return {**environment, "PYTHONPATH": os.pathsep.join([str(installed), environment["PYTHONPATH"]])}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "prices.py").write_text(CODE, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text('[tool.pattern-lint]\nprofile = ["acme"]\n', encoding="utf-8")
    return tmp_path


def test_the_profile_of_a_pack_has_its_cards_on(project: Path, lint: Lint) -> None:
    checked = lint("check", "--output-format", "json")
    assert checked.places == [("prices.py", 6, "ACME101"), ("prices.py", 7, "ACME102")]
    assert [finding["patterns"] for finding in checked.json["findings"]] == [["ACME-01"], ["ACME-02"]]
    assert [finding["level"] for finding in checked.json["findings"]] == ["error", "warning"]
    assert "waits for a partner for ever" in checked.json["findings"][1]["message"]


def test_a_kind_of_a_pack_looks_at_files_in_another_language(project: Path, lint: Lint) -> None:
    (project / "guide.md").write_text("Ask acme://stock/all,\nand not acme://store/all.\n", encoding="utf-8")
    checked = lint("check", "--select", "ACME103", "--output-format", "json").json["findings"]
    assert [(each["path"], each["line"], each["column"], each["level"]) for each in checked] == [
        ("guide.md", 2, 9, "info")
    ]
    assert checked[0]["message"] == "nobody runs a service store"


def test_a_pack_that_nobody_asks_for_says_nothing(project: Path, lint: Lint) -> None:
    every = lint("check", "--isolated", "--profile", "all", "--output-format", "json").json["findings"]
    assert not [finding for finding in every if finding["code"].startswith("ACME")]
    selected = lint("check", "--isolated", "--select", "ACME102", "--output-format", "json")
    assert selected.places == [("prices.py", 7, "ACME102")]


def test_the_commands_about_cards_know_those_of_packs(project: Path, lint: Lint) -> None:
    rules = {rule["code"]: rule for rule in lint("rules", "--output-format", "json").json}
    assert rules["ACME102"]["profiles"] == ["acme"]
    assert rules["ACME101"]["check"] == "acme-topics"
    assert b"7 examples of 3 cards: no failures" in lint("test", "ACME101", "ACME102", "ACME103").out
    explained = lint("explain", "acme-topics", "ACME-01", "ACME102").out.decode()
    assert 'owners = ["billing", "stock"]' in explained
    assert "Topics have owners (mandatory, in the profile acme)" in explained
    assert "Gateways ask with a timeout" in explained


def test_coverage_shows_the_document_of_a_pack(project: Path, lint: Lint) -> None:
    covered = lint("coverage", "--output-format", "json").json
    rows = {row["code"]: (row["status"], row["tier"], row["violating"]) for row in covered["patterns"]}
    assert rows == {
        "ACME101": ("mandatory", 1, 1),
        "ACME102": ("recommended", None, 1),
        "ACME103": ("optional", None, 0),
    }
    assert "ACME-03" in lint("coverage", "--verbose").out.decode()


def test_what_is_remembered_ends_with_the_pack(
    project: Path, lint: Lint, installed: Path, environment: dict[str, str]
) -> None:
    first = lint("check", "--output-format", "json")
    assert lint("check", "--output-format", "json").places == first.places
    card = installed / "acme_patterns" / "rules" / "events" / "topics-have-owners.md"
    card.write_text(card.read_text(encoding="utf-8").replace('"stock"]', '"stock", "priced"]'), encoding="utf-8")
    kind = installed / "acme_patterns" / "kinds" / "topics.py"
    kind.write_text(kind.read_text(encoding="utf-8").replace("no team owns", "nobody owns"), encoding="utf-8")
    assert "nobody owns" in lint("check", "--output-format", "json").json["findings"][0]["message"]
    environment[WITHOUT] = "acme"
    without = lint("check")
    assert without.status == 2
    assert "unknown profile `acme`" in without.err


def test_whether_a_pack_is_the_same_is_seen_without_importing_it(
    installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(installed))
    (entry,) = found_in([str(installed)])
    before = pack_signature(entry)
    assert pack_signature(entry) == before
    (installed / "acme_patterns" / "rules" / "profiles" / "acme.toml").touch()
    assert pack_signature(entry) != before
    assert "acme_patterns" not in sys.modules


def test_a_pack_that_cannot_be_imported_is_named(
    project: Path, lint: Lint, installed: Path, environment: dict[str, str]
) -> None:
    (installed / "acme_patterns" / "__init__.py").write_text("import acme_lost\n", encoding="utf-8")
    broken = lint("check")
    assert broken.status == 2
    assert "the pack `acme` (acme-patterns 1.0): it cannot be imported: ModuleNotFoundError" in broken.err
    assert f"leave it out with {WITHOUT}=acme" in broken.err
    environment[WITHOUT] = "acme"
    assert lint("check", "--isolated", "--select", "PAT140").status == 0
