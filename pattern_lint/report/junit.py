"""JUnit's XML, which nearly every CI server shows."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ..outcome import FAILING, Fault, Finding, Level, Outcome
from ..tool_findings import CRASHED
from ..visible import plain
from .escapes import xml_attribute, xml_text
from .plain import concise_line
from .text import fault_message


def junit(outcome: Outcome, failing: Collection[Level] = FAILING) -> str:
    """One case a finding, and one for each card that has sites and no findings; findings of some levels fail."""
    found = {finding.code for finding in outcome.findings}
    sites: dict[str, int] = {}
    for (code, _, _), tally in outcome.tallies.items():
        sites[code] = sites.get(code, 0) + tally.total
    clean = sorted(code for code in sites if code not in found)
    failures = sum(finding.level in failing for finding in outcome.findings)
    tests = len(outcome.findings) + len(outcome.faults) + len(clean)
    sums = f'name="pattern-lint" tests="{tests}" failures="{failures}" errors="{len(outcome.faults)}"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<testsuites {sums}>",
        f'  <testsuite {sums} skipped="0">',
        *(line for fault in outcome.faults for line in _fault(fault)),
        *(line for finding in outcome.findings for line in _finding(finding, finding.level in failing)),
        *(f'    <testcase classname="pattern-lint" name="{code} ({sites[code]} sites)"/>' for code in clean),
        "  </testsuite>",
        "</testsuites>",
    ]
    return "".join(f"{line}\n" for line in lines)


def _finding(finding: Finding, fails: bool) -> Iterator[str]:
    name = f"{finding.code} {finding.path}:{finding.line}:{finding.column}"
    place = f"file={xml_attribute(finding.path)} line={xml_attribute(str(finding.line))}"
    yield f"    <testcase classname={xml_attribute(finding.name)} name={xml_attribute(name)} {place}>"
    chain = [f"{plain(path)}:{line}: {plain(message)}" for path, line, message in finding.related]
    body = xml_text("\n".join([concise_line(finding), *chain]))
    if fails:
        message = xml_attribute(finding.message)
        yield f'      <failure type="{finding.level}" message={message}>{body}</failure>'
    else:
        yield f"      <system-out>{body}</system-out>"
    yield "    </testcase>"


def _fault(fault: Fault) -> Iterator[str]:
    message = fault_message(fault)
    yield f'    <testcase classname="pattern-lint" name={xml_attribute(fault.card or CRASHED.code)}>'
    yield f"      <error message={xml_attribute(message)}/>"
    yield "    </testcase>"
