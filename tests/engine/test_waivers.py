from __future__ import annotations

import io
import tokenize
from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pattern_lint.engine.waivers import Applied, Comments, Waiver, find_waivers, lexed, starts_like_shipped
from pattern_lint.outcome import Finding

FileProcessor = import_module("flake8.processor").FileProcessor
Violation = import_module("flake8.violation").Violation
NO_OPTIONS = SimpleNamespace(
    hang_closing=False,
    max_line_length=79,
    max_doc_length=None,
    indent_size=4,
    verbose=0,
    stdin_display_name="a.py",
)


def make_finding(line: int, code: str = "PAT140") -> Finding:
    return Finding("a.py", line, 1, line, 2, code, "name", "error", "message")


def apply(findings: list[Finding], text: str, judged: Callable[[str], bool] = starts_like_shipped) -> Applied:
    return Comments(find_waivers(text)).apply(findings, judged)


def codes_of(text: str) -> list[tuple[int, tuple[str, ...] | None, str]]:
    return [(waiver.line, waiver.codes, waiver.reason) for waiver in find_waivers(text)]


@pytest.mark.parametrize(
    ("comment", "codes", "reason"),
    [
        ("# noqa", None, ""),
        ("# NoQA", None, ""),
        ("# noqa: PAT140", ("PAT140",), ""),
        ("# noqa:PAT140", ("PAT140",), ""),
        ("# noqa: PAT140, E501", ("PAT140", "E501"), ""),
        ("# noqa:E501,W291", ("E501", "W291"), ""),
        ("# noqa: PAT140 E501", ("PAT140", "E501"), ""),
        ("# noqa: PAT140, E501 -- the reason", ("PAT140", "E501"), "the reason"),
        ("# noqa: PAT140 -- see #12 -- twice", ("PAT140",), "see #12 -- twice"),
        ("# noqa -- just so ", None, "just so"),
        ("# noqa: PAT140 but why", ("PAT140",), ""),
        ("# noqa: pat140", ("pat140",), ""),
        ("# noqa : PAT140", None, ""),
        ("# noqa PAT140", None, ""),
        ("# noqa:  PAT140", None, ""),
        ("# type: ignore # noqa: PAT140", ("PAT140",), ""),
    ],
)
def test_what_a_comment_says(comment: str, codes: tuple[str, ...] | None, reason: str) -> None:
    assert codes_of(f"x = 1  {comment}\n") == [(1, codes, reason)]


@pytest.mark.parametrize("comment", ["#noqa", "#  noqa", "# no qa", "# qanoqa"])
def test_what_is_no_waiver(comment: str) -> None:
    assert codes_of(f"x = 1  {comment}\n") == []


def test_a_comment_has_its_place() -> None:
    assert find_waivers("a\nxy = 1  # type: ignore # noqa: PAT140\n") == [
        Waiver(line=2, column=24, codes=("PAT140",), reason="", whole_file=False, first=2, last=2)
    ]


@pytest.mark.parametrize(
    "text",
    [
        'x = "# noqa"\n',
        'x = """\n# noqa\n"""\n',
        "x = '''\\'''\n# noqa\n'''\n",
        'x = f"{a}# noqa{b}"\n',
        'x = "a\\\n # noqa"\n',
    ],
)
def test_within_a_string_it_is_no_comment(text: str) -> None:
    assert find_waivers(text) == []


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_after_a_string_it_is_one(ends: str) -> None:
    text = ends.join(['\ufeffx = "#"  # noqa: A1', "y = '''", "# noqa", "'''  # noqa: A2", ""])
    assert [(waiver.line, waiver.codes) for waiver in find_waivers(text)] == [(1, ("A1",)), (4, ("A2",))]


@pytest.mark.parametrize(
    ("text", "ranges"),
    [
        ("a = 1\nb = 2\n", {}),
        ("f(\n    a,\n)\n", {}),
        ("a = '''\n\n'''\nb\n", {1: (1, 3), 2: (1, 3), 3: (1, 3)}),
        ("a = 1 + \\\n  2\n", {1: (1, 2), 2: (1, 2)}),
        ("f('''\n''', '''\n''')\n", {1: (1, 3), 2: (1, 3), 3: (1, 3)}),
        ("a = '''\n'''\nb = '''\n'''\n", {1: (1, 2), 2: (1, 2), 3: (3, 4), 4: (3, 4)}),
    ],
)
def test_which_lines_belong_together(text: str, ranges: dict[int, tuple[int, int]]) -> None:
    assert lexed(text).ranges == ranges


def test_a_comment_reaches_the_lines_that_a_string_joins() -> None:
    text = "f(\n'''a\nb\n''')  # noqa: PAT140\ng()\n"
    findings = [make_finding(line) for line in (1, 2, 3, 4, 5)]
    applied = apply(findings, text)
    assert [finding.line for finding in applied.kept] == [1, 5]
    assert [finding.line for finding, _ in applied.waived] == [2, 3, 4]
    assert applied.unused == []


def test_the_beginning_of_a_code_accepts_it_and_another_case_does_not() -> None:
    findings = [make_finding(1), make_finding(2), make_finding(3, "PAT240")]
    applied = apply(findings, "a  # noqa: PAT1\nb  # noqa: pat140\nc  # noqa: PAT1\n")
    assert applied.kept == findings[1:]
    assert [(unused.waiver.line, unused.code) for unused in applied.unused] == [(2, "pat140"), (3, "PAT1")]


def test_a_comment_for_the_whole_file() -> None:
    findings = [make_finding(3), make_finding(4, "PAT141")]
    assert apply(findings, "x\n# flake8: noqa\n").kept == []
    applied = apply(findings, "  # FLAKE8: noqa: PAT141, PAT9 -- generated\n")
    assert applied.kept == findings[:1]
    assert [(waiver.whole_file, waiver.reason) for _, waiver in applied.waived] == [(True, "generated")]
    assert [unused.code for unused in applied.unused] == ["PAT9"]


def test_a_comment_for_the_whole_file_stands_alone() -> None:
    assert find_waivers("x = 1  # flake8: noqa\n") == []


def test_unused_are_codes_that_are_judged_and_never_blankets() -> None:
    text = "a  # noqa\nb  # noqa: PAT140, E501, ABC101\n"
    assert [unused.code for unused in apply([], text).unused] == ["PAT140"]
    judged = apply([], text, judged=lambda code: code in {"ABC101", "E501"})
    assert [unused.code for unused in judged.unused] == ["E501", "ABC101"]


def test_the_first_comment_of_a_line_decides() -> None:
    applied = apply([make_finding(1)], "a  # noqa: E501  # noqa: PAT140\n")
    assert applied.kept == [make_finding(1)]
    assert [unused.code for unused in applied.unused] == ["PAT140"]


def test_a_text_that_cannot_be_tokenized_is_read_line_by_line() -> None:
    text = "x = '\nf(  # noqa: PAT140\n# noqa\n"
    assert [(waiver.line, waiver.codes) for waiver in find_waivers(text)] == [(2, ("PAT140",)), (3, None)]


def test_a_string_within_a_formatted_string_is_no_comment() -> None:
    assert codes_of('x = f"{d["#"]}"  # noqa: A1\ny = f"{d[\'#\']}"  # noqa: A2\n') == [
        (1, ("A1",), ""),
        (2, ("A2",), ""),
    ]


def test_files_without_a_waiver_are_not_tokenized(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pattern_lint.engine.waivers.lexed", lambda text: pytest.fail("lexed"))
    assert apply([make_finding(1)], "x = 1  # a comment\n").kept == [make_finding(1)]
    assert find_waivers("x = 1\n") == []


FRAGMENTS = [
    "a = 1",
    "  # noqa: PAT140",
    " # noqa",
    "# noqa: E501, PAT1 -- reason",
    "\n",
    "\n",
    "\\\n",
    "'''",
    '"""',
    "'",
    '"',
    "f'{a}'",
    'f"',
    "{",
    "}",
    "(",
    ")",
    "\\",
    "rb'\\''",
    "\x0c",
    "    ",
    "pass",
    ":",
]


AROUND_STATEMENTS = " \\\n\x0c"
"""A backslash alone above a statement is part of its range for us only; nothing is ever found there."""


def tokenized(text: str) -> list[tokenize.TokenInfo] | None:
    try:
        return list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        return None


@settings(deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join))
def test_comments_and_ranges_are_those_of_a_real_tokenizer(text: str) -> None:
    tokens = tokenized(text)
    if tokens is None or any(token.type == tokenize.ERRORTOKEN for token in tokens):
        assert all(waiver.line <= text.count("\n") + 1 for waiver in find_waivers(text))
        return
    with_waivers = {
        token.start[0] for token in tokens if token.type == tokenize.COMMENT and "# noqa" in token.string.lower()
    }
    assert {waiver.line for waiver in find_waivers(text) if not waiver.whole_file} == with_waivers
    processor = FileProcessor("a.py", NO_OPTIONS, lines=io.StringIO(text).readlines())
    lines = text.split("\n")
    ranges = lexed(text).ranges
    for line in range(1, len(processor.lines) + 1):
        joined = processor.noqa_line_for(line)
        first, last = ranges.get(line, (line, line))
        if joined is not None:
            ours = "\n".join(lines[first - 1 : last])
            assert ours.strip(AROUND_STATEMENTS) == joined.strip(AROUND_STATEMENTS)


PIECES = ["# noqa", "# NOQA", ":", ": ", " ", "PAT140", "PAT1", "pat140", "E501", ",", "--", "x", "#"]
COMMENTS = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)


@settings(deadline=None)
@given(COMMENTS, st.sampled_from(["PAT140", "E501", "PAT240"]))
def test_a_comment_means_what_it_means_to_flake8(comment: str, code: str) -> None:
    line = f"x = 1  # {comment}\n"
    theirs = Violation(code, "a.py", 1, 1, "", line).is_inline_ignored(disable_noqa=False)
    assert bool(apply([make_finding(1, code)], line).waived) == theirs
