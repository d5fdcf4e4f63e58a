"""One cause is one row of the coverage report, with the places that reach it folded under it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.chromium import Page
from support.made_up import DATE, basis, finding, outcome

from pattern_lint.coverage.measure import measure
from pattern_lint.coverage.model import Coverage
from pattern_lint.outcome import Finding, Related
from pattern_lint.report.coverage_html import coverage_html
from pattern_lint.report.coverage_markdown import coverage_markdown

CAUSE = Related("files.py", 7, "read() calls open()")
TITLE = "document.querySelector('#details').open && document.querySelector('#details-title').textContent"
ROWS = "[...document.querySelectorAll('.findings .finding')].map(row => row.querySelector('.place').textContent)"
COUNTED = "document.querySelector('#violations output').textContent"


def chained(path: str, line: int, *between: Related, code: str = "PAT235") -> Finding:
    found = finding(code, path, line, f"{path} reaches open()")
    return found._replace(is_chain=True, related=(*between, CAUSE))


FAR = Related("helpers.py", 3, "load() calls read()")
FOUND = [
    chained("a.py", 1, FAR),
    chained("b.py", 2),
    chained("c.py", 3, FAR),
    finding("PAT235", "d.py", 4, "open() blocks"),
    chained("e.py", 5),
]


@pytest.fixture
def coverage() -> Coverage:
    made = outcome({("PAT235", "", "a.py"): (1, 5, 0, 0, 0)}, *FOUND)
    made.baselined = [chained("f.py", 6), chained("g.py", 7)]
    return measure(made, basis(examples=True), date=DATE)


def test_markdown_tells_a_cause_once(coverage: Coverage) -> None:
    told = coverage_markdown(coverage)
    rows = [line for line in told.splitlines() if "| PAT235 |" in line and ".py:" in line]
    assert len(rows) == 2
    assert "b.py:2" in rows[0]
    assert "3 more places with this cause: a.py:1, c.py:3, e.py:5" in rows[0]
    assert "d.py:4" in rows[1]
    assert "more place" not in rows[1]


def test_a_folded_section_says_how_many_findings_its_rows_stand_for() -> None:
    others = [finding("PAT235", "d.py", line, "open() blocks") for line in range(30)]
    made = outcome({("PAT235", "", "a.py"): (1, 34, 0, 0, 0)}, *FOUND, *others)
    told = coverage_markdown(measure(made, basis(), date=DATE))
    assert "<b>Violations</b> (35 from 32 causes)" in told


@pytest.fixture
def page(browser: Callable[[], Page], coverage: Coverage, tmp_path: Path) -> Page:
    file = tmp_path / "report.html"
    file.write_text(coverage_html(coverage, [f"{name}.py" for name in "abcdefg"]), encoding="utf-8")
    opened = browser()
    opened.look(1280, 900)
    opened.open(file)
    opened.wait("document.querySelectorAll('.findings .finding').length")
    return opened


def test_the_page_shows_one_row_for_a_cause(page: Page) -> None:
    assert [row.split()[0] for row in page.run(ROWS)] == ["b.py:2", "d.py:4"]
    assert page.run(COUNTED) == "5 of 5 violations from 2 causes"
    folded = "document.querySelector('.findings .finding details:has(.places)')"
    assert page.run(f"{folded}.open") is False
    assert page.run(f"{folded}.querySelector('summary').textContent") == "3 more places with this cause"
    links = page.run(f"[...{folded}.querySelectorAll('.places a')].map(link => link.textContent)")
    assert links == ["a.py:1", "c.py:3", "e.py:5"]
    chain = page.run(f"[...{folded}.querySelectorAll('.places > div:first-child li')].map(each => each.textContent)")
    assert chain == ["helpers.py:3 load() calls read()", "files.py:7 read() calls open()"]
    assert page.complaints == []


def test_what_is_looked_for_is_found_behind_a_cause(page: Page) -> None:
    page.run("document.querySelector('#violations input[name=text]').focus()")
    page.type("c.py")
    page.wait(f"{COUNTED} === '1 of 5 violations'")
    assert [row.split()[0] for row in page.run(ROWS)] == ["c.py:3"]


def test_the_sheets_group_too_and_keep_the_accepted_apart(page: Page) -> None:
    page.run("location.hash = 'card/PAT235'")
    page.wait(TITLE)
    titles = page.run("[...document.querySelectorAll('.sheet-body .list')].map(l => l.previousSibling.textContent)")
    assert titles == ["5 violations from 2 causes", "2 accepted by the baseline from 1 cause"]
    assert page.run("document.querySelectorAll('.sheet .finding').length") == 3
    page.run("location.hash = 'file/2'")
    page.wait("document.querySelector('#details-title').textContent === 'c.py'")
    assert page.run("document.querySelectorAll('.sheet .finding').length") == 1
    assert page.complaints == []
