"""Comments to other linters accept what a card says is the same."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pattern_lint.engine.waivers import Applied, Comments, find_waivers
from pattern_lint.lang.python.module import Module
from pattern_lint.outcome import Finding

EQUIVALENTS = (
    "BLE001",
    "E722",
    "W0718",
    "broad-exception-caught",
    "bare-except",
    "B110",
    "PyBroadException",
    "override",
)


def accepted(text: str, equivalents: Sequence[str] = EQUIVALENTS) -> list[int]:
    """The lines of a text on which a finding would be waived."""
    return [finding.line for finding, _ in applied(text, equivalents).waived]


def applied(text: str, equivalents: Sequence[str] = EQUIVALENTS) -> Applied:
    lines = range(1, text.count("\n") + 1)
    findings = [Finding("a.py", line, 1, line, 2, "PAT139", "name", "error", "message") for line in lines]
    return Comments(find_waivers(text), lambda code: equivalents).apply(findings)


@pytest.mark.parametrize(
    ("comment", "lines"),
    [
        ("# noqa: BLE001", [2]),
        ("# noqa: E501,BLE001", [2]),
        ("# noqa: B9", []),
        ("# noqa: S110", []),
        ("# pylint: disable=broad-except", []),
        ("# pylint: disable=broad-exception-caught", [2]),
        ("# pylint: disable=unused-import, W0718", [2]),
        ("# pylint:disable=bare-except", [2]),
        ("# pylint: disable-next=bare-except", [3]),
        ("# pylint: enable=bare-except", []),
        ("# nosec", [2]),
        ("# nosec B110", [2]),
        ("# nosec: B110", [2]),
        ("# nosec B602", []),
        ("# noinspection PyBroadException", [2]),
        ("# noinspection PyUnresolvedReferences", []),
        ("# type: ignore", []),
        ("# type: ignore[misc]", []),
        ("# type: ignore[misc, override]", [2]),
        ("# type:ignore[override]  # the base is wrong", [2]),
        ("# pyright: ignore[override]", [2]),
        ("# pragma: no cover", []),
        ("# ruff: noqa: BLE001", []),
    ],
)
def test_comments_behind_code(comment: str, lines: list[int]) -> None:
    assert accepted(f"a = 1\nb = 2  {comment}\nc = 3\n") == lines


@pytest.mark.parametrize(
    ("comment", "lines"),
    [
        ("# ruff: noqa", [1, 2, 3]),
        ("# ruff: noqa: E501, E722", [1, 2, 3]),
        ("# ruff: noqa: E501", []),
        ("# flake8: noqa: E722", [1, 2, 3]),
        ("# pylint: skip-file", [1, 2, 3]),
        ("# pylint: disable=bare-except", [2, 3]),
        ("# pylint: disable=all", [2, 3]),
    ],
)
def test_comments_on_their_own_line(comment: str, lines: list[int]) -> None:
    assert accepted(f"a = 1\n{comment}\nc = 3\n") == lines


def test_a_card_without_equivalents_is_not_accepted_by_others_comments() -> None:
    for comment in ("# noqa: BLE001", "# pylint: disable=all", "# nosec"):
        assert accepted(f"a = 1  {comment}\n", ()) == []
    assert accepted("# ruff: noqa\na = 1\n", ()) == []


def test_a_comment_reaches_to_the_end_of_its_block() -> None:
    text = (
        "def f():\n    # pylint: disable=bare-except\n    x = 1\n    if x:\n        y = 1\n# no code\n\n"
        "    z = '''\nno code either\n'''\n    q = 1\n\ndef g():\n    x = 2\n"
    )
    assert accepted(text) == list(range(2, 13))


def test_a_comment_behind_the_head_of_a_block_reaches_over_the_block() -> None:
    text = "try:\n    f()\nexcept Exception:  # pylint: disable=broad-exception-caught\n    g()\n    h()\ni()\n"
    assert accepted(text) == [3, 4, 5]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("# noinspection PyBroadException\ntry:\n    f()\nexcept Exception:\n    g()\nh()\n", [2, 3, 4, 5]),
        ("# noinspection PyCompatibility, PyBroadException\n# so far\n\nf(\n    1,\n)\nh()\n", [2, 3, 4, 5, 6]),
        ("# noinspection PyBroadException\n@a\n@b(\n)\ndef f():\n    g()\n@a\ndef h(): ...\n", [2, 3, 4, 5, 6]),
        ("try:\n    f()\n# noinspection PyBroadException\nexcept A:\n    g()\nexcept B: ...\nh()\n", [4, 5, 6]),
        ('# noinspection ALL\nx = """\ny\n"""\nh()\n', [2, 3, 4]),
        ("# noinspection PyBroadException\n", []),
    ],
)
def test_a_comment_to_pycharm_reaches_over_the_statement_below_it(text: str, lines: list[int]) -> None:
    assert accepted(text) == lines


@pytest.mark.parametrize(
    "comment",
    [
        *("noqa", "pylint: disable=all", "nosec", "ruff: noqa", "noinspection PyBroadException"),
        *("type: ignore[override, misc]", "pyright: ignore[reportIncompatibleMethodOverride]"),
    ],
)
def test_a_module_looks_for_comments_to_all_of_them(comment: str) -> None:
    assert Module("m.py", f"# {comment}\na = 1\n".encode()).waivers


def test_what_is_enabled_again_is_not_accepted() -> None:
    text = "# pylint: disable=bare-except\na = 1\n# pylint: enable=bare-except\nb = 2\n"
    assert accepted(text) == [1, 2, 3]


def test_what_accepts_nothing_is_none_of_our_business() -> None:
    text = "a = 1  # pylint: disable=unused-import\nb = 1  # noqa: BLE001\n# ruff: noqa: F401\n"
    assert applied(text, ()).unused == []


def test_a_waiver_of_ours_beside_one_of_others() -> None:
    told = applied("a = 1  # noqa: PAT139, BLE001 -- the reason\n")
    assert [(waiver.reason, waiver.names("PAT139")) for _, waiver in told.waived] == [("the reason", True)]


def test_many_comments_take_time_in_proportion() -> None:
    block = "class A:\n" + "    # pylint: disable=bare-except\n    x = 1\n" * 4000
    begun = time.process_time()
    assert len(accepted(block)) == 8000
    assert time.process_time() - begun < 2


@given(
    st.lists(st.sampled_from(["a = 1", "    b = 2", "# pylint: disable=bare-except", "    # pylint: disable=all", ""]))
)
def test_what_is_accepted_follows_a_comment(lines: list[str]) -> None:
    text = "".join(f"{line}\n" for line in lines)
    first = next((number for number, line in enumerate(lines, 1) if "pylint" in line), len(lines) + 1)
    assert all(line >= first for line in accepted(text))
