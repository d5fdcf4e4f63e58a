"""Ways of values through a project: what comes back to whom, and how the way is told."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import pytest

from pattern_lint.engine.examine import examine
from pattern_lint.engine.plan import Planned
from pattern_lint.kinds import options_class
from pattern_lint.kinds.flows.options import Options
from pattern_lint.kinds.kit import Rule
from pattern_lint.outcome import Outcome

_OPTIONS = {
    "from": {"of": ["*.query_params"], "parameters": ["function:handle_*"]},
    "into": {"of": ["*.execute"], "position": 0},
    "through": ["int", "*.isdigit", "shop.check"],
}


def _judged(sources: str | Mapping[str, str], **changed: object) -> Outcome:
    options = msgspec.convert(_OPTIONS | changed, options_class("flows"))
    planned = Planned(Rule("FLOW1", "flow", options), "flows", "error")
    return examine([planned], {"shop.py": sources} if isinstance(sources, str) else sources)


def _lines(sources: str, **changed: object) -> list[int]:
    return [finding.line for finding in _judged(sources, **changed).findings]


@pytest.mark.parametrize(
    "body",
    [
        "x = r.query_params\ny: str = x\nd.execute(y)",
        "a, b = r.query_params, 1\nd.execute(a)",
        "a, *b = r.query_params\nd.execute(b)",
        "for k, v in r.query_params.items(): d.execute(k)",
        "d.execute([x for y in r.query_params for x in y])",
        "d.execute({n: v for n, v in r.query_params.items()})",
        "d.execute(' '.join(map(str, [])) + (r.query_params or 'x'))",
        "d.execute(','.join(map(str, r.query_params)))",
        "x = {}\nx.update(a=r.query_params)\nd.execute(x['a'])",
        "while d:\n    d.execute(x)\n    x = r.query_params",
        "try:\n    x = r.query_params\nexcept E:\n    x = ''\nd.execute(x)",
        "match r.query_params:\n    case {'a': x}: d.execute(x)",
        "def inner(): return d.execute(x)\nx = r.query_params",
        "f = lambda: d.execute(r.query_params)",
        "x = r.query_params\nx = x.strip().split(',')[0]\nd.execute(f'{x:>3}')",
        "x = r.query_params\nif not x.isdigit(): log(x)\nd.execute(x)",
        "x = r.query_params\nif x.isdigit(): x = r.query_params\nd.execute(x)",
        "x = r.query_params\nint('3')\nd.execute(x)",
        "x = r.query_params\nif x in OK or d: d.execute(x)",
        "x = r.query_params\nif 'a' in x: d.execute(x)",
        "x = r.query_params\nif any(y in OK for y in x): d.execute(x)",
        "x = r.query_params\nd.execute('a' if x.isdigit() else x)",
        "x = r.query_params\nif x not in OK: x = r.query_params\nd.execute(x)",
        "x = r.query_params\nif x in OK: x = 'a'\nd.execute(x)",
    ],
)
def test_ways_in_a_function(body: str) -> None:
    source = "def f(r, d):\n" + "".join(f"    {line}\n" for line in body.split("\n"))
    assert len(_lines(source)) == 1


@pytest.mark.parametrize(
    "body",
    [
        "x = r.query_params\nx = 'a'\nd.execute(x)",
        "a, b = r.query_params, 'b'\nd.execute(b)",
        "d.execute(','.join(map(int, r.query_params)))",
        "d.execute(len(r.query_params))",
        "d.execute(T[r.query_params])",
        "d.execute(r.query_params == 'a')",
        "for n, v in enumerate(r.query_params): d.execute(n)",
        "x = {'a': r.query_params, 'b': 'c'}\nd.execute(x['b'])\nd.execute(x.get('b'))",
        "x = {'a': r.query_params}\nfor k in x.keys(): d.execute(k)",
        "x = r.query_params\nif not x.isdigit(): return\nd.execute(x)",
        "x = r.query_params\nif x is None or x not in OK: raise E\nd.execute(x)",
        "x = r.query_params\nif x == 'a': d.execute(x)",
        "x = r.query_params\nint(x)\nd.execute(x)",
        "x = r.query_params\ntry:\n    int(x)\nexcept ValueError:\n    return\nd.execute(x)",
        "x = r.query_params\ntry: n = int(x)\nexcept ValueError: n = 0\nd.execute(f'{n}')",
        "x = r.query_params\nwhile not isinstance(x, int): return\nif isinstance(x, int): d.execute(x)",
        "d.execute([x for x in r.query_params if x in OK])",
        "d.execute(f'{r.query_params:04d} {r.query_params:.2f}')",
        "x = r.query_params\nif not all(y in OK for y in x): raise E\nd.execute(x)",
        "x = r.query_params\nif any(y not in OK for y in x): raise E\nd.execute(x)",
        "x = r.query_params\nif set(x) <= OK: d.execute(x)",
        "for x in r.query_params:\n    if not x.isdigit():\n        continue\n    d.execute(x)",
        "d.execute(x if (x := r.a) else 'a', r.query_params)",
        "unknown(r.query_params, d).execute('a')",
        "x = r.query_params\nd.execute(x if x.isdigit() else 'a')",
        "x = r.query_params\nd.execute('a' if x not in OK else f'{x}')",
        "x = r.query_params\nif x not in OK: x = 'a'\nd.execute(x)",
        "x = r.query_params\nif not x.isdigit():\n    log()\n    x = DEFAULT\nd.execute(x)",
    ],
)
def test_no_way_in_a_function(body: str) -> None:
    source = "def f(r, d):\n" + "".join(f"    {line}\n" for line in body.split("\n"))
    assert _lines(source) == []


_HANDED = """
def same(x, y=None): return x
def second(x, y): return same(y)
def asked(r): return r.query_params
def both(r): return "a", r.query_params
def named(x): return {"sql": x, "limit": 3}
"""


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("d.execute(same(r.query_params))", 1),
        ("same(r.query_params); d.execute(same('a'))", 0),
        ("d.execute(same('a', r.query_params))", 0),
        ("d.execute(second('a', r.query_params))", 1),
        ("d.execute(second(y='a', x=r.query_params))", 0),
        ("d.execute(same(same(second(r, asked(r)))))", 1),
        ("d.execute(both(r)[1])", 1),
        ("d.execute(both(r)[0])", 0),
        ("a, b = both(r); d.execute(a)", 0),
        ("a, b = both(r); d.execute(same(b))", 1),
        ("d.execute(named(r.query_params)['sql'])", 1),
        ("d.execute(named(r.query_params)['limit'])", 0),
        ("d.execute(named(r.query_params))", 1),
        ("x = int(asked(r)); d.execute(x)", 0),
    ],
)
def test_what_a_function_is_handed_comes_back_to_its_caller_alone(line: str, count: int) -> None:
    assert len(_lines(f"{_HANDED}\ndef f(r, d):\n    {line}\n")) == count


def test_values_may_be_kept_within_a_function() -> None:
    source = f"{_HANDED}\ndef f(r, d):\n    d.execute(asked(r))\n    d.execute(r.query_params)\n"
    assert _lines(source, within="function") == [10]
    assert _lines(source) == [9, 10]


def test_only_texts_that_are_built() -> None:
    source = (
        "def handle_all(q, d, *more):\n    d.execute(q)\n    d.execute('a' + q)\n    x = built(q)\n    d.execute(x)\n"
    )
    source += "def built(q): return f'a {q}'\n"
    into = {"of": ["*.execute"], "position": 0, "built": True}
    assert _lines(source, into=into) == [3, 5]


def test_the_way_is_told_from_its_source() -> None:
    outcome = _judged(
        {
            "shop/__init__.py": "",
            "shop/web.py": "from shop.rows import find\ndef view(r):\n    a = r.query_params.b\n\n    find(a)\n",
            "shop/rows.py": "def find(name, db=None):\n    return db.execute(name)\n",
        }
    )
    (finding,) = outcome.findings
    assert (finding.path, finding.line) == ("shop/rows.py", 2)
    assert finding.message == "r.query_params arrives at db.execute() unchecked"
    assert finding.related == (
        ("shop/web.py", 3, "r.query_params comes in here"),
        ("shop/web.py", 5, "it is handed to find()"),
    )


def test_a_check_of_the_project_holds_by_whatever_name() -> None:
    shop = "def check(x):\n    if x: raise ValueError\n"
    use = "from shop import check as sure\n\ndef f(r, d):\n    x = r.query_params\n    sure(x)\n    d.execute(x)\n"
    assert _judged({"shop.py": shop, "web.py": use}).findings == []


def test_functions_that_call_each_other_come_to_an_end() -> None:
    source = "def f(r, d, x):\n    g(r, d, r.query_params)\n    d.execute(x)\n    return g(r, d, x)\n"
    source += "def g(r, d, x):\n    return f(r, d, f(r, d, x))\n"
    assert _lines(source) == [3]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"from": {}}, "say where values come from"),
        ({"into": {}}, "say where values go"),
        ({"into": {"decorated": ["a.b"], "position": 1}}, "say which argument"),
    ],
)
def test_options_that_say_too_little(changed: dict[str, object], said: str) -> None:
    options = msgspec.convert(_OPTIONS | changed, Options)
    assert any(said in text for _, text in options.complaints())


@pytest.mark.parametrize("turned", [False, True])
def test_files_that_are_asked_by_fewer_cards_tell_each_what_is_its_own(turned: bool) -> None:
    """A test is no production code: the card about production says nothing there, and takes nothing from the other."""

    def planned(code: str, sink: str, where: list[str]) -> Planned:
        options = {**_OPTIONS, "into": {"of": [sink], "position": 0}, "where": where}
        return Planned(Rule(code, code.lower(), msgspec.convert(options, options_class("flows"))), "flows", "error")

    cards = [planned("FLOW1", "*.execute", ["production"]), planned("FLOW2", "*.send", ["production", "test"])]
    source = "def f(r, d):\n    d.execute(r.query_params)\n    d.send(r.query_params)\n"
    outcome = examine(cards[::-1] if turned else cards, {"shop.py": source, "tests/test_shop.py": source})
    found = [(finding.path, finding.line, finding.code) for finding in outcome.findings]
    assert found == [("shop.py", 2, "FLOW1"), ("shop.py", 3, "FLOW2"), ("tests/test_shop.py", 3, "FLOW2")]
