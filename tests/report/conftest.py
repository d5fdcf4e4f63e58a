"""The browser, and the page of a large code base in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.chromium import Page, chromium
from support.made_up import large_report

from pattern_lint.report.coverage_html import coverage_html


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Page]]:
    with chromium(tmp_path_factory.mktemp("chromium")) as opened:
        yield opened


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a code base with 20,000 findings."""
    folder = tmp_path_factory.mktemp("large")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        coverage, paths = large_report(folder)
        html = coverage_html(coverage, paths)
    file = folder / "report.html"
    file.write_text(html, encoding="utf-8")
    return file


@pytest.fixture
def page(browser: Callable[[], Page], large: Path) -> Iterator[Page]:
    """The large page, opened; whatever the test does, nothing complains and nothing leaves the page."""
    opened = browser()
    opened.look(1280, 900)
    opened.open(large)
    yield opened
    opened.run("1")
    assert opened.complaints == []
    assert {request.split("#")[0] for request in opened.requests} == {large.as_uri()}
