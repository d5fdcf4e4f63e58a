from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest

from pattern_lint.outcome import Outcome

Judge = Callable[..., Outcome]

VALIDATED = {
    "required ones of another module": """
        for key in names.REQUIRED:
            if key not in capabilities:
                raise InitError(key)
        self._bus = capabilities["bus"]
        """,
    "a difference": """
        if len({"bus", "clock"}.difference(capabilities)) > 0:
            raise InitError("incomplete")
        missing = frozenset(["bus"]) - set(capabilities)
        if missing:
            raise InitError(missing)
        self._bus = capabilities["bus"]
        """,
    "a superset": """
        if not capabilities.keys() >= {"bus", "clock"}:
            raise InitError("incomplete")
        self._bus = capabilities["bus"]
        """,
    "what get gives": """
        bus = capabilities.get("bus")
        if bus is None:
            raise InitError("bus")
        self._bus = capabilities["bus"]
        """,
    "collected": """
        missing = []
        for key in ("bus", "clock"):
            if key not in capabilities:
                missing.append(key)
        if missing:
            raise InitError(missing)
        self._bus = capabilities["bus"]
        """,
    "a helper with all of them": """
        self._check(capabilities)
        self._bus = capabilities["bus"]
        """,
    "a helper with the key": """
        require(capabilities, "bus", "clock")
        self._bus = capabilities["bus"]
        """,
    "a helper that always raises": """
        if "bus" not in capabilities:
            self._fail("bus")
        self._bus = capabilities["bus"]
        """,
    "a comprehension": """
        self._parts = {key: capabilities[key] for key in ("bus", "clock") if key in capabilities}
        """,
    "later, in a function of its own": """
        self._bus = lambda: capabilities["bus"]
        """,
}
UNVALIDATED = {
    "at once": 'self._bus = capabilities["bus"]',
    "another key": """
        if "clock" not in capabilities:
            raise InitError("clock")
        self._bus = capabilities["bus"]
        """,
    "another error is caught": """
        try:
            self._bus = capabilities["bus"]
        except ValueError as error:
            raise InitError("bus") from error
        """,
    "raised again": """
        try:
            self._bus = capabilities["bus"]
        except KeyError:
            raise
        """,
    "a builtin error": """
        if "bus" not in capabilities:
            raise RuntimeError("bus")
        self._bus = capabilities["bus"]
        """,
    "a loop over constants": """
        for key in ("bus",):
            setattr(self, key, capabilities[key])
        """,
    "the other way round": """
        if "bus" in capabilities:
            raise InitError("bus")
        self._bus = capabilities["bus"]
        """,
    "popped": 'self._bus = capabilities.pop("bus")',
}
WORKER = """
import names
from names import InitError, require


class GateWorker:
    def initialize(self, cache=None, **capabilities):
{body}
    def _fail(self, what):
        raise InitError(what)

    def _check(self, capabilities):
        if "bus" not in capabilities:
            raise InitError("bus")
"""


def judged(judge: Judge, card: str, body: str) -> Outcome:
    worker = WORKER.format(body=textwrap.indent(textwrap.dedent(body), " " * 8))
    names = (
        "REQUIRED = frozenset(open('required').read().split())\ndef require(*_): ...\nclass InitError(Exception): ..."
    )
    outcome = judge(card, {"workers/gate.py": worker, "names.py": names})
    assert outcome.faults == []
    return outcome


@pytest.mark.parametrize("body", VALIDATED.values(), ids=VALIDATED)
def test_what_validates(judge: Judge, body: str) -> None:
    assert judged(judge, "capabilities-validated", body).findings == []


@pytest.mark.parametrize("body", UNVALIDATED.values(), ids=UNVALIDATED)
def test_what_does_not_validate(judge: Judge, body: str) -> None:
    assert len(judged(judge, "capabilities-validated", body).findings) == 1


def test_a_handler_that_goes_on_leaves_it_open(judge: Judge) -> None:
    body = """
        try:
            self._bus = capabilities["bus"]
        except KeyError:
            self._bus = None
        """
    outcome = judged(judge, "capabilities-validated", body)
    assert outcome.findings == []
    assert sum(tally.unknown for tally in outcome.tallies.values()) == 1


def test_a_key_is_documented_as_a_word_of_its_own(judge: Judge) -> None:
    body = '''
        """Takes event_bus and market.clock."""
        self._bus = capabilities.get("bus")
        self._market = capabilities.get("market.clock")
        self._clock = capabilities.get("clock")
        '''
    found = judged(judge, "capabilities-documented", body).findings
    assert [finding.message.split("`")[1] for finding in found] == ["bus"]


def test_all_keys_of_a_loop_are_named_in_one_finding(judge: Judge) -> None:
    body = """
        for key, attribute in {"bus": "_bus", "clock": "_clock"}.items():
            setattr(self, attribute, capabilities[key])
        """
    (found,) = judged(judge, "capabilities-documented", body).findings
    assert "`bus`, `clock`" in found.message
