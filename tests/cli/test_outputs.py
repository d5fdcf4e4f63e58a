from __future__ import annotations

from pathlib import Path

import pytest

from pattern_lint.cli.output import check_writable
from pattern_lint.cli.outputs import Report, reports_of
from pattern_lint.problems import UsageError

A, B = Path("a"), Path("b")


@pytest.mark.parametrize(
    ("noted", "reports"),
    [
        ([], [Report("text")]),
        (["json"], [Report("json")]),
        ([A], [Report("text", A)]),
        ([A, "json"], [Report("json", A)]),
        (["json", A, "sarif", B], [Report("json", A), Report("sarif", B)]),
        (["text", "sarif", B], [Report("text"), Report("sarif", B)]),
        (["sarif", B, "text"], [Report("sarif", B), Report("text")]),
    ],
)
def test_a_file_belongs_to_the_format_in_front_of_it(noted: list[str | Path], reports: list[Report]) -> None:
    assert reports_of(noted) == reports


@pytest.mark.parametrize(
    ("noted", "message"),
    [
        (["json", "text"], "only one report can go to standard output, not json and text"),
        ([A, B], "--output a: put the --output-format of this file in front of it"),
        (["json", A, B], "--output b: put the --output-format"),
        (["json", A, "sarif", A], "two reports go to one file"),
    ],
)
def test_what_cannot_be_meant_is_an_error(noted: list[str | Path], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        reports_of(noted)


def test_files_that_cannot_be_written_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    there, missing, folder = tmp_path / "there", tmp_path / "no" / "x", tmp_path / "folder"
    check_writable([there])
    with pytest.raises(UsageError) as raised:
        check_writable([missing, there, folder])
    assert str(raised.value).split("\n") == [
        f"{missing}: cannot be written: there is no folder {tmp_path / 'no'}; name another file after --output",
        f"{folder}: cannot be written: it is a folder; name another file after --output",
    ]
