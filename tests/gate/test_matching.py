from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from pattern_lint.gate.entries import Entry, entries_of
from pattern_lint.gate.matching import Matched, match
from pattern_lint.lang.python.marks import WHOLE_FILE
from pattern_lint.outcome import Finding, Mark


def finding(
    path: str, scope: str = "f", digest: str = "x", *, line: int = 1, code: str = "PAT140", measure: int | None = None
) -> Finding:
    mark = Mark(scope, digest, measure)
    return Finding(path, line, 1, line, 2, code, "name", "error", "message", mark=mark)


def matched(before: Sequence[Finding], today: Sequence[Finding], places: Sequence[tuple[str, str]] = ()) -> Matched:
    """Yesterday's findings against those of today; `places` are still there besides those of today's findings."""
    there = {*places, *((each.path, each.mark.scope) for each in today)}
    return match(entries_of(before), today, lambda path, scope: (path, scope) in there)


def test_lines_do_not_matter() -> None:
    assert matched([finding("a.py", line=3)], [finding("a.py", line=90)]).new == []


def test_one_more_of_the_same_is_new() -> None:
    result = matched([finding("a.py")], [finding("a.py", line=1), finding("a.py", line=5)])
    assert [each.line for each in result.new] == [5]


def test_one_less_of_the_same_leaves_an_entry() -> None:
    result = matched([finding("a.py", line=1), finding("a.py", line=5)], [finding("a.py", line=1)])
    assert [entry.repeat for entry in result.gone] == [2]


def test_a_file_that_moved_is_known() -> None:
    result = matched([finding("a.py"), finding("b/a.py")], [finding("c/a.py"), finding("b/a.py")])
    assert (result.new, result.gone) == ([], [])


def test_a_function_that_moved_to_another_file_is_known() -> None:
    result = matched([finding("a.py")], [finding("b.py")], [("a.py", "g")])
    assert (result.new, result.gone) == ([], [])


def test_one_put_right_and_the_same_made_elsewhere_is_new() -> None:
    result = matched([finding("a.py")], [finding("b.py")], [("a.py", "f")])
    assert [each.path for each in result.new] == ["b.py"]
    assert [entry.path for entry in result.gone] == ["a.py"]


def test_of_several_files_that_are_gone_the_most_alike_moved() -> None:
    before = [finding("x/one.py"), finding("x/two.py")]
    result = matched(before, [finding("y/two.py")])
    assert [entry.path for entry in result.gone] == ["x/one.py"]


def test_another_code_is_another_finding() -> None:
    assert len(matched([finding("a.py")], [finding("a.py", code="PAT235")]).new) == 1


def test_a_whole_file_is_known_by_its_path_whatever_it_defines() -> None:
    before = finding("a.py", WHOLE_FILE, "one", measure=900)
    assert matched([before], [finding("a.py", WHOLE_FILE, "two", measure=900)]).new == []
    assert matched([before], [finding("b.py", WHOLE_FILE, "one", measure=900)]).new == []
    assert len(matched([before], [finding("b.py", WHOLE_FILE, "two", measure=900)]).new) == 1


def test_what_is_measured_may_shrink_and_not_grow() -> None:
    before = finding("a.py", WHOLE_FILE, measure=900)
    assert len(matched([before], [before._replace(mark=before.mark._replace(measure=850))]).known) == 1
    result = matched([before], [before._replace(mark=before.mark._replace(measure=901))])
    assert (len(result.grown), result.gone, result.new) == (1, [], [])


FINDINGS = st.lists(
    st.builds(
        finding,
        path=st.sampled_from(["a.py", "b.py", "c/a.py"]),
        scope=st.sampled_from(["", "f", "C.f", WHOLE_FILE]),
        digest=st.sampled_from(["x", "y"]),
        line=st.integers(1, 30),
        code=st.sampled_from(["PAT140", "PAT235"]),
        measure=st.none() | st.integers(1, 3),
    ),
    max_size=12,
)


@given(FINDINGS, FINDINGS, st.booleans())
def test_everything_ends_up_in_one_place(before: list[Finding], today: list[Finding], is_there: bool) -> None:
    entries = entries_of(before)
    result = match(entries, today, lambda path, scope: is_there)
    pairs = [*result.known, *result.grown]
    assert sorted([*result.new, *(found for found, _ in pairs)], key=repr) == sorted(today, key=repr)
    assert sorted([*result.gone, *(entry for _, entry in pairs)], key=repr) == sorted(entries, key=repr)
    for found, entry in pairs:
        assert found.code == entry.code
        assert found.mark.scope == entry.scope


@given(FINDINGS)
def test_nothing_is_new_where_only_lines_and_the_order_changed(before: list[Finding]) -> None:
    today = [found._replace(line=found.line + 7) for found in before]
    result = match(entries_of(before), today[::-1], lambda path, scope: True)
    sizes = [found for found, _ in result.grown]
    assert (result.new, result.gone) == ([], [])
    assert all(found.mark.measure is not None for found in sizes)


@given(FINDINGS)
def test_nothing_is_new_where_all_files_moved(before: list[Finding]) -> None:
    today = [found._replace(path=f"moved/{found.path}") for found in before]
    result = match(entries_of(before), today, lambda path, scope: False)
    assert (result.new, result.gone) == ([], [])


@given(FINDINGS, FINDINGS)
def test_an_entry_that_matches_is_never_gone(before: list[Finding], more: list[Finding]) -> None:
    result = match(entries_of(before), [*before, *more], lambda path, scope: True)
    assert result.gone == []
    assert len(result.new) == len(more)


def test_entries_without_findings_are_gone() -> None:
    entries = [Entry("a.py", "PAT140", "f", "x")]
    assert match(entries, [], lambda path, scope: False).gone == entries
