"""Whatever names and messages say: no format lets them steer a terminal, a log or the reader of the format."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from functools import cache
from unicodedata import category

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.made_up import DATE, basis, finding
from support.made_up import outcome as made_up

from pattern_lint.coverage.measure import measure
from pattern_lint.coverage.model import Coverage
from pattern_lint.outcome import Fault, Finding, Mark, Outcome, Related
from pattern_lint.report import sarif as sarif_module
from pattern_lint.report.coverage_html import coverage_html
from pattern_lint.report.coverage_json import coverage_json
from pattern_lint.report.coverage_markdown import coverage_markdown
from pattern_lint.report.coverage_text import coverage_text
from pattern_lint.report.formats import FORMATS, View, rendered
from pattern_lint.report.style import Style
from pattern_lint.visible import as_utf8, guarded, plain, plain_lines

PIECES = st.sampled_from(
    [
        *("\x1b]0;t\x07", "\x1b[31m", "\x9b31m", "\x00", "\x08", "\x7f", "\r", "\n", "\t", "\x0b", "\x85", "\u2028"),
        *("\u202e", "\u2066", "\u200b", "\ufeff", "\ufffe", "\uffff", "\U000e0041", "\udc80", "\udcff", "\xa0"),
        *("::error::", "::stop-commands::x", "  ::add-mask::", "##[group]", "##vso[x]", "#", "[", ":", "]]>", "&"),
        *("<script>", "</script>", "<!--", "-->", "@everyone", "#12", "GH-1", "https://x.y", "www.x.y", "`", "``", "|"),
        *("![a](b)", "*", "_", "\\", "$", "~", "'", '"', "{", "%0A", ",", "ü", "日本", "a", "/", ".py"),
    ]
)
NAMES = st.lists(PIECES | st.text(st.characters(exclude_categories=["Cs"]), max_size=3), min_size=1, max_size=8).map(
    "".join
)
UNSEEN = "".join(
    map(chr, (0xAD, 0x61C, 0xFEFF, *range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070)))
)
"""Letters that turn the writing around, end a line, or are not seen at all."""
COMMAND = re.compile(r"##\w*\[")


def outcome_of(path: str, message: str) -> Outcome:
    """More findings than GitHub shows, with the texts wherever one from outside may stand."""
    found = Finding(path, 3, 5, 3, 9, "PAT140", "no-bare-except", "error", message, mark=Mark("f", "x"))
    found = found._replace(related=(Related(path, 1, message),))
    result = Outcome(4)
    result.findings += [found._replace(line=line, end_line=line) for line in range(1, 13)]
    result.faults.append(Fault(path, "PAT235", message))
    return result


def written(text: str) -> str:
    """What a report is once it has been written and read again."""
    return as_utf8(text).encode(errors="backslashreplace").decode()


def assert_harmless(text: str) -> None:
    unseen = {letter for letter in set(text) if category(letter) in ("Cc", "Cs") or letter in UNSEEN}
    assert unseen <= {"\n"}
    assert not COMMAND.search(text)


@pytest.fixture(autouse=True)
def cards_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A log of SARIF describes the cards, which do not change between examples."""
    monkeypatch.setattr(sarif_module, "load_catalog", cache(sarif_module.load_catalog))


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("counts", [False, True])
@settings(max_examples=25)
@given(path=NAMES, message=NAMES)
@example(path="::stop-commands::x/##[add-mask]main.py", message="\u2066::error::\n::error::##vso[a]")
def test_no_format_lets_texts_steer_its_reader(name: str, counts: bool, path: str, message: str) -> None:
    text = written(rendered(outcome_of(path, message), name, {}, None, View(statistics=counts)))
    assert_harmless(text)
    commands = [line for line in text.splitlines() if line.lstrip().startswith("::")]
    assert len(commands) == (11 if name == "github" else 0)
    assert all(line.startswith("::error ") for line in commands)
    if name in ("json", "gitlab", "sarif"):
        json.loads(text)
    if name == "junit":
        assert ET.fromstring(text.encode())[0].get("failures") == "12"
    if name == "markdown":
        assert_no_links(text)


@given(path=NAMES, message=NAMES)
def test_json_keeps_the_texts_as_they_are(path: str, message: str) -> None:
    first = json.loads(written(rendered(outcome_of(path, message), "json", {}, None, View())))["findings"][0]
    assert (as_utf8(first["path"]), as_utf8(first["message"])) == (as_utf8(path), as_utf8(message))


def coverage_of(path: str, message: str) -> Coverage:
    found = made_up({})
    found.findings.append(finding("PAT140", path, message=message))
    return measure(found, basis(), date=DATE, project=message)


@settings(max_examples=25)
@given(path=NAMES, message=NAMES)
def test_no_format_of_coverage_lets_texts_steer_its_reader(path: str, message: str) -> None:
    coverage = coverage_of(path, message)
    markdown = written(coverage_markdown(coverage))
    texts = [written(coverage_text(coverage, Style())), written(coverage_json(coverage)), markdown]
    for text in [*texts, written(coverage_html(coverage, [path]))]:
        assert_harmless(text)
    assert not any(line.lstrip().startswith("::") for text in texts for line in text.splitlines())
    assert_no_links(markdown)


def assert_no_links(markdown: str) -> None:
    """Nobody is mentioned and nothing becomes a link, outside of what stands as code."""
    told = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", markdown)
    assert not re.search(r"@\w|(?<!\w)https?://\w|www\.\w|\\#\w|GH-\d", told, re.IGNORECASE)


@given(NAMES)
def test_plain_is_one_line_that_is_seen_as_it_is(text: str) -> None:
    shown = plain(text)
    assert not {letter for letter in shown if category(letter)[0] == "C" or category(letter) in ("Zl", "Zp")}
    assert plain(shown) == shown


def test_what_is_hidden_stands_as_an_escape() -> None:
    assert plain("a\x1b[31m\u202eb\n\x9b") == "a\\x1b[31m\\u202eb\\n\\x9b"
    assert plain_lines("a\tb\n\x1bc") == "a    b\n\\x1bc"
    assert plain("日本 ü") == "日本 ü"


@pytest.mark.parametrize("line", ["::error::x", "  ::error::x", "\xa0::error::x", "a ##[group]b", "##vso[x]", "###[x]"])
def test_a_guarded_line_is_no_command(line: str) -> None:
    told = guarded(f"first\n{line}\nlast")
    assert not COMMAND.search(told)
    assert not any(row.lstrip().startswith("::") for row in told.split("\n"))
    assert told.startswith("first\n") and told.endswith("\nlast")


def test_what_is_no_command_stays() -> None:
    assert guarded("a::b\n# [x]\n:a\n## Title") == "a::b\n# [x]\n:a\n## Title"
