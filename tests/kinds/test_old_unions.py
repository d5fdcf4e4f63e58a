from __future__ import annotations

import subprocess
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pattern_lint.engine.examine import examine
from pattern_lint.engine.files import File
from pattern_lint.engine.plan import Plan, Planned
from pattern_lint.engine.session import Task
from pattern_lint.engine.session import run as run_task
from pattern_lint.kinds.kit import Rule
from pattern_lint.kinds.old_unions import Options
from pattern_lint.outcome import Outcome
from pattern_lint.tools import ruff

PLANNED = Planned(Rule("PAT901", "unions", Options()), "old-unions", "error")


def judged(text: str) -> list[tuple[int, int, str]]:
    return [(found.line, found.column, found.message) for found in examine([PLANNED], {"a.py": text}).findings]


@pytest.mark.parametrize(
    ("annotation", "wanted"),
    [
        ("Optional[int]", "int | None"),
        ("Union[int, str, None]", "int | str | None"),
        ('Optional["Book"]', '"Book | None"'),
        ("'Optional[Book]'", "Book | None"),
        ("Optional[None]", "None"),
        ("typing.Union['A', int]", '"A | int"'),
        ("None | Optional[int]", "int | None"),
        ("Optional[callable]", '"callable | None"'),
        ("Optional[threading.Lock]", '"threading.Lock | None"'),
        ("Optional[NAME]", '"NAME | None"'),
        ("Optional[list['A']]", "list['A'] | None"),
    ],
)
def test_the_message_says_what_to_write(annotation: str, wanted: str) -> None:
    before = "import threading, typing\nfrom typing import Optional, Union\nNAME = 'Book'\n"
    ((line, _, message),) = judged(f"{before}x: {annotation}\n")
    assert line == 4
    assert message.startswith(f"write `{wanted}` for")


_TYPES = st.recursive(
    st.sampled_from(["int", "str", "None", "'Book'", "callable", "list['Book']", "Name", "dict[str, 'Book']"]),
    lambda inner: st.one_of(
        inner.map(lambda part: f"Optional[{part}]"),
        st.tuples(inner, inner).map(lambda parts: f"Union[{parts[0]}, {parts[1]}]"),
    ),
    max_leaves=6,
)


@given(_TYPES.filter(lambda text: text.startswith(("Optional", "Union"))))
def test_what_a_message_says_to_write_can_be_evaluated(annotation: str) -> None:
    before = "from typing import Optional, Union\nName = 'Book'\n"
    found = judged(f"{before}x: {annotation}\n")
    assert found
    for _, _, message in found:
        wanted = message.removeprefix("write `").partition("` for `")[0]
        exec(f"Name = 'Book'\nx: {wanted}\n", {})


@pytest.mark.parametrize(
    "text",
    [
        "from typing import Optional\nAlias = Optional[int]\n",
        "from typing import Literal\nx: Literal['Optional[int]']\n",
        "from typing import Annotated\nx: Annotated[int, 'Optional[int]']\n",
        "from trees import Optional\nx: Optional[int]\n",
        "from typing import Optional\nx: Optional\n",
        "x: 'Optional['\n",
        "from typing import Union\nx: Union['A', int] | None\n",
    ],
)
def test_what_is_no_annotation_or_no_union_of_typing_conforms(text: str) -> None:
    assert judged(text) == []


def test_a_star_brings_the_unions_of_typing() -> None:
    assert [line for line, _, _ in judged("from typing import *\nx: Optional[int]\n")] == [2]


def test_every_union_counts() -> None:
    text = (
        "from typing import Optional, Union\ndef f(x: Optional[Union[int, str]], *y: dict[str, Optional[int]]): ...\n"
    )
    assert [line for line, _, _ in judged(text)] == [2, 2, 2]


@pytest.mark.parametrize(("python", "future", "count"), [("3.9", "", 0), ("3.9", "annotations", 1), ("3.10", "", 1)])
def test_old_pythons_know_no_bar(tmp_path: Path, python: str, future: str, count: int) -> None:
    (tmp_path / "pyproject.toml").write_text(f'[project]\nrequires-python = ">={python}"\n', encoding="utf-8")
    text = f"{'from __future__ import annotations' if future else ''}\nfrom typing import Optional\nx: Optional[int]\n"
    (tmp_path / "a.py").write_text(text, encoding="utf-8")
    plan = Plan(tmp_path, lambda: (PLANNED,), frozenset({"a"}))
    outcome: Outcome = run_task(Task(tmp_path, "key", [File("a.py", "a.py", 1, len(text))], lambda: plan, {}), jobs=1)
    assert len(outcome.findings) == count


def test_all_that_ruff_sees_in_annotations_is_seen(tmp_path: Path) -> None:
    text = (
        "from typing import Callable, Optional, Union\nimport typing as t\n"
        "class A:\n    a: Optional[int] = None\n    b: t.Union[int, Callable[[Optional[str]], None]]\n"
        "async def f(x: 'Union[A, None]', *, y: list[Optional[A]]) -> t.Optional[A]:\n    z: Optional[A] = x\n"
    )
    (tmp_path / "a.py").write_text(text, encoding="utf-8")
    command = [ruff.binary() or "ruff", "check", "--isolated", "--select", "UP007,UP045", "--output-format", "json"]
    said = subprocess.run([*command, "--exit-zero", "a.py"], cwd=tmp_path, capture_output=True, check=True).stdout
    lines = [diagnostic["location"]["row"] for diagnostic in msgspec.json.decode(said)]
    assert sorted(line for line, _, _ in judged(text)) == sorted(lines)
