"""What CI servers read: annotations, code quality, JUnit, Markdown."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pattern_lint.outcome import LEVELS, Fault, Finding, Mark, Outcome, Related, Tally
from pattern_lint.report.github import github
from pattern_lint.report.gitlab import gitlab
from pattern_lint.report.junit import junit
from pattern_lint.report.markdown import markdown

FINDING = Finding("a.py", 3, 5, 3, 9, "PAT140", "no-bare-except", "error", "bare", mark=Mark("f", "x"))
CHAIN = FINDING._replace(related=(Related("b.py", 1, "calls open()"),))
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def outcome(*findings: Finding, faults: tuple[Fault, ...] = ()) -> Outcome:
    result = Outcome(4)
    result.findings += findings
    result.faults += faults
    return result


def test_an_annotation_of_github() -> None:
    tricky = FINDING._replace(path="a,b:c.py", message="100 % sure\n::error::no", level="info")
    lines = github(outcome(tricky)).split("\n")
    assert lines[0] == (
        "::notice file=a%2Cb%3Ac.py,line=3,endLine=3,col=5,endColumn=9,title=PAT140 no-bare-except"
        "::100 %25 sure\\n::error::no"
    )
    assert lines[1] == "Found 1 info in 1 of 4 files."


def test_the_chain_is_in_the_annotation() -> None:
    assert github(outcome(CHAIN)).split("\n")[0].endswith("::bare%0Ab.py:1: calls open()")


def test_columns_are_left_out_where_an_annotation_has_several_lines() -> None:
    assert "endColumn" not in github(outcome(FINDING._replace(end_line=4)))


def test_what_github_does_not_show_is_in_the_log() -> None:
    many = [FINDING._replace(line=line) for line in range(1, 15)]
    warning = FINDING._replace(line=20, level="warning")
    lines = github(outcome(*many, warning)).split("\n")
    assert sum(line.startswith("::error ") for line in lines) == 10
    assert sum(line.startswith("::warning ") for line in lines) == 1
    assert "4 findings more than GitHub shows as annotations:" in lines
    assert sum(line.startswith("  a.py:1") for line in lines) == 4


@given(ANY, ANY)
def test_no_text_becomes_a_command_of_its_own(path: str, message: str) -> None:
    many = [FINDING._replace(path=path or "a", message=message)] * 12
    lines = github(outcome(*many)).split("\n")
    assert sum(line.startswith("::") for line in lines) == 10


def test_code_quality_of_gitlab() -> None:
    issues = json.loads(gitlab(outcome(FINDING, FINDING._replace(line=9, level="info"))))
    assert [issue["severity"] for issue in issues] == ["major", "info"]
    assert issues[0]["location"] == {"path": "a.py", "lines": {"begin": 3, "end": 3}}
    assert len({issue["fingerprint"] for issue in issues}) == 2
    (moved,) = json.loads(gitlab(outcome(FINDING._replace(line=70, end_line=70))))
    assert moved["fingerprint"] == issues[0]["fingerprint"]


def test_a_crash_blocks_in_gitlab() -> None:
    (issue,) = json.loads(gitlab(outcome(faults=(Fault("", "PAT140", "KeyError"),))))
    assert (issue["severity"], issue["check_name"]) == ("blocker", "crashed-check")


def test_junit() -> None:
    found = outcome(CHAIN, FINDING._replace(level="warning", line=8), faults=(Fault("a.py", "PAT235", "KeyError"),))
    found.tallies["PAT021", "", "a.py"] = Tally(conforms=3)
    found.tallies["PAT140", "", "a.py"] = Tally(violates=2)
    suite = ET.fromstring(junit(found))[0]
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("4", "1", "1")
    cases = {case.get("name"): [part.tag for part in case] for case in suite}
    assert cases == {
        "PAT235": ["error"],
        "PAT140 a.py:3:5": ["failure"],
        "PAT140 a.py:8:5": ["system-out"],
        "PAT021 (3 sites)": [],
    }
    assert "b.py:1: calls open()" in "".join(suite.itertext())


def test_what_fails_in_junit_is_what_fails_the_run() -> None:
    found = outcome(*(FINDING._replace(level=level, line=line) for line, level in enumerate(LEVELS, 1)))
    failures = [ET.fromstring(junit(found, LEVELS[:count]))[0].get("failures") for count in (1, 2, 3)]
    assert failures == ["1", "2", "3"]


@given(ANY, ANY)
def test_junit_is_xml_whatever_is_in_it(path: str, message: str) -> None:
    suite = ET.fromstring(junit(outcome(FINDING._replace(path=path, message=message))).encode())[0]
    assert suite.get("tests") == "1"


def test_markdown() -> None:
    text = markdown(outcome(CHAIN, FINDING._replace(message="a | b <script>")))
    assert "| PAT140 no-bare-except | error | 2 |" in text
    assert "- `a.py:3` **PAT140** bare\n  - `b.py:1` calls open()\n" in text
    assert r"a \| b &lt;script&gt;" in text


def test_markdown_fits_a_comment() -> None:
    many = [FINDING._replace(message="x" * 500, line=line) for line in range(1, 400)]
    text = markdown(outcome(*many))
    assert len(text) < 65_536
    assert "findings more\n\n</details>" in text


@given(ANY)
def test_no_message_changes_the_form_of_markdown(message: str) -> None:
    plain = [token.type for token in MarkdownIt().parse(markdown(outcome(FINDING)))]
    inline = MarkdownIt().parse(markdown(outcome(FINDING._replace(message=message))))
    assert [token.type for token in inline] == plain
    parts = [part for token in inline for part in token.children or ()]
    assert {part.content for part in parts if part.type == "html_inline"} <= {"<!-- -->"}
    kinds = {part.type for part in parts} - {"html_inline"}
    assert kinds <= {"text", "text_special", "softbreak", "code_inline", "strong_open", "strong_close"}
