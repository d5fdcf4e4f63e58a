"""The cards about errors, compared with the rules of ruff that look for the same; the cards say where they differ."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest
from ruff.__main__ import find_ruff_bin

from pattern_lint.outcome import Outcome

Judge = Callable[..., Outcome]

HEADS = [
    "",
    "Exception",
    "BaseException",
    "(ValueError, Exception)",
    "OSError",
    "ValueError",
    "builtins.Exception",
    "Exception as e",
]
BODIES = [
    "pass",
    "...",
    "continue",
    "return None",
    "raise",
    "log(1)",
    "log(1)\nraise",
    "if log:\n    raise",
    "'why'\npass",
]
RAISES = [
    "raise Exception",
    "raise Exception()",
    "raise BaseException('x') from None",
    "raise builtins.Exception('x')",
    "raise Alias('x')",
    "raise ValueError('x')",
    "raise",
    "raise made",
    "raise Exception",
]


def corpus() -> Iterator[str]:
    """Every head with every body, in functions that are sync and async, and every raise."""
    yield "import builtins\nfrom builtins import Exception as Alias\n"
    for number, (head, body) in enumerate(product(HEADS, BODIES)):
        inner = body.replace("\n", "\n            ")
        keyword = "async def" if number % 2 else "def"
        yield f"{keyword} f{number}(log, work):\n    for _ in work:\n        try:\n            work()\n"
        yield f"        except {head}:\n            {inner}\n".replace("except :", "except:")
    for number, statement in enumerate(RAISES):
        yield f"def r{number}(made):\n    {statement}\n"


@pytest.fixture(scope="module")
def source() -> str:
    return "".join(corpus())


@pytest.fixture(scope="module")
def ruff(source: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], set[int]]:
    path = tmp_path_factory.mktemp("corpus") / "module.py"
    path.write_text(source)

    def lines(rule: str) -> set[int]:
        command = [find_ruff_bin(), "check", "--isolated", "--ignore-noqa", "--no-cache", "--target-version", "py311"]
        command += ["--select", rule, "--output-format", "json", str(Path(path))]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return {found["location"]["row"] for found in json.loads(done.stdout)}

    return lines


def ours(outcome: Outcome) -> set[int]:
    assert outcome.faults == []
    return {finding.line for finding in outcome.findings}


def raises_again(source: str, line: int) -> bool:
    """Whether the clause at a line has a `raise` of its own right in its body."""
    body = source.split("\n")[line : line + 2]
    return any(text == " " * 12 + "raise" for text in body)


def test_bare_excepts_are_those_of_e722_and_those_that_raise_again(
    judge: Judge, ruff: Callable[[str], set[int]], source: str
) -> None:
    found, theirs = ours(judge("no-bare-except", source)), ruff("E722")
    assert theirs and theirs <= found
    assert found - theirs == {line for line in found if raises_again(source, line)}


def test_generic_raises_are_those_of_try002(judge: Judge, ruff: Callable[[str], set[int]], source: str) -> None:
    theirs = ruff("TRY002")
    assert len(theirs) >= 5
    assert ours(judge("no-generic-raise", source)) == theirs


def test_silent_excepts_contain_those_of_s110(judge: Judge, ruff: Callable[[str], set[int]], source: str) -> None:
    theirs = ruff("S110")
    assert len(theirs) >= 5
    assert theirs <= ours(judge("no-silent-except", source))
