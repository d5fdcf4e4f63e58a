"""Reasons for which a clause may lose its error, each with what looks like it and is none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pattern_lint.outcome import Outcome

Judge = Callable[..., Outcome]

HEAD = "import contextlib, os, sys, traceback, asyncio\n"


def indented(text: str, depth: int) -> str:
    return "".join(f"{'    ' * depth}{line}\n" for line in text.splitlines())


def guarding(guarded: str, handler: str, *, rest: str = "", name: str = "run", kind: str = "Exception") -> str:
    """A function with one try."""
    return (
        f"{HEAD}async def {name}(self, log, items, path, work):\n    try:\n{indented(guarded, 2)}"
        f"    except {kind}:{handler}\n{indented(rest, 1)}"
    )


def is_reported(judge: Judge, source: str, *excuses: str, card: str = "no-blind-except") -> bool:
    outcome = judge(card, source, excuses=list(excuses))
    assert outcome.faults == []
    return bool(outcome.findings)


@pytest.mark.parametrize(
    ("excuse", "source"),
    [
        (
            "optional-import",
            guarding("return ctypes.cdll.LoadLibrary(path)", " return None").replace("os,", "os, ctypes,"),
        ),
        ("made-good", guarding("x = work()", " pass", rest="raise TypeError(x)")),
        ("made-good", guarding("x = work()", " x = None", rest="if x is None:\n    raise TypeError(x)")),
        ("made-good", guarding("work()", " pass\n    else:\n        return", rest="log.mark(work)")),
        ("made-good", guarding("x = work()", " x = None", rest="if not x:\n    log.abort(400)")),
        ("followed-up", guarding("x = work()", " pass", rest="raise TypeError(x)")),
        ("followed-up", guarding("work()", " pass\n    else:\n        return", rest="log.mark(work)")),
        ("explained", guarding("work()", "  # the cache is only a help\n        pass")),
        ("explained", guarding("work()", "\n        # without it all is slower\n        pass")),
        ("explained", guarding("work()", "\n        pass\n        # nobody waits for it")),
        ("explained", guarding("work()", "\n        'Nobody has to know of this.'")),
        ("explained", guarding("work()", " pass  # ignored")),
        ("optional-import", guarding("import numpy\nwork(numpy)", " return None")),
        ("optional-import", guarding("from numpy import array", " array = None")),
        (
            "optional-import",
            "try:\n    try:\n        from importlib_metadata import version\n    except ImportError:\n"
            "        from importlib.metadata import version\n    V = version('desk')\nexcept Exception:\n    V = '?'\n",
        ),
        ("display", guarding("host = work(path).name", " host = '<unknown>'")),
        ("clean-up", guarding("self.client.close()", " pass")),
        ("clean-up", guarding("self.pool.force_close_all()", " pass")),
        ("clean-up", guarding("if self.proc.is_alive():\n    self.proc.kill()", " pass")),
        ("clean-up", guarding("os.remove(path)", " pass")),
        ("clean-up", guarding("if self.in_transaction():\n    self.rollback()", " pass", name="close_connection")),
        (
            "explained",
            guarding("work()", " pass").replace("try:", "try:  # others may be first, so errors are ignored"),
        ),
        ("clean-up", guarding("await asyncio.wait_for(self.server.aclose(), 5)", " pass")),
        ("clean-up", guarding("CURRENT.set(None)", " pass")),
        ("clean-up", guarding("await work", " pass")),
        ("clean-up", guarding("self.pool.give_back()", " pass", name="__del__")),
        ("display", guarding("return f'<{self.name}>'", " return '<?>'", name="__repr__")),
        ("display", guarding("text = repr(work)", " text = '?'", rest="return text")),
        ("probe", guarding("work()\nreturn True", " return False")),
        ("probe", guarding("work()", " return False", rest="return True")),
        ("probe", guarding("found = work()", " found = None\n    else:\n        log(found)")),
        ("answered", guarding("work()", " return False, traceback.format_exc()")),
        ("answered", guarding("work()", " return None, str(error)", kind="Exception as error")),
    ],
)
def test_an_excuse_holds(judge: Judge, excuse: str, source: str) -> None:
    assert is_reported(judge, source)
    assert not is_reported(judge, source, excuse)


@pytest.mark.parametrize(
    ("excuse", "source"),
    [
        ("made-good", guarding("x = work()", " return None", rest="raise TypeError(x)")),
        ("made-good", guarding("x = work()", " x = None", rest="log(x)\nreturn x")),
        ("made-good", guarding("return work()", " pass", rest="return log(items)")),
        ("followed-up", guarding("x = work()", " return None", rest="raise TypeError(x)")),
        ("followed-up", guarding("return work()", " pass", rest="return log(items)")),
        ("raises", guarding("work()", "\n        log('x')")),
        ("explained", guarding("work()", "  # noqa: PAT140\n        pass")),
        ("explained", guarding("work()", "  # pragma: no cover\n        pass")),
        ("explained", guarding("work()", "  # TODO: say something here\n        pass")),
        ("explained", guarding("work()", "\n        # print(work)\n        pass")),
        ("explained", guarding("# asks the server for news\nwork()", " pass")),
        ("optional-import", guarding("work()\nimport numpy", " return None")),
        ("clean-up", guarding("self.thread.join(1)", " pass")),
        ("clean-up", guarding("self.exchange.cancel_order(path)", " pass")),
        ("clean-up", guarding("self.store.write(path)\nself.store.close()", " pass")),
        ("clean-up", guarding("self.pool.give_back()", " pass", name="close")),
        ("clean-up", guarding("self.rollback()", " pass")),
        ("display", guarding("host = work(path).name", " host = 'localhost'")),
        ("explained", guarding("work()", " pass").replace("try:", "try:  # of the second round")),
        ("probe", guarding("return work()", " return False")),
        ("probe", guarding("return work()", " return False", name="is_alive")),
        ("answered", guarding("work()", " return None")),
    ],
)
def test_an_excuse_does_not_hold(judge: Judge, excuse: str, source: str) -> None:
    assert is_reported(judge, source, excuse)


def test_an_attempt_is_one_round_of_a_bounded_loop(judge: Judge) -> None:
    rounds = (
        "def run(work, items):\n    {loop}:\n        try:\n            {act}\n"
        "        except Exception:\n            {then}\n"
    )
    bounded = rounds.format(loop="for item in items", act="return work(item)", then="continue")
    endless = rounds.format(loop="while True", act="return work()", then="pass")
    each = rounds.format(loop="for item in items", act="work(item)", then="continue")
    assert not is_reported(judge, bounded, "attempt")
    assert is_reported(judge, endless, "attempt")
    assert is_reported(judge, each, "attempt")


def test_what_fails_while_an_error_is_dealt_with(judge: Judge) -> None:
    dealing = (
        "def run(work, log):\n    try:\n        work()\n    except ValueError as error:\n"
        "        try:\n            log.more()\n"
        "        except Exception:\n            pass\n        {end}\n"
    )
    assert not is_reported(judge, dealing.format(end="raise TypeError from error"), "failing")
    assert is_reported(judge, dealing.format(end="log.done()"), "failing")


@pytest.mark.parametrize(
    ("guarded", "reported"),
    [
        ("return open(path).read()", False),
        ("return path.stat()", False),
        ("os.makedirs(path)", False),
        ("open(path, 'w').close()", True),
        ("path.write_text('x')", True),
        ("os.rename(path, 'x')", True),
        ("self.socket.settimeout(1)", True),
    ],
)
def test_reading_a_file(judge: Judge, guarded: str, *, reported: bool) -> None:
    source = guarding(guarded, " pass", kind="OSError")
    assert is_reported(judge, source, "reading", card="no-silent-except") is reported


def test_a_bare_clause_has_few_excuses(judge: Judge) -> None:
    source = guarding("self.client.close()", "  # it is gone anyhow\n        pass", kind="").replace(
        "except :", "except:"
    )
    assert is_reported(judge, source, "clean-up", "explained", card="no-bare-except")
    assert not is_reported(judge, source.replace("pass", "raise"), "raises", card="no-bare-except")


@pytest.mark.parametrize(
    ("caught", "reported"),
    [
        ("aiomqtt.MqttError", True),
        ("vendor.ApiConnectionError", True),
        ("vendor.ParserError", False),
        ("vendor.errors.NotFoundError", False),
        ("aiomqtt.SkipMessage", False),
    ],
)
def test_errors_of_other_distributions(judge: Judge, caught: str, *, reported: bool) -> None:
    head = "import aiomqtt, vendor, vendor.errors\ndef run(work):\n    try:\n        work()\n"
    source = f"{head}    except {caught}:\n        pass\n"
    assert is_reported(judge, source, card="no-silent-except") is reported


def test_answers_of_the_project_and_of_its_models(judge: Judge) -> None:
    sources = {
        "shop/errors.py": "class StoreError(Exception): ...\nclass RowNotFound(StoreError): ...\n"
        "class Gone(RowNotFound): ...\n",
        "shop/models.py": "from django.db import models\nclass Order(models.Model):\n    number = models.TextField()\n",
        "shop/find.py": "from shop.errors import Gone, StoreError\nfrom shop.models import Order\n"
        "def find(work):\n    try:\n        return work()\n"
        "    except (Gone, Order.DoesNotExist):\n        return None\n"
        "    except StoreError:\n        return None\n",
    }
    assert [finding.line for finding in judge("no-silent-except", sources).findings] == [8]


def test_a_helper_in_another_module_that_always_raises(judge: Judge) -> None:
    sources = {
        "shop/refusal.py": "def refuse(name):\n    raise ValueError(name)\n"
        "def later(name):\n    raise NotImplementedError\n",
        "shop/load.py": "from shop.refusal import later, refuse\ndef load(work):\n    try:\n        work()\n"
        "    except Exception:\n        refuse('x')\n    try:\n        work()\n"
        "    except Exception:\n        later('x')\n",
    }
    assert [finding.line for finding in judge("no-blind-except", sources).findings] == [9]


@pytest.mark.parametrize(
    "body",
    [
        "return None, error",
        "return Result(errors=[error])",
        "return {'error': error}",
        "self.handleError(work)",
        "self.fail('no answer')",
        "return Result(format_exc_info(sys.exc_info()))",
        "future.errback(work)",
        "names = type(error).__name__\n        return_later(names)",
    ],
)
def test_the_error_is_dealt_with(judge: Judge, body: str) -> None:
    source = guarding("work()", f"\n        {body}", kind="Exception as error", rest="print(names)")
    assert not is_reported(judge, source)


def test_a_suppress_around_the_answer_of_a_question_is_a_probe(judge: Judge) -> None:
    asked = (
        "from contextlib import suppress\ndef has_art(path):\n    with suppress({}):\n        {}\n    return False\n"
    )
    probe, other = "return bool(path.read())", "path.unlink()"
    assert not is_reported(judge, asked.format("OSError", probe), "probe", card="no-silent-except")
    assert is_reported(judge, asked.format("OSError", other), "probe", card="no-silent-except")
    assert is_reported(judge, asked.format("Exception", probe), "probe", card="no-silent-except")


def test_a_comment_above_a_suppress_may_say_why(judge: Judge) -> None:
    cut = "from contextlib import suppress\ndef run(each):\n    # {}\n    with suppress(Exception):\n        each()\n"
    assert not is_reported(
        judge, cut.format("One odd job must never stop the others."), "explained", card="no-silent-except"
    )
    assert is_reported(judge, cut.format("Run the job."), "explained", card="no-silent-except")


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("ValueError", "SystemExit and KeyboardInterrupt, too"),
        ("KeyboardInterrupt", "SystemExit, too"),
        ("(SystemExit, KeyboardInterrupt)", "whatever else there is"),
    ],
)
def test_a_bare_clause_is_told_of_what_comes_as_far_as_it(judge: Judge, before: str, said: str) -> None:
    source = f"try:\n    work()\nexcept {before}:\n    raise\nexcept:\n    rest()\n"
    (finding,) = judge("no-bare-except", source).findings
    assert f"catches {said};" in finding.message
