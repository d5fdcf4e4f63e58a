from __future__ import annotations

from collections.abc import Callable

import pytest

from pattern_lint.outcome import Outcome

Judge = Callable[..., Outcome]


def clause(kind: str, body: str, guarded: str = "work()", before: str = "") -> str:
    lines = body.replace("\n", "\n        ")
    return f"{before}\ndef run(work, log, items):\n    try:\n        {guarded}\n    except {kind}:\n        {lines}\n"


def lines(outcome: Outcome) -> list[int]:
    assert outcome.faults == []
    return [finding.line for finding in outcome.findings]


@pytest.mark.parametrize(
    "body", ["pass", "...", "return", "return -1", "return (None, [])", "return {'a': 1}", "'gone'"]
)
def test_bodies_that_say_nothing(judge: Judge, body: str) -> None:
    assert lines(judge("no-silent-except", clause("OSError", body))) == [5]


@pytest.mark.parametrize(
    "body",
    ["log(1)", "return items", "return [work]", "return STATE", "raise", "items = None", "break_it()", "pass\nlog()"],
)
def test_bodies_that_do_something(judge: Judge, body: str) -> None:
    assert lines(judge("no-silent-except", clause("OSError", body))) == []


def test_a_parameter_that_holds_a_type_is_not_known(judge: Judge) -> None:
    source = (
        "def run(work, kind: type[Exception] = ValueError):\n    try:\n        work()\n    except kind:\n        pass\n"
    )
    outcome = judge("no-silent-except", source)
    assert lines(outcome) == []
    assert [tally.unknown for tally in outcome.tallies.values()] == [1]


def test_a_name_with_two_meanings_is_not_known(judge: Judge) -> None:
    before = "try:\n    from vendor import Gone\nexcept ImportError:\n    Gone = OSError\n"
    assert lines(judge("no-silent-except", clause("Gone", "pass", before=before))) == []


@pytest.mark.parametrize(
    ("guarded", "expected"),
    [
        ("open('x')", 0),
        ("items[0].read('x')", 0),
        ("len(int('1'))", 1),
        ("__import__('subprocess')", 1),
        ("yield", 0),
    ],
)
def test_a_missing_file_is_an_answer_to_a_file_operation(judge: Judge, guarded: str, expected: int) -> None:
    assert len(lines(judge("no-silent-except", clause("FileNotFoundError", "pass", guarded)))) == expected


def test_suppress_without_with_is_looked_at(judge: Judge) -> None:
    source = (
        "from contextlib import suppress as ignoring\n\n\ndef run(stack):\n    stack.enter_context(ignoring(OSError))\n"
    )
    assert lines(judge("no-silent-except", source)) == [5]


def test_a_value_instead_of_the_error_weighs_less(judge: Judge) -> None:
    source = clause("Exception", "return None") + clause("Exception", "pass")
    assert [finding.level for finding in judge("no-blind-except", source).findings] == ["warning", "error"]


@pytest.mark.parametrize(
    "body",
    [
        "log.error('no', exc_info=error)",
        "log.opt(exception=True).error('no')",
        "errors[work] = error",
        "first, items.error = 1, error",
        "text = '%s' % error\nlog.error(text)",
        "if items:\n    raise",
        "raise RuntimeError from None",
        "items += [error]\nitems.flush(items)",
        "global last\nlast = error",
        "return fail(error)",
        "return await_later(work, error=error)",
    ],
)
def test_bodies_that_keep_the_error(judge: Judge, body: str) -> None:
    assert lines(judge("no-blind-except", clause("Exception as error", body))) == []


@pytest.mark.parametrize(
    "body",
    [
        "log.error('no')",
        "text = str(error)",
        "isinstance(error, OSError)",
        "items.add(type(error))",
        "return Answer(str(error))",
        "return json(detail=str(error))",
        "yield {'error': str(error)}",
        "def later():\n    raise error",
        "error = None",
        "work.exception()",
    ],
)
def test_bodies_that_lose_the_error(judge: Judge, body: str) -> None:
    assert lines(judge("no-blind-except", clause("Exception as error", body))) == [5]


def test_an_error_kept_for_after_the_loop_is_kept(judge: Judge) -> None:
    source = (
        "def run(jobs):\n    last = None\n    for job in jobs:\n        try:\n            return job()\n"
        "        except Exception as error:\n            last = error\n    raise last\n"
    )
    assert lines(judge("no-blind-except", source)) == []


def test_exception_under_a_name_of_another_module(judge: Judge) -> None:
    sources = {
        "app/__init__.py": "",
        "app/kinds.py": "Anything = Exception\n",
        "app/job.py": "from app.kinds import Anything\n" + clause("Anything", "return 1"),
    }
    assert [(finding.line, finding.level) for finding in judge("no-blind-except", sources).findings] == [(6, "warning")]


def test_tests_are_looked_at_where_the_card_says_so(judge: Judge) -> None:
    sources = {"tests/test_x.py": "try:\n    work()\nexcept:\n    pass\n"}
    assert lines(judge("no-bare-except", sources)) == []
    assert lines(judge("no-bare-except", sources, where=["production", "test"])) == [3]


def test_every_clause_is_one_site(judge: Judge) -> None:
    source = clause("OSError", "pass") + clause("ValueError", "pass") + clause("items", "pass")
    (tally,) = judge("no-silent-except", source).tallies.values()
    assert (tally.violates, tally.conforms, tally.unknown) == (1, 1, 1)
