from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pattern_lint.cards.card import Card
from pattern_lint.engine.examine import examine
from pattern_lint.engine.plan import Planned
from pattern_lint.kinds.blocking.kind import Options
from pattern_lint.kinds.kit import Rule
from pattern_lint.outcome import Outcome

Judge = Callable[..., Outcome]


def cases() -> Iterator[tuple[str, str, dict[str, str]]]:
    """The cases in the folder: `===` begins one with its card, `---` a file of it (module.py by default)."""
    for file in sorted(Path(__file__).with_name("blocking").glob("*.txt")):
        for case in re.split(r"(?m)^=== ", file.read_text(encoding="utf-8"))[1:]:
            title, _, rest = case.partition("\n")
            code, _, name = title.partition(" ")
            yield code, name, dict(files(rest))


def files(text: str) -> Iterator[tuple[str, str]]:
    first, *others = re.split(r"(?m)^--- ", text)
    if first.strip() or not others:
        yield "module.py", first
    for other in others:
        path, _, source = other.partition("\n")
        yield path, source


CASES = list(cases())


@pytest.mark.parametrize(("code", "name", "files"), CASES, ids=[f"{code} {name}" for code, name, _ in CASES])
def test_case(judge: Judge, shipped: Mapping[str, Card], code: str, name: str, files: dict[str, str]) -> None:
    card = next(card for card in shipped.values() if card.code == code)
    outcome = judge(card.name, files)
    expected = {
        (path, number)
        for path, source in files.items()
        for number, line in enumerate(source.split("\n"), 1)
        if line.endswith("# reported")
    }
    assert outcome.faults == []
    assert {(finding.path, finding.line) for finding in outcome.findings} == expected


def test_the_chain_names_every_link_down_to_the_blocking_call(judge: Judge) -> None:
    sources = {
        "files.py": "def read(path):\n    return open(path).read()\n",
        "settings.py": "import files\nclass Loader:\n    def load(self):\n        return files.read('x')\n",
        "app.py": "from settings import Loader\nasync def start():\n    Loader().load()\n",
    }
    (finding,) = judge("no-blocking-in-async", sources).findings
    assert (finding.path, finding.line, finding.column, finding.end_column) == ("app.py", 3, 5, 20)
    assert finding.message == (
        "Loader.load() reaches open(), which blocks the event loop in async start; "
        "use aiofiles or hand it to asyncio.to_thread()"
    )
    assert [(place.path, place.line, place.message) for place in finding.related] == [
        ("settings.py", 4, "Loader.load() calls read()"),
        ("files.py", 2, "read() calls open()"),
    ]


@given(st.integers(min_value=0, max_value=12), st.booleans())
def test_a_chain_of_any_length_is_found_and_told_in_order(length: int, as_methods: bool) -> None:
    called = [f"C{n}().go" if as_methods else f"go{n}" for n in range(length + 1)]
    bodies = ["time.sleep(1)", *(f"{name}()" for name in called[:-1])]
    lines = ["import time"]
    for number, body in enumerate(bodies):
        if as_methods:
            lines += [f"class C{number}:", f"    def go(self): {body}"]
        else:
            lines += [f"def go{number}(): {body}"]
    source = "\n".join([*lines, f"async def main(): {called[-1]}()"])
    rule = Planned(Rule("T1", "t", Options(work=("sleep",))), "blocking", "error")
    (finding,) = examine([rule], {"m.py": source}).findings
    assert finding.line == len(lines) + 1
    assert len(finding.related) == length + 1
    assert finding.related[-1].message.endswith("calls time.sleep()")


def test_what_a_card_adds_is_seen_by_no_other_card(judge: Judge) -> None:
    source = "import acme\nasync def f(feed, acme_hub):\n    acme.Client().send()\n    acme_hub.poll()\n"
    own = Options(calls={"acme.Client().*": "http"}, receivers={"*_hub": "sdk"})
    rules = [
        Planned(Rule("T1", "own", own), "blocking", "error"),
        Planned(Rule("T2", "other", Options(work=("http", "sdk"))), "blocking", "error"),
    ]
    found = [(finding.code, finding.line) for finding in examine(rules, {"m.py": source}).findings]
    assert found == [("T1", 3), ("T1", 4)]
    assert judge("no-blocking-in-async", source).findings == []


def test_every_function_that_the_card_is_about_is_one_site_or_its_findings(judge: Judge) -> None:
    source = "import time\nasync def a(): pass\nasync def b(): time.sleep(1)\ndef c(): time.sleep(1)\n"
    (tally,) = judge("no-blocking-in-async", source).tallies.values()
    assert (tally.conforms, tally.violates, tally.unknown) == (1, 1, 0)


def test_only_the_kinds_of_files_that_the_card_names_are_judged(judge: Judge) -> None:
    sources = {"tests/test_app.py": "import time\nasync def test(): time.sleep(1)\n"}
    assert judge("no-blocking-in-async", sources).findings == []
    assert len(judge("no-blocking-in-async", sources, where=["test"]).findings) == 1


def test_findings_do_not_depend_on_the_order_of_files(judge: Judge) -> None:
    helpers = {f"h{n}.py": "def go():\n    open('x')\n" for n in range(4)}
    both = "".join(f"import h{n}\n" for n in range(4)) + "def any():\n    h3.go()\n    h1.go()\n"
    sources = {**helpers, "b.py": both, "a.py": "import b\nasync def f():\n    b.any()\n"}
    forwards = judge("no-blocking-in-async", sources).findings
    backwards = judge("no-blocking-in-async", dict(reversed(sources.items()))).findings
    assert forwards == backwards and len(forwards) == 1


LIFESPAN = """
from contextlib import asynccontextmanager


@asynccontextmanager
async def lifespan(app):
    app.state.text = open("settings").read()
    yield


async def answer(request):
    return open("settings").read()
"""


def test_nobody_is_served_beside_what_sets_a_server_up(judge: Judge) -> None:
    assert [finding.line for finding in judge("no-blocking-in-async", LIFESPAN).findings] == [7, 12]
    assert [finding.line for finding in judge("no-blocking-in-async", LIFESPAN, commands=False).findings] == [12]


def _chain(first: str, length: int) -> str:
    """A service whose work of a file lies at the end of a chain of functions."""
    steps = "".join(f"def step{number}():\n    step{number + 1}()\n" for number in range(length))
    return (
        "import asyncio\nclass ReportService:\n"
        f"    async def run(self):\n        {first}\n"
        f"{steps}def step{length}():\n    open('report')\n"
    )


@pytest.mark.parametrize(
    ("first", "more", "found"),
    [
        ("await asyncio.to_thread(step0)", "", 0),
        ("await asyncio.to_thread(step0)", "def circle():\n    circle()\n    step3()\n", 1),
        ("await asyncio.to_thread(step0)", "def again():\n    step0()\nstep1()\n", 1),
        ("step0()", "", 1),
    ],
)
def test_what_only_threads_run_is_followed_to_any_depth(judge: Judge, first: str, more: str, found: int) -> None:
    outcome = judge("no-sync-file-io", {"app/services/report_service.py": _chain(first, 2000) + more})
    assert outcome.faults == []
    assert len(outcome.findings) == found
