from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pattern_lint.engine.join import join
from pattern_lint.engine.map import check_file
from pattern_lint.engine.plan import Plan, Planned
from pattern_lint.engine.policy import PathRule, Policy
from pattern_lint.kinds.blocking.kind import Options as BlockingOptions
from pattern_lint.kinds.functions.options import Options as FunctionOptions
from pattern_lint.kinds.handlers.options import Options as ExceptOptions
from pattern_lint.kinds.kit import Rule
from pattern_lint.lang.python.layout import top_level_names
from pattern_lint.outcome import VERDICTS, Outcome

BARE = Planned(Rule("PAT140", "no-bare-except", ExceptOptions(bare=True)), "handlers", "error")
BLOCKING = Planned(
    Rule("PAT235", "no-blocking-in-async", BlockingOptions(functions="async", work=("sleep",))), "blocking", "error"
)
PRINTING = Planned(
    Rule("PAT501", "no-print", FunctionOptions(of=("*",), never_calls=("print",), told_by="class")),
    "functions",
    "error",
)
KNOWN = ("PAT501", "PAT140", "PAT235", "PAT236", "PAT000", "PAT001", "PAT999")


def run(sources: Mapping[str, str], per_path: Mapping[str, PathRule] | None = None, **policy: Any) -> Outcome:
    settings = Policy(per_path or {}, known=KNOWN, **policy)
    roots = top_level_names(list(sources))
    plan = Plan(Path(), lambda: (BARE, BLOCKING, PRINTING), roots, load_policy=lambda: settings)
    return join(plan, [check_file(plan, path, path, text.encode()) for path, text in sorted(sources.items())])


def places(outcome: Outcome) -> list[tuple[str, int, str]]:
    return [(finding.path, finding.line, finding.code) for finding in outcome.findings]


def verdicts(outcome: Outcome, code: str) -> dict[str, int]:
    """The sites of a card by verdict, where there are any."""
    counts = {
        verdict: sum(getattr(tally, verdict) for key, tally in outcome.tallies.items() if key[0] == code)
        for verdict in VERDICTS
    }
    return {verdict: count for verdict, count in counts.items() if count}


BAD = "try:\n    f()\nexcept:{}\n    pass\n"


def test_a_comment_turns_a_finding_into_a_waived_site() -> None:
    outcome = run({"a.py": BAD.format("  # noqa: PAT140 -- by contract") + BAD.format("")})
    assert places(outcome) == [("a.py", 7, "PAT140")]
    assert verdicts(outcome, "PAT140") == {"violates": 1, "waived": 1}
    assert [(w.finding.line, w.by, w.reason) for w in outcome.waived] == [(3, "comment", "by contract")]


HELPER = "import time\ndef read():\n    time.sleep(1){}\n"
CALLERS = "from h import read\nasync def f():\n    read()\nasync def g():\n    read(){}\n"


def test_a_comment_at_the_cause_accepts_all_ways_there() -> None:
    outcome = run({"a.py": CALLERS.format(""), "h.py": HELPER.format("  # noqa: PAT235 -- once a day")})
    assert places(outcome) == []
    assert verdicts(outcome, "PAT235") == {"waived": 2}
    assert [(w.finding.line, w.reason, w.at_cause) for w in outcome.waived] == [
        (3, "once a day", True),
        (5, "once a day", True),
    ]


def test_a_comment_of_its_own_comes_before_the_one_at_the_cause() -> None:
    own = CALLERS.format("  # noqa: PAT235 -- here")
    outcome = run({"a.py": own, "h.py": HELPER.format("  # noqa: PAT235 -- there")})
    assert [(w.finding.line, w.reason) for w in outcome.waived] == [(3, "there"), (5, "here")]
    assert places(outcome) == []


@pytest.mark.parametrize(
    ("comment", "expected"), [("", {"violates": 2}), ("  # noqa: PAT501 -- a screen", {"waived": 2})]
)
def test_a_comment_at_a_class_accepts_what_is_told_by_it(comment: str, expected: dict[str, int]) -> None:
    shown = "    def {}(self):\n        print(1)\n"
    source = f"class Feed:{comment}\n{shown.format('ask')}{shown.format('tell')}"
    assert verdicts(run({"a.py": source}), "PAT501") == expected


@pytest.mark.parametrize("comment", ["  # noqa", "  # noqa: PAT140"])
def test_a_comment_at_the_cause_that_does_not_name_the_card_accepts_nothing_elsewhere(comment: str) -> None:
    outcome = run({"a.py": CALLERS.format(""), "h.py": HELPER.format(comment)})
    assert [place[:2] for place in places(outcome) if place[2] == "PAT235"] == [("a.py", 3), ("a.py", 5)]


def test_a_comment_for_the_whole_file_of_the_cause_holds_too() -> None:
    outcome = run({"a.py": CALLERS.format(""), "h.py": "# flake8: noqa: PAT235\n" + HELPER.format("")})
    assert (places(outcome), verdicts(outcome, "PAT235")) == ([], {"waived": 2})


def test_a_project_finding_is_waived_like_any_other() -> None:
    text = "import time\nasync def f():\n    time.sleep(1)  # noqa: PAT2\n"
    outcome = run({"a.py": text})
    assert places(outcome) == []
    assert verdicts(outcome, "PAT235") == {"waived": 1}


def test_a_comment_that_accepts_nothing_is_a_finding() -> None:
    outcome = run({"a.py": "x = 1  # noqa: PAT140\n"})
    (finding,) = outcome.findings
    assert (finding.code, finding.level, finding.line, finding.column) == ("PAT001", "warning", 1, 8)
    assert finding.message == "this waiver of PAT140 accepts nothing; delete PAT140 from it"


def test_a_comment_that_names_an_unknown_code_names_the_nearest() -> None:
    (finding,) = run({"a.py": "x = 1  # noqa: PAT149\n"}).findings
    assert finding.message == "unknown code `PAT149`; did you mean `PAT140`? No card has it."


@pytest.mark.parametrize(
    "comment",
    [
        "# noqa",
        "# noqa: E501, ABC123",
        "# noqa: PAT236",
        "# noqa: PAT2",
        "# noqa: PAT140, PAT001",
        "# noqa: PAT001",
    ],
)
def test_what_is_not_judged(comment: str) -> None:
    """Blankets, codes of others, codes of cards that took no part, and waivers that accept being unused."""
    assert run({"a.py": f"x = 1  {comment}\n"}).findings == []


def test_ignoring_by_path_waives_and_leaves_everything_else() -> None:
    outcome = run(
        {"old/a.py": BAD.format(""), "old/b.py": "x = 1  # noqa: PAT140\n", "new/a.py": BAD.format("")},
        {"old/": PathRule(ignore=frozenset({"PAT140"}))},
    )
    assert places(outcome) == [("new/a.py", 3, "PAT140")]
    assert verdicts(outcome, "PAT140") == {"violates": 1, "waived": 1}
    assert [(w.finding.path, w.by) for w in outcome.waived] == [("old/a.py", "configuration")]


def test_the_tools_own_findings_can_be_ignored_by_path() -> None:
    sources = {"old/a.py": "x = 1  # noqa: PAT140\n", "old/b.py": "(", "new.py": "("}
    rules = {"old/": PathRule(ignore=frozenset({"PAT000", "PAT001"}))}
    assert places(run(sources, rules)) == [("new.py", 1, "PAT000")]


def test_what_python_is_made_of_is_no_python_that_cannot_be_read() -> None:
    sources = {
        "made.py": "{% extends 'base.py' %}\n",
        "late.py": "x = 1\n{% if y %}\nz = 2\n",
        "given.py": "x = f(\n    a=1,\n    {{ b() }}\n)\n",
        "broken.py": "x = {\n",
    }
    outcome = run(sources)
    assert places(outcome) == [("broken.py", 1, "PAT000")]
    assert {note.path for note in outcome.notes} == {"made.py", "late.py", "given.py"}


def test_a_selection_by_path_says_which_cards_have_sites_there() -> None:
    sources = {"a.py": BAD.format(""), "b/a.py": BAD.format("")}
    outcome = run(sources, {"b/": PathRule(select=frozenset())})
    assert places(outcome) == [("a.py", 3, "PAT140")]
    assert verdicts(outcome, "PAT140") == {"violates": 1}
    outcome = run(sources, {"b/": PathRule(select=frozenset({"PAT140"}))}, chosen=frozenset({"PAT235"}))
    assert places(outcome) == [("b/a.py", 3, "PAT140")]


def test_options_by_path_hold_for_checks_of_a_file_and_of_the_project() -> None:
    blocking = "import time\nasync def f():\n    time.sleep(1)\n"
    sources = {
        f"{folder}/{name}.py": text for folder in "ab" for name, text in (("x", BAD.format("")), ("y", blocking))
    }
    options = {"PAT140": {"bare": False}, "PAT235": {"work": ["file"]}}
    outcome = run(sources, {"b/": PathRule(options=options)})
    assert places(outcome) == [("a/x.py", 3, "PAT140"), ("a/y.py", 3, "PAT235")]
    assert verdicts(outcome, "PAT140") == {"conforms": 1, "violates": 1}
    assert verdicts(outcome, "PAT235") == {"conforms": 1, "violates": 1}


BLOCKS = {
    "conforming": "try:\n    f()\nexcept ValueError:\n    pass\n",
    "bare": "try:\n    f()\nexcept:\n    pass\n",
    "asynchronous": "async def calm_{n}():\n    pass\n",
    "blocking": "import time\nasync def rash_{n}():\n    time.sleep(1)\n",
    "long string": 'x = """\n"""\n',
    "service": "class A{n}Service:\n    def f(self):\n        try:\n            f()\n        except: pass\n",
}
SITES = {
    "PAT140": ("conforming", "bare", "service"),
    "PAT235": ("asynchronous", "blocking"),
}
PROGRAMS = st.lists(st.sampled_from(sorted(BLOCKS)), max_size=8)


def program(blocks: list[str]) -> str:
    return "".join(BLOCKS[block].replace("{n}", str(number)) for number, block in enumerate(blocks))


@given(PROGRAMS, PROGRAMS)
def test_every_site_has_one_verdict(first: list[str], second: list[str]) -> None:
    outcome = run({"a.py": program(first), "b/c.py": program(second)})
    for code, kinds in SITES.items():
        sites = sum(block in kinds for block in first + second)
        assert sum(verdicts(outcome, code).values()) == sites
        assert verdicts(outcome, code).get("violates", 0) == sum(found[2] == code for found in places(outcome))


@given(PROGRAMS.filter(lambda blocks: {"bare", "blocking", "service"}.intersection(blocks)), st.data())
def test_waiving_a_finding_moves_its_site_and_nothing_else(blocks: list[str], data: st.DataObject) -> None:
    text = program(blocks)
    before = run({"a.py": text})
    waived = data.draw(st.sampled_from(before.findings))
    lines = text.split("\n")
    lines[waived.line - 1] += f"  # noqa: {waived.code}"
    after = run({"a.py": "\n".join(lines)})
    assert places(after) == [("a.py", each.line, each.code) for each in before.findings if each != waived]
    assert [(each.finding.line, each.finding.code) for each in after.waived] == [(waived.line, waived.code)]
    moved = {key: tally for key, tally in after.tallies.items() if tally != before.tallies[key]}
    ((key, tally),) = moved.items()
    was = before.tallies[key]
    assert key[0] == waived.code
    assert (tally.violates, tally.waived, tally.total) == (was.violates - 1, was.waived + 1, was.total)
