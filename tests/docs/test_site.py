"""The pages of the site: those that are made say what they are made from, links lead somewhere, examples are true."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from pattern_lint.cards.catalogue import load_catalog
from pattern_lint.cli.main import COMMANDS, command_parser, main

DOCS = Path(__file__).parents[2] / "docs"
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#\s]+\.md)(#[\w-]+)?\)")
ANCHOR = re.compile(r"\{ (#[\w-]+) \}")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of all pages, written by the program that builds the site."""
    folder = tmp_path_factory.mktemp("site") / "pages"
    code = f"import build, pathlib; build.write_pages(pathlib.Path({str(folder)!r}))"
    subprocess.run([sys.executable, "-c", code], cwd=DOCS, check=True)
    return folder


def test_links_lead_to_pages(pages: Path) -> None:
    broken = [
        f"{page.relative_to(pages)}: {target}"
        for page in pages.rglob("*.md")
        if not page.is_relative_to(pages / "kinds")
        for target, _ in LINK.findall(without_code(page.read_text(encoding="utf-8")))
        if not (page.parent / target).is_file()
    ]
    assert broken == []


def test_ids_of_patterns_lead_to_their_document(pages: Path) -> None:
    linked = [
        (page.parent / target, anchor)
        for page in (pages / "cards").glob("*.md")
        for target, anchor in LINK.findall(page.read_text(encoding="utf-8"))
        if anchor
    ]
    named = [id_ for card in load_catalog().cards for id_ in card.patterns]
    assert len(linked) == len(named)
    assert all(anchor in ANCHOR.findall(page.read_text(encoding="utf-8")) for page, anchor in linked)


def test_cards_are_listed_by_topic(pages: Path) -> None:
    text = (pages / "cards/index.md").read_text(encoding="utf-8")
    (errors,) = re.findall(r"^## Errors\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert "[no-bare-except](no-bare-except.md)" in errors
    assert "[class-size](class-size.md)" not in errors
    assert text.count("\n| PAT") == len(load_catalog().cards)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_shown_with_its_options(pages: Path, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([command, "--help"])
    options = set(re.findall(r"(?<![\w-])--[a-z-]+", capsys.readouterr().out))
    page = (pages / f"commands/{command}.md").read_text(encoding="utf-8")
    assert [option for option in options if f"`{option}`" not in page] == []


def test_the_first_page_shows_a_finding_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (DOCS / "how-to/start.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```text\n(.*?)```", page, re.DOTALL)
    helpers = '\n\ndef load():\n    """The page."""\n    return Path("page.html").read_text()\n'
    (tmp_path / "helpers.py").write_text(f"from pathlib import Path{helpers}")
    (tmp_path / "api.py").write_text("from helpers import load\n\n\n\n\n\nasync def page():\n    return load()\n")
    monkeypatch.chdir(tmp_path)
    main(["check", "--isolated", "--no-cache", "--quiet"])
    told = capsys.readouterr().out
    assert " ".join(shown.split()) == " ".join(told.split())


def test_the_matcher_of_editors_reads_what_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (DOCS / "how-to/editors.md").read_text(encoding="utf-8")
    (task,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    matcher = json.loads(task)["tasks"][0]["problemMatcher"]["pattern"]
    (tmp_path / "a.py").write_text("try:\n    f()\nexcept:\n    pass\n")
    (tmp_path / "pattern-lint.toml").write_text('[levels]\nno-bare-except = "warning"\n')
    monkeypatch.chdir(tmp_path)
    main(["check", "--no-cache", "--output-format", "concise"])
    found = re.match(matcher["regexp"], capsys.readouterr().out.splitlines()[0])
    assert found is not None
    parts = [found[matcher[part]] for part in ("file", "line", "column", "code", "severity")]
    assert parts == ["a.py", "3", "1", "PAT140", "warning"]


def without_code(text: str) -> str:
    return re.sub(r"`+[^`]+`+", "", re.sub(r"^(`{3,}).*?^\1", "", text, flags=re.MULTILINE | re.DOTALL))


def console_lines() -> list[str]:
    """What pages, and the texts beside them, tell people to type, without what the shell makes of it."""
    texts = [DOCS.parent / "README.md", DOCS.parent / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]
    fences = re.findall(r"^```console\n(.*?)^```", "\n".join(text.read_text("utf-8") for text in texts), re.M | re.S)
    joined = "\n".join(fences).replace("\\\n", " ")
    lines = re.findall(r"^\$ pattern-lint (.+)$", joined, re.MULTILINE)
    return sorted({re.split(r" # | < ", line)[0].strip() for line in lines})


@pytest.mark.parametrize("line", console_lines())
def test_what_people_are_told_to_type_is_understood(line: str) -> None:
    command, *arguments = shlex.split(line)
    assert vars(command_parser(command).parse_args(arguments))
