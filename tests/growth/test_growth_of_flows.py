"""Following values, and looking at what is written out, takes work that grows with the code, whatever shape it has."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import msgspec
import pytest
from growth.shapes import Shape, at_top, in_function
from growth.steps import Check, grows_with_the_code

from pattern_lint.engine.examine import top_level_names
from pattern_lint.engine.join import join
from pattern_lint.engine.map import check_file
from pattern_lint.engine.plan import Plan, Planned
from pattern_lint.kinds import options_class
from pattern_lint.kinds.kit import Rule
from pattern_lint.outcome import Outcome

_SIZES = (20, 40, 80)
_LITERALS = {
    "named": ["a*"],
    "given-to": ["*.execute"],
    "shapes": ["text", "f-string", "built", "number"],
    "value": {"matches": "([a-z]+:){2}x*"},
}
_FLOWS = {
    "from": {"of": ["*.query_params"], "caught": True},
    "into": {"of": ["*.execute"], "position": 0},
    "through": ["*.isdigit"],
}

SHAPES: dict[str, Shape] = {
    "assignments": in_function("a{n} = a{before}\np.execute(a{before})", before="a0 = q.query_params"),
    "sinks of one value": in_function("p.execute(a)", before="a = q.query_params"),
    "a text that grows": in_function("a += q.query_params", before="a = ''", after="p.execute(a)"),
    "branches": in_function("if q: a = q.query_params\np.execute(a)", before="a = ''"),
    "branches that add": in_function("if q: a += q.query_params\np.execute(a)", before="a = ''"),
    "lists that are filled": in_function("a.append(q.query_params)\np.execute(''.join(a))", before="a = []"),
    "a dict that is filled": in_function("a['{n}'] = a['{before}']\np.execute(a['{n}'])", before="a = q.query_params"),
    "a wide dict": in_function(
        "    'a{n}': q.query_params,", before="a = {", after="}\np.execute(a)\np.execute(a['a3'])"
    ),
    "a long text": in_function("q.query_params +", before="a = (", after="q)\np.execute(a)"),
    "numbers": in_function("{n} + q +", before="a = (", after="1)\np.execute(a)"),
    "texts": in_function("'{n}:' + q + f'{q}:{n}' +", before="a = (", after="'')\np.execute(a)"),
    "one text": in_function("f'{q}:{n}'", before="a = (", after=")\np.execute(a)"),
    "one text for all": in_function("p.execute(a, b)", before="a = 'x'\nb = ['y', f'{a}:x']"),
    "checks": in_function("if a.isdigit(): p.execute(a)\nif a not in (1, 2): return\np.execute(a)", before="a = q.b"),
    "sources of one value": in_function("a = [a, q.query_params]", before="a = 1", after="p.execute(a)"),
    "circles": in_function("a, b = b, [a, q.query_params]\np.execute(b)", before="while q:\n        pass\na = b = 1"),
    "caught": in_function("try: p()\nexcept ValueError as e{n}: p.execute(e{n})"),
    "a chain of functions": at_top(
        "def f{n}(a, db): f{next}(a, db)", after="def g(db, q):\n    f0(q.query_params, db)\n    db.execute(h(q))"
    ),
    "a chain that gives back": at_top(
        "def f{n}(a):\n    return [f{before}(a)] if a else a", after="def g(db, q):\n    db.execute(f1(q.query_params))"
    ),
    "functions in a circle": at_top(
        "def f{n}(a, b, db):\n    db.execute(a)\n    return f{next}(f{half}(b, a, db), q.query_params, db)"
    ),
    "one function for all": at_top("def f{n}(db): db.execute(same(db.query_params))", before="def same(a): return a"),
    "attributes": at_top(
        "class C{n}:\n    def __init__(self, a): self.a = self.b = a\n    def run(self, db): db.execute(self.a)\n"
        "def f{n}(q): C{n}(q.query_params)"
    ),
}


def _check(text: str) -> Outcome:
    written = {"flows": _FLOWS, "literals": _LITERALS}
    planned = tuple(
        Planned(Rule(kind.upper(), kind, msgspec.convert(options, options_class(kind))), kind, "error")
        for kind, options in written.items()
    )
    plan = Plan(Path(), lambda: planned, top_level_names(["a.py"]), isolated=True)
    return join(plan, [check_file(plan, "a.py", "a.py", text.encode())])


def _check_of(name: str, count: int) -> Check:
    return partial(_check, str(SHAPES[name](count)))


@pytest.mark.parametrize("name", SHAPES)
def test_work_grows_with_the_code(name: str) -> None:
    assert grows_with_the_code(partial(_check_of, name), _SIZES)
