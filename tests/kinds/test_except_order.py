from __future__ import annotations

import builtins
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from pattern_lint.engine.examine import examine
from pattern_lint.engine.plan import Planned
from pattern_lint.kinds.handlers.options import Options
from pattern_lint.kinds.kit import Rule
from pattern_lint.outcome import Outcome

Judge = Callable[..., Outcome]

ERRORS = {
    name: value
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
}
RULE = Planned(Rule("PAT141", "specific-before-general", Options(reachable=True)), "handlers", "error")


def source(clauses: list[str]) -> str:
    return "try:\n    work()\n" + "".join(
        f"except ({', '.join(types)},):\n    pass\n" for types in map(str.split, clauses)
    )


@given(
    st.lists(st.lists(st.sampled_from(sorted(ERRORS)), min_size=1, max_size=3).map(" ".join), min_size=2, max_size=5)
)
def test_a_clause_is_reported_exactly_when_python_never_gets_there(clauses: list[str]) -> None:
    dead = [
        2 * place + 3
        for place, clause in enumerate(clauses)
        if all(
            issubclass(ERRORS[name], tuple(ERRORS[n] for c in clauses[:place] for n in c.split()))
            for name in clause.split()
        )
    ]
    outcome = examine([RULE], {"module.py": source(clauses)})
    assert [finding.line for finding in outcome.findings] == dead
    (tally,) = outcome.tallies.values()
    assert tally.total == len(clauses) - 1


def test_the_finding_names_the_clause_in_front(judge: Judge) -> None:
    (finding,) = judge("specific-before-general", source(["LookupError", "ValueError", "KeyError"])).findings
    assert "`except (LookupError,):` on line 3" in finding.message
    assert [related.line for related in finding.related] == [3]


def test_an_unknown_base_hides_nothing_but_what_is_known(judge: Judge) -> None:
    sources = {
        "app/__init__.py": "",
        "app/errors.py": "from vendor import Root\n\n\nclass Ours(Root, OSError): ...\n\n\nclass Theirs(Root): ...\n",
        "app/job.py": "from app.errors import Ours, Theirs\n" + source(["Exception", "Ours", "Theirs"]),
    }
    assert [finding.line for finding in judge("specific-before-general", sources).findings] == [6]


def test_error_tuples_and_bases_through_star_imports(judge: Judge) -> None:
    sources = {
        "app/__init__.py": "from .errors import *\n",
        "app/errors.py": "class Root(Exception): ...\nclass Leaf(Root): ...\nBOTH = (Root, OSError) + (KeyError,)\n",
        "app/job.py": "import app\nfrom app.errors import BOTH\n" + source(["*BOTH", "app.Leaf", "IndexError"]),
    }
    assert [finding.line for finding in judge("specific-before-general", sources).findings] == [7]


def test_a_clause_without_types_hides_nothing_and_is_hidden_by_nothing(judge: Judge) -> None:
    outcome = judge("specific-before-general", source(["()", "OSError", "()", "FileNotFoundError"]))
    assert [finding.line for finding in outcome.findings] == [9]
