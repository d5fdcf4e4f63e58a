"""What the page looks like: on every screen, on paper, with little in it, and whatever stands in the code."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from support.chromium import Page
from support.made_up import DATE, basis, finding, outcome

from pattern_lint.config.requirements import ChecklistLine, ComponentSettings, DocumentSettings
from pattern_lint.coverage.measure import measure
from pattern_lint.outcome import Waived
from pattern_lint.report.coverage_html import coverage_html

HOSTILE = "</script><img src=x onerror=alert(1)><b>bold</b>"
TITLE = "document.querySelector('#details').open && document.querySelector('#details-title').textContent"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light"), (320, "dark")])
def test_it_fits_every_screen_in_light_and_dark(page: Page, width: int, scheme: str) -> None:
    page.look(width, 800, scheme)
    assert page.run(f"document.documentElement.scrollWidth <= Math.min({width}, document.documentElement.clientWidth)")
    page.run("location.hash = 'card/PAT235'")
    page.wait(TITLE)
    assert page.run("document.querySelector('#details').scrollWidth") <= width
    assert page.run("matchMedia('(prefers-color-scheme: dark)').matches") == (scheme == "dark")


def test_print_shows_the_figures_without_the_controls(browser: Callable[[], Page], tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    made = outcome({("PAT140", "", "a.py"): (1, 1, 0, 0, 0)}, finding("PAT140"))
    file.write_text(coverage_html(measure(made, basis(examples=True), date=DATE), ["a.py"]), encoding="utf-8")
    opened = browser()
    opened.look(800, 1100, media="print")
    opened.open(file)
    assert opened.run("getComputedStyle(document.querySelector('.filters')).display") == "none"
    assert opened.run("document.querySelector('#table').getBoundingClientRect().height > 200")
    printed = base64.b64decode(opened.send("Page.printToPDF")["data"])
    assert printed.startswith(b"%PDF")
    assert opened.run("document.querySelectorAll('.findings .finding').length") == 1
    assert opened.complaints == []


def test_on_paper_every_column_has_room_and_nothing_is_left_out_unsaid(page: Page) -> None:
    page.look(690, 1000, media="print")  # what is between the margins of a page
    page.run("dispatchEvent(new Event('beforeprint'))")
    assert page.run("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    wider = "[...document.querySelectorAll('.wide')].filter(each => each.scrollWidth > each.clientWidth).length"
    assert page.run(wider) == 0
    told = page.run("document.querySelector('.findings .on-paper').innerText")
    assert told == "… and 19,950 more, which the page shows in a browser."
    unseen = "[...document.querySelectorAll('.changes li')].filter(each => !each.getClientRects().length).length"
    assert page.run(unseen) == 0


def test_what_the_baseline_accepts_is_there_but_apart(browser: Callable[[], Page], tmp_path: Path) -> None:
    made = outcome({("PAT140", "", "a.py"): (1, 0, 0, 2, 0)})
    made.baselined = [finding("PAT140", line=4, message="old one"), finding("PAT140", line=9, message="old two")]
    file = tmp_path / "report.html"
    file.write_text(coverage_html(measure(made, basis(examples=True), date=DATE), ["a.py"]), encoding="utf-8")
    opened = browser()
    opened.look(1280, 900)
    opened.open(file)
    opened.wait("document.querySelector('#violations output').textContent === '0 of 0 violations'")
    assert "None but what the baseline accepts" in opened.run("document.querySelector('#violations').innerText")
    opened.run(
        "const level = document.querySelector('#violations [name=level]'); level.value = 'baselined';"
        "level.dispatchEvent(new Event('input', {bubbles: true}))"
    )
    opened.wait("document.querySelectorAll('.findings .finding').length === 2")
    opened.run("location.hash = 'file/0'")
    opened.wait(TITLE)
    titles = opened.run("[...document.querySelectorAll('.sheet-body h3')].map(title => title.textContent)")
    assert titles == ["0 violations", "2 accepted by the baseline"]
    assert opened.complaints == []


def test_a_report_on_nothing_is_a_page_without_complaints(browser: Callable[[], Page], tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(coverage_html(measure(outcome({}), basis(), date=DATE), []), encoding="utf-8")
    opened = browser()
    opened.open(file)
    assert opened.run("document.querySelector('.hero').innerText") == "No files to look at"
    assert opened.run("document.querySelectorAll('#map, #violations form').length") == 0
    assert opened.complaints == []


def test_everything_shown_is_text_whatever_it_says(browser: Callable[[], Page], tmp_path: Path) -> None:
    found = finding("PAT140", f"app/{HOSTILE}.py", 1, HOSTILE)
    made = outcome({("PAT140", "", found.path): (0, 1, 1, 0, 0)}, found)
    made.waived = [Waived(found, "comment", HOSTILE)]
    file = tmp_path / "report.html"
    file.write_text(coverage_html(measure(made, basis(examples=True), date=DATE), [found.path]), encoding="utf-8")
    opened = browser()
    opened.look(1280, 900)
    opened.open(file, "#file/0")
    opened.run("dispatchEvent(new Event('beforeprint'))")
    opened.wait("document.querySelectorAll('.waivers .finding').length && document.querySelectorAll('.tile').length")
    assert opened.run("document.querySelectorAll('img, main b b').length") == 0
    for selector in ("#details-title", ".sheet .finding p:nth-of-type(2)", ".waivers b"):
        assert HOSTILE in opened.run(f"document.querySelector('{selector}').textContent"), selector
    assert opened.complaints == []
    assert {request.split("#")[0] for request in opened.requests} == {file.as_uri()}


def test_whatever_a_team_names_is_text_too(browser: Callable[[], Page], tmp_path: Path) -> None:
    asked = basis(
        examples=True,
        checklist=(ChecklistLine(line=HOSTILE, by=("PAT140",)),),
        components={"worker": ComponentSettings(required={HOSTILE: ("PAT140",)})},
        document=DocumentSettings(file=str(tmp_path / "<b>handbook.md")),
    )
    (tmp_path / "<b>handbook.md").write_text(f"## {HOSTILE}\nno-bare-except\n", encoding="utf-8")
    made = outcome({("PAT140", "worker", "a.py"): (1, 1, 0, 0, 0), ("PAT137", "", f"{HOSTILE}.py"): (1, 0, 0, 0, 0)})
    coverage = measure(made, asked, date=DATE, revision=HOSTILE, project=HOSTILE)
    named = [replace(card, name=HOSTILE, summary=HOSTILE, topic=HOSTILE) for card in coverage.cards]
    cards = {code: replace(card, why=f"{HOSTILE}\n\n{HOSTILE}") for code, card in coverage.catalog.items()}
    coverage = replace(coverage, cards=tuple(named), catalog=cards, since=HOSTILE)
    file = tmp_path / "report.html"
    file.write_text(coverage_html(coverage, [f"{HOSTILE}.py"]), encoding="utf-8")
    opened = browser()
    opened.open(file, "#card/PAT140")
    opened.wait("document.querySelectorAll('.tile').length")
    assert opened.run("document.querySelectorAll('img, b b, h1 b, .sheet b, .checklist b').length") == 0
    for place in ("h1", ".checklist .line", ".grid tbody th", ".lead", ".why", "#documents tbody th"):
        assert HOSTILE in opened.run(f"document.querySelector('{place}').textContent"), place
    assert opened.complaints == []


CONTRASTS = """
(() => {
  const style = getComputedStyle(document.documentElement);
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const light = (name) => {
    canvas.fillStyle = style.getPropertyValue(name).trim();
    canvas.fillRect(0, 0, 1, 1);
    const parts = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map((value) => value / 255);
    const linear = parts.map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  return PAIRS.map(([one, other]) => {
    const [a, b] = [light(one), light(other)].sort((x, y) => y - x);
    return [`${one} on ${other}`, (a + 0.05) / (b + 0.05)];
  });
})()
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_on_every_ground(page: Page, scheme: str) -> None:
    grounds = ("--page", "--panel", "--code")
    pairs = [[text, ground] for text in ("--text", "--quiet", "--link", "--up", "--down") for ground in grounds]
    pairs += [[f"--on{step}", f"--c{step}"] for step in range(5)]
    pairs += [["--on-none", "--none"], ["--text", "--met"], ["--text", "--unmet"], ["--quiet", "--unmet"]]
    page.look(1280, 900, scheme)
    contrasts = page.run(CONTRASTS.replace("PAIRS", str(pairs)))
    assert [found for found in contrasts if found[1] < 4.5] == []
