from __future__ import annotations

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from pattern_lint.lang.python.module import Module
from pattern_lint.project.circumstances import Circumstances, holds
from pattern_lint.project.facts import ONCE, RAISED, SOMETIMES
from pattern_lint.project.handing import given

PLAIN = (0, ())


def of(source: str, name: str = "work") -> tuple[int, tuple[str, ...]]:
    """The circumstances of the only call of a name."""
    module = Module("m.py", source.encode())
    (call,) = [call for call in module.calls if call.name == name]
    return Circumstances(module).of(call.node, call.scope)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("work()", PLAIN),
        ("if a: work()", (0, ("ta",))),
        ("if not a: work()", (0, ("fa",))),
        ("if a is None: work()", (0, ("na",))),
        ("if a: pass\n else: work()", (0, ("fa",))),
        ("if a and b is not None: work()", (0, ("ta", "vb"))),
        ("if a or b: work()", (SOMETIMES, ())),
        ("if a or b: pass\n else: work()", (0, ("fa", "fb"))),
        ("if work(): pass", PLAIN),
        ("x = a or work()", (0, ("fa",))),
        ("x = a and work()", (0, ("ta",))),
        ("x = work() or a", PLAIN),
        ("x = work() if a else 1", (0, ("ta",))),
        ("if a is None: return\n work()", (0, ("va",))),
        ("for x in a:\n  if not b: continue\n  work()", (0, ("tb",))),
        ("if a is None: return\n elif b: return\n work()", PLAIN),
        ("if other(): work()", (SOMETIMES, ())),
        ("try: pass\n except OSError: work()", (SOMETIMES, ())),
        ("raise Error(work())", (RAISED, ())),
        ("if self.x is None: self.x = work()", (ONCE, ())),
        ("if not self.x:\n  y = work()\n  self.x = y", (ONCE, ())),
        ("if self.x is not None: return self.x\n self.x = work()", (ONCE, ())),
        ("if self.x is not None: raise E\n self.x = work()", PLAIN),
        ("if self.x is None: work()", (SOMETIMES, ())),
        ("if not self.loaded: self.work()", (ONCE, ())),
        ("if key not in self.x: self.x[key] = work()", (SOMETIMES, ())),
        ("if other():\n  work()\n  sys.exit(1)", (ONCE, ())),
        ("a = a or 1\n if a: work()", (SOMETIMES, ())),
        ("if a: work()\n a = 1", (0, ("ta",))),
        ("a = a or []\n if a: work()", (0, ("ta",))),
        ("a = a or None or {}\n x = work() if len(a) > 0 else []", (0, ("ta",))),
        ("a = b or []\n if a: work()", (SOMETIMES, ())),
        ("a = a or [1]\n if a: work()", (SOMETIMES, ())),
        ("if len(a): work()", (0, ("ta",))),
        ("if len(a) == 0: work()", (0, ("fa",))),
        ("if not len(a) != 0: work()", (0, ("fa",))),
        ("if len(a) > 1: work()", (SOMETIMES, ())),
        ("self.a = a\n if self.a: work()", (SOMETIMES, ())),
    ],
)
def test_what_a_call_hangs_on(body: str, expected: tuple[int, tuple[str, ...]]) -> None:
    assert of(f"import sys\ndef f(self, a=None, b=None):\n {body}\n") == expected


def test_what_a_constructor_has_just_kept_is_what_it_was_given() -> None:
    kept = "class A:\n def __init__(self, a=None, b=None):\n  self.a = a or []\n"
    assert of(f"{kept}  if self.a: work()\n") == (0, ("ta",))
    assert of(f"{kept}  if not self.a: work()\n") == (0, ("fa",))
    assert of(f"{kept}  if self.b: work()\n") == (SOMETIMES, ())
    assert of(f"{kept}  self.a = b\n  if self.a: work()\n") == (0, ("tb",))
    assert of(f"{kept}  self.a = other()\n  if self.a: work()\n") == (SOMETIMES, ())


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("work()", ()),
        ("work(None, True, 0, 'x', [], {}, [1])", ("-", "1", "0", "1", "0", "0", "")),
        ("work(a, c, b=a, d=None)", ("a", "", "b=a", "d=-")),
        ("work(*a, **b)", ("*", "*")),
        ("work(a or [], b=b or 1)", ("+a", "b=")),
        ("a = a or []\n work(a)", ("+a",)),
        ("words = dict(b=a, d=None)\n work(**words)", ("b=a", "d=-")),
        ("words = {'b': a, **c}\n work(**words)", ("b=a", "*")),
        ("words = dict(b=a)\n words['c'] = 1\n work(**words)", ("*",)),
    ],
)
def test_what_a_call_hands_over(call: str, expected: tuple[str, ...]) -> None:
    module = Module("m.py", f"def f(a, b):\n c = 1\n {call}\n".encode())
    (site,) = (each for each in module.calls if each.name == "work")
    assert given(site.node, site.scope) == expected


@examples(st.sampled_from("tfnv"), st.sampled_from([None, True, False, "", "x", 0, 1]))
def test_a_need_holds_as_python_decides(letter: str, value: object) -> None:
    really = {"t": bool(value), "f": not value, "n": value is None, "v": value is not None}[letter]
    (site,) = Module("m.py", f"work({value!r})".encode()).calls
    (code,) = given(site.node, site.scope)
    assert holds(f"{letter}name", code) == really
    assert holds(f"{letter}name", "") and holds(f"{letter}name", "other")


def test_a_parameter_of_many_values_is_not_followed() -> None:
    module = Module("m.py", ("def f(a):\n" + " if a: work(a)\n a = other(a)\n" * 20).encode())
    first = next(call for call in module.calls if call.name == "work")
    assert Circumstances(module).of(first.node, first.scope) == (SOMETIMES, ())
