from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest

from pattern_lint.outcome import Outcome

Judge = Callable[..., Outcome]

GUARDED = {
    "isinstance": """
        if not isinstance(cache, Cache):
            raise InitError("cache")
        self._cache = cache
        """,
    "none among several": """
        if None in (cache, bus):
            raise InitError("cache and bus")
        self._cache = cache
        """,
    "any over a tuple": """
        if any(given is None for given in (cache, bus)):
            raise InitError("cache and bus")
        self._cache, self._bus = cache, bus
        """,
    "all over a list": """
        if not all([cache, bus]):
            raise InitError("cache and bus")
        self._cache, self._bus = cache, bus
        """,
    "missing ones are collected": """
        missing = []
        if cache is None:
            missing.append("cache")
        if missing:
            raise InitError(missing)
        self._cache = cache
        """,
    "a condition with a name": """
        is_complete = cache is not None
        if not is_complete:
            raise InitError("cache")
        self._cache = cache
        """,
    "an alias": """
        found = cache
        if found is None:
            raise InitError("cache")
        self._cache = found
        """,
    "a walrus": """
        if (found := cache) is None:
            raise InitError("cache")
        self._cache = found
        """,
    "returns when it is there": """
        if cache:
            self._cache = cache
            return
        raise InitError("cache")
        """,
    "under a lock": """
        with self._lock:
            if cache is None:
                raise InitError("cache")
            self._cache = cache
        """,
    "returns early for another reason": """
        if self._is_ready:
            return
        if cache is None:
            raise InitError("cache")
        self._cache = cache
        """,
    "a helper that always raises": """
        if cache is None:
            self._fail("cache")
        self._cache = cache
        """,
    "in a try with a finally": """
        try:
            if cache is None:
                raise InitError("cache")
            self._cache = cache
        finally:
            self._is_tried = True
        """,
    "assert": """
        assert cache is not None
        self._cache = cache
        """,
    "a substitute": """
        self._cache = cache if cache is not None else NullCache()
        """,
    "another object keeps it": """
        bus.cache = cache
        """,
}
UNGUARDED = {
    "at once": "self._cache = cache",
    "only both together": """
        if cache is None and bus is None:
            raise InitError("cache and bus")
        self._cache = cache
        """,
    "returns in silence": """
        if cache is None:
            return
        self._cache = cache
        """,
    "logs": """
        if cache is None:
            self._log.error("cache")
        self._cache = cache
        """,
    "raises and catches": """
        try:
            if cache is None:
                raise InitError("cache")
        except InitError:
            pass
        self._cache = cache
        """,
    "the wrong way round": """
        if cache is not None:
            raise InitError("cache")
        self._cache = cache
        """,
    "too late": """
        self._cache = cache
        if cache is None:
            raise InitError("cache")
        """,
    "in a loop over others": """
        for given in (bus,):
            if given is None:
                raise InitError("bus")
        self._cache = cache
        """,
}
WORKER = """
from names import Cache, InitError, NullCache


class GateWorker:
    def initialize(self, cache=None, bus=None, **capabilities):
{body}
    def _fail(self, what):
        raise InitError(what)
"""


def lines(judge: Judge, body: str) -> list[int]:
    source = WORKER.format(body=textwrap.indent(textwrap.dedent(body), " " * 8))
    outcome = judge("initialize-guards", source)
    assert outcome.faults == []
    return [finding.line for finding in outcome.findings if "`cache`" in finding.message]


@pytest.mark.parametrize("body", GUARDED.values(), ids=GUARDED)
def test_what_guards(judge: Judge, body: str) -> None:
    assert lines(judge, body) == []


@pytest.mark.parametrize("body", UNGUARDED.values(), ids=UNGUARDED)
def test_what_does_not_guard(judge: Judge, body: str) -> None:
    assert len(lines(judge, body)) == 1


def test_a_guard_that_hangs_on_the_configuration_is_not_decided(judge: Judge) -> None:
    body = """
        if self._needs_cache and cache is None:
            raise InitError("cache")
        self._cache = cache
        """
    assert lines(judge, body) == []


@pytest.mark.parametrize(
    ("text", "is_optional"),
    [
        ("cache: optional, the store of results", True),
        ("cache : ICache, optional", True),
        (":param ICache cache: (Optional) the store", True),
        ("bus is required; cache is optional.", True),
        ("cache is required; bus is optional.", False),
        ("cache: the store, not optional", False),
        ("Takes over optional things.", False),
        ("Args:\n    cache: the store\n        of results, optional in tests\n", True),
        ("Optional:\n    - cache, the store\n", True),
        ("Optional:\n    - bus\n\nRequired:\n    - cache\n", False),
    ],
)
def test_what_the_docstring_calls_optional(judge: Judge, text: str, is_optional: bool) -> None:
    body = f'"""Start.\n\n{text}\n"""\nself._cache = cache'
    assert (lines(judge, body) == []) is is_optional
