"""Which calls of a module somebody wants."""

from __future__ import annotations

from pattern_lint.lang.python.module import Module
from pattern_lint.query.calls.calls import CallTable, words_of
from pattern_lint.query.naming.names import NameSet

TABLE = {"any": ["*.*Api().*"], "glob": ["*.fetch_*"], "named": ["oven.bake"]}
NAMELESS = b"def make(kept, key):\n    for one in kept:\n        one()\n    return kept[key]()\n"
CALLING = b"from desk import NewsApi\nimport oven\nNewsApi().ask()\noven.bake()\noven.fetch_all()\n"


def test_what_has_no_name_takes_nothing_from_those_who_want_any() -> None:
    """One table serves all files: a call of nothing that has a name must not count for what is asked of any name."""
    table = CallTable((who, NameSet(names)) for who, names in TABLE.items())
    roots = frozenset({"desk"})
    assert [*table.matches(Module("a.py", NAMELESS, roots))] == []
    found = {(match.wanted_by, match.call.name) for match in table.matches(Module("b.py", CALLING, roots))}
    assert found >= {("any", "ask"), ("glob", "fetch_all"), ("named", "bake")}


def test_what_is_called_by_another_name_is_wanted_once() -> None:
    table = CallTable((who, NameSet(names)) for who, names in {"glob": ["*.*Event"], "other": ["*.Ord*"]}.items())
    module = Module("a.py", b"from desk import OrderEvent as DeskEvent\nDeskEvent()\n", frozenset({"desk"}))
    assert sorted(match.wanted_by for match in table.matches(module)) == ["glob", "other"]


def test_what_is_called_unless_another_was_given_is_named_alone() -> None:
    table = CallTable([("who", NameSet(["oven.Baker"]))])
    module = Module("a.py", b"import oven\ndef make(given=None):\n    return (given or oven.Baker)()\n", frozenset())
    assert [words_of(module, match.call)["name"] for match in table.matches(module)] == ["oven.Baker"]
