from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import msgspec
from ruff import find_ruff_bin

from pattern_lint.engine.examine import examine
from pattern_lint.engine.plan import Planned
from pattern_lint.kinds.kit import Rule
from pattern_lint.kinds.typed_signatures import Options

CARD = Planned(Rule("PAT901", "typed", Options()), "typed-signatures", "error")
SIGNATURES = """
import abc
from functools import cached_property, wraps
from typing import Any, overload


def nothing(): ...
def partly(a, b: int) -> int: ...
def fine(a: int, /, *b: int, c: int = 1, **d: int) -> int: ...
def starred(*parts, **options) -> None: ...
async def waits(a: int): ...


class Thing(abc.ABC):
    def __init__(self): ...
    def __new__(cls, *a: int) -> Any: ...
    def __repr__(self): ...
    def method(self, a): ...
    @property
    def name(self): ...
    @name.setter
    def name(self, value: str): ...
    @cached_property
    def later(self) -> int: ...
    @staticmethod
    def static(a, b: int) -> None: ...
    @classmethod
    def made(cls, a) -> None: ...
    @abc.abstractmethod
    def abstract(self, a: int): ...
    @overload
    def one(self, a: int) -> int: ...
    @overload
    def one(self, a: str) -> str: ...
    def one(self, a): ...

    class Inner:
        def method(self): ...


def outer(a: int) -> int:
    @wraps(nothing)
    def inner(b): ...

    return inner(a)
"""


def test_the_signatures_are_those_of_ruffs_ann_rules(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text(SIGNATURES, encoding="utf-8")
    command = [os.fsdecode(find_ruff_bin()), "check", "--isolated", "--no-cache", "--exit-zero", str(file)]
    command += ["--output-format", "json", "--select", "ANN001,ANN002,ANN003,ANN201,ANN202,ANN204,ANN205,ANN206"]
    said = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    of_ruff = {_definition(entry["location"]["row"]) for entry in said}
    ours = {finding.line for finding in examine([CARD], {"a.py": SIGNATURES}).findings}
    assert len(ours) > 10
    assert ours == of_ruff


def _definition(line: int) -> int:
    """Each signature of the example stands in one line."""
    assert "def " in SIGNATURES.split("\n")[line - 1]
    return line


def test_class_attributes_below_an_unknown_base_are_unknown() -> None:
    outcome = examine([CARD], {"a.py": "from lib import Base\n\n\nclass Own(Base):\n    title = 'x'\n"})
    (tally,) = outcome.tallies.values()
    assert (tally.unknown, tally.violates) == (1, 0)


LARGE = {f"part{number}.py": "x = 1\n" for number in range(20)}
INFERRED = "class Own:\n    kind = 'x'\n    found = []\n\n    def __init__(self, a: int): ...\n"


def lines(files: dict[str, str], **options: object) -> list[tuple[str, int]]:
    rule = Rule("PAT901", "types", msgspec.convert(options, Options))
    outcome = examine([Planned(rule, "typed-signatures", "error")], files)
    return [(found.path, found.line) for found in outcome.findings]


def test_a_small_project_is_asked_for_what_a_checker_infers() -> None:
    assert lines({"a.py": INFERRED}) == [("a.py", 2), ("a.py", 3), ("a.py", 5)]


def test_a_large_project_is_asked_for_it_where_it_is_its_convention() -> None:
    assert lines({**LARGE, "a.py": INFERRED}) == [("a.py", 3)]
    assert lines({**LARGE, "a.py": INFERRED}, inferred="always") == [("a.py", 2), ("a.py", 3), ("a.py", 5)]
    typed = (
        "from typing import ClassVar\n"
        + "".join(f"class K{number}:\n    kind: ClassVar[str] = 'x'\n" for number in range(20))
        + "".join(f"class T{number}:\n    def __init__(self, a: int) -> None: ...\n" for number in range(20))
    )
    assert lines({**LARGE, "a.py": INFERRED, "b.py": typed}) == [("a.py", 2), ("a.py", 3), ("a.py", 5)]


def test_a_parameter_without_annotation_is_reported_whatever_the_convention() -> None:
    assert lines({**LARGE, "a.py": "class Own:\n    def __init__(self, a: int, b): ...\n"}) == [("a.py", 2)]
