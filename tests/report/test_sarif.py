from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
from hypothesis import given, settings
from hypothesis import strategies as st

from pattern_lint.outcome import LEVELS, Fault, Finding, Mark, Outcome, Related, Waived
from pattern_lint.report.sarif import sarif
from pattern_lint.report.source_lines import SourceLines

SCHEMA = json.loads((Path(__file__).parents[1] / "data/sarif-2.1.0.json").read_text("utf-8-sig"))
FORMATS = jsonschema.FormatChecker(())
REFERENCE = re.compile(r"(?:[\w\-.~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*", re.ASCII)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=FORMATS)


@FORMATS.checks("uri-reference")
def is_reference(value: object) -> bool:
    """What the format asks for, which jsonschema looks at with the help of further packages only."""
    return not isinstance(value, str) or REFERENCE.fullmatch(value) is not None


FINDING = Finding(
    "src/a b.py", 2, 9, 2, 16, "PAT140", "no-bare-except", "error", "bare", ("BG-40",), mark=Mark("f", "x")
)


def log_of(outcome: Outcome, sources: SourceLines | None = None) -> Any:
    log = json.loads(sarif(outcome, sources or SourceLines({finding.path: b"" for finding in outcome.findings})))
    VALIDATOR.validate(log)
    return log["runs"][0]


def outcome(*findings: Finding) -> Outcome:
    result = Outcome(1)
    result.findings += findings
    return result


def test_the_schema_refuses_what_is_wrong() -> None:
    log = json.loads(sarif(outcome(FINDING), SourceLines({FINDING.path: b""})))
    result = log["runs"][0]["results"][0]
    result["level"] = "info"
    result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] = FINDING.path
    result["surprise"] = 1
    assert len(list(VALIDATOR.iter_errors(log))) == 3


def test_a_finding_with_its_rule() -> None:
    run = log_of(outcome(FINDING))
    (result,), (rule,) = run["results"], run["tool"]["driver"]["rules"]
    assert (result["ruleId"], result["ruleIndex"], result["level"]) == ("PAT140", 0, "error")
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "src/a%20b.py"
    assert place["region"] == {"startLine": 2, "startColumn": 9, "endLine": 2, "endColumn": 16}
    assert rule["id"] == "PAT140"
    assert rule["help"]["markdown"].startswith("# No bare except\n\n`except:` catches everything")
    assert "```python" in rule["help"]["markdown"]
    assert rule["properties"]["tags"] == ["BG-40"]
    assert "baselineState" not in result


def test_the_chain_is_a_flow() -> None:
    chain = (Related("b.py", 3, "load calls open()"), Related("c.py", 4, "open() blocks"))
    (result,) = log_of(outcome(FINDING._replace(related=chain)))["results"]
    assert [place["id"] for place in result["relatedLocations"]] == [1, 2]
    steps = result["codeFlows"][0]["threadFlows"][0]["locations"]
    lines = [step["location"]["physicalLocation"]["region"]["startLine"] for step in steps]
    assert lines == [2, 3, 4]


def test_nothing_in_a_message_is_a_link() -> None:
    chain = (Related("b.py", 3, "see [here](http://example.com)"),)
    said = "handlers[name](event) and [x] (y), orders[0] = [a](1)"
    (result,) = log_of(outcome(FINDING._replace(message=said, related=chain)))["results"]
    assert result["message"]["text"] == r"handlers\[name](event) and [x] (y), orders[0] = \[a](1)"
    assert result["relatedLocations"][0]["message"]["text"] == r"see \[here](http://example.com)"


def test_columns_are_those_of_utf_16() -> None:
    text = "x = 1\ny = '\U0001f600\U0001f600'; call()\n"
    found = FINDING._replace(path="a.py", column=text.split("\n")[1].index("call") + 1, end_column=16)
    (result,) = log_of(outcome(found), SourceLines({"a.py": text.encode()}))["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startColumn"], region["endColumn"]) == (found.column + 2, 18)


def test_what_is_accepted_is_there_and_suppressed() -> None:
    compared = outcome(FINDING)
    compared.is_compared = True
    compared.baselined = [FINDING._replace(line=5)]
    compared.older = [FINDING._replace(line=6)]
    compared.waived = [Waived(FINDING._replace(line=7), "comment", "why"), Waived(FINDING, "configuration")]
    results = log_of(compared)["results"]
    assert [result["baselineState"] for result in results] == ["new", "unchanged", "unchanged", "new", "new"]
    kinds = [[each["kind"] for each in result.get("suppressions", ())] for result in results]
    assert kinds == [[], [], ["external"], ["inSource"], ["external"]]
    assert results[3]["suppressions"][0]["justification"] == "why"


def test_a_crash_is_told() -> None:
    crashed = outcome()
    crashed.faults = [Fault("a.py", "PAT140", "KeyError")]
    (invocation,) = log_of(crashed)["invocations"]
    assert invocation["executionSuccessful"] is False
    assert "PAT140 crashed on a.py" in invocation["toolExecutionNotifications"][0]["message"]["text"]


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
FINDINGS = st.builds(
    Finding,
    path=TEXT.filter(lambda path: bool(path) and "\0" not in path and not path.startswith("/")),
    line=st.integers(1, 9),
    column=st.integers(1, 9),
    end_line=st.integers(9, 12),
    end_column=st.integers(9, 12),
    code=st.sampled_from(["PAT140", "PAT235", "PAT000", "ABC1234"]),
    name=TEXT,
    level=st.sampled_from(LEVELS),
    message=TEXT,
    patterns=st.just(()),
    fix=st.just("none"),
    related=st.lists(st.builds(Related, TEXT.filter(bool), st.integers(1, 9), TEXT), max_size=2).map(tuple),
    mark=st.builds(Mark, TEXT, TEXT, st.none(), st.just("")),
)


@settings(max_examples=15, deadline=None)
@given(st.lists(FINDINGS, max_size=6))
def test_whatever_is_found_the_log_is_valid(findings: list[Finding]) -> None:
    run = log_of(outcome(*findings))
    uris = [each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in run["results"]]
    assert [unquote(uri) for uri in uris] == [finding.path for finding in findings]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[each["ruleIndex"]]["id"] for each in run["results"]] == [finding.code for finding in findings]
