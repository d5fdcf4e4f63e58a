from __future__ import annotations

from collections.abc import Callable

import pytest

from pattern_lint.outcome import Outcome

Judge = Callable[..., Outcome]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("raise Exception", 1),
        ("raise Exception('x') if given else ValueError('x')", 1),
        ("raise given or Exception('x')", 1),
        ("raise type(given)('x')", 0),
        ("raise given.error_class('x')", 0),
        ("raise", 0),
        ("raise given", 0),
        ("raise ExceptionGroup('x', [Exception('y')])", 0),
    ],
)
def test_what_is_raised(judge: Judge, statement: str, expected: int) -> None:
    source = f"def run(given: Exception):\n    {statement}\n"
    assert [finding.line for finding in judge("no-generic-raise", source).findings] == [2] * expected


def test_any_class_can_be_forbidden(judge: Judge) -> None:
    source = "raise OSError('x')\nraise IOError('x')\nraise FileNotFoundError('x')\nraise Exception('x')\n"
    outcome = judge("no-generic-raise", source, never=["OSError"])
    assert [finding.line for finding in outcome.findings] == [1, 2]


def test_two_meanings_of_a_name_are_not_guessed(judge: Judge) -> None:
    source = "try:\n    from vendor import Error\nexcept ImportError:\n    Error = Exception\nraise Error('x')\n"
    assert judge("no-generic-raise", source).findings == []


ERRORS = """
class PlatformError(Exception):
    def __init__(self, message, *, context=None):
        super().__init__(message)

class FeedError(PlatformError):
    pass

class KeyedError(PlatformError):
    def __init__(self, key):
        super().__init__(f"no {key}")

class OldError(Exception):
    def __init__(self, code, message="failed"):
        Exception.__init__(self, message)

class AnyError(Exception):
    def __init__(self, *args):
        super().__init__(*args)

class StopFeeding(Exception):
    pass
"""


@pytest.mark.parametrize(
    ("raised", "is_enough"),
    [
        ("FeedError", False),
        ("FeedError('')", False),
        ("FeedError(None)", False),
        ("FeedError('empty')", False),
        ("FeedError('Gate-Worker: empty')", True),
        ("FeedError('empty ' + name)", True),
        ("FeedError('empty ' + 'again')", False),
        ("FeedError(f'empty {name}')", True),
        ("FeedError('empty', context={'name': name})", True),
        ("FeedError(message='empty')", False),
        ("FeedError(name)", True),
        ("FeedError(TEXT)", False),
        ("FeedError(*name)", True),
        ("KeyedError('gate')", True),
        ("OldError(7)", True),
        ("OldError(7, '')", False),
        ("AnyError()", False),
        ("AnyError('empty')", False),
        ("StopFeeding", True),
        ("StopFeeding('empty')", False),
        ("FeedError('empty').with_traceback(name)", False),
        ("ValueError", True),
        ("make_error()", True),
    ],
)
def test_what_a_worker_has_to_say(judge: Judge, raised: str, is_enough: bool) -> None:
    worker = (
        f"from errors import *\nTEXT = 'empty'\nclass GateWorker:\n    def run(self, name):\n        raise {raised}\n"
    )
    outcome = judge("exception-context", {"errors.py": ERRORS, "gates.py": worker})
    assert outcome.faults == []
    assert (outcome.findings == []) is is_enough


def test_outside_workers_a_constant_message_is_enough(judge: Judge) -> None:
    source = "from errors import FeedError\ndef run():\n    raise FeedError('empty')\n"
    assert judge("exception-context", {"errors.py": ERRORS, "feeds.py": source}).findings == []


@pytest.mark.parametrize(("caught", "is_steering"), [("FeedError", True), ("Exception", False), ("KeyError", False)])
def test_what_is_caught_by_name_in_the_same_function_steers(judge: Judge, caught: str, is_steering: bool) -> None:
    source = (
        "from errors import FeedError\ndef run():\n    try:\n        raise FeedError\n"
        f"    except {caught}:\n        return None\n"
    )
    assert (judge("exception-context", {"errors.py": ERRORS, "feeds.py": source}).findings == []) is is_steering
