from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pattern_lint.gate.entries import BaselineErrors, Entry, entries_of, read_entries, rendered
from pattern_lint.outcome import Finding, Mark

HEADER = "# pattern-lint baseline 1\n"
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
ENTRIES = st.builds(
    Entry,
    path=TEXT.filter(bool),
    code=st.sampled_from(["PAT140", "ABC1234"]),
    scope=TEXT.filter(lambda scope: scope != "-"),
    digest=st.sampled_from(["0a1b", "ffff"]),
    repeat=st.integers(1, 3),
    measure=st.none() | st.integers(0, 9999),
    line=st.just(0),
)


def finding(path: str, scope: str, digest: str, measure: int | None = None) -> Finding:
    mark = Mark(scope, digest, measure)
    return Finding(path, 1, 1, 1, 2, "PAT140", "no-bare-except", "error", "message", mark=mark)


@given(st.lists(ENTRIES, unique_by=lambda entry: entry[:5]))
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, entries: list[Entry]) -> None:
    file = tmp_path_factory.mktemp("base") / "base.txt"
    file.write_bytes(rendered(entries, "base.txt").encode())
    found = [entry._replace(line=0) for entry in read_entries(file)]
    assert sorted(found, key=str) == sorted(entries, key=str)


@given(st.lists(ENTRIES, unique_by=lambda entry: entry[:5]))
def test_the_file_does_not_depend_on_the_order(entries: list[Entry]) -> None:
    text = rendered(entries, "b")
    assert text == rendered(entries[::-1], "b")
    lines = text.split("\n")[4:-1]
    assert lines == sorted(lines)
    assert len(lines) == len(entries)


def test_findings_that_are_alike_are_numbered() -> None:
    found = [finding("a.py", "f", "x"), finding("a.py", "f", "x"), finding("b.py", "f", "x", 4)]
    assert [(entry.path, entry.repeat, entry.measure) for entry in entries_of(found)] == [
        ("a.py", 1, None),
        ("a.py", 2, None),
        ("b.py", 1, 4),
    ]


def test_an_entry_knows_its_line(tmp_path: Path) -> None:
    file = tmp_path / "b"
    file.write_text(HEADER + "# more\n\na.py\tPAT140\t-\tff\t1\t-\n")
    assert read_entries(file) == [Entry("a.py", "PAT140", "", "ff", 1, None, 4)]


def test_equal_lines_of_a_merge_are_one_entry_whatever_the_editor_adds(tmp_path: Path) -> None:
    file = tmp_path / "b"
    file.write_text("\ufeff" + HEADER + "a.py\tPAT140\t-\tff\t1\t-\r\n" * 2)
    assert len(read_entries(file)) == 1


def test_of_two_measures_of_a_merge_the_larger_is_accepted(tmp_path: Path) -> None:
    file = tmp_path / "b"
    file.write_text(HEADER + "".join(f"a.py\tPAT021\t*\tff\t1\t{size}\n" for size in (1000, 870, 900)))
    assert [entry.measure for entry in read_entries(file)] == [1000]


def test_everything_that_is_wrong_is_said_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "b"
    file.write_text(HEADER + "<<<<<<< HEAD\na.py PAT140\na.py\tPAT140\t-\tff\tmany\t-\nb.py\tPAT140\t-\tff\t1\tx\n")
    with pytest.raises(BaselineErrors) as raised:
        read_entries(file)
    assert [problem.line for problem in raised.value.problems] == [2, 3, 4, 5]
    assert "keep the entries of both sides" in raised.value.problems[0].message
    assert "6 fields" in raised.value.problems[1].message


def test_a_file_of_another_sort_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "b"
    file.write_text("{}\n")
    with pytest.raises(BaselineErrors, match="its first line has to be `# pattern-lint baseline 1`"):
        read_entries(file)


def test_a_missing_file_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(BaselineErrors, match="`pattern-lint baseline` accepts today's findings"):
        read_entries(tmp_path / "b")
