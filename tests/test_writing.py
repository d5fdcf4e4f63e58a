"""Files that are put in place whole or not at all, and never where somebody else points."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pattern_lint.writing import RefusedError, append_line, can_be_below, replace, replace_all, write_report

FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk on which there is room for some bytes of a file, and no more."""
    written = os.write
    taken: dict[int, int] = {}

    def write(handle: int, content: bytes) -> int:
        taken[handle] = taken.get(handle, 0) + 1
        if taken[handle] > 1:
            raise FULL
        return written(handle, bytes(content)[:3])

    monkeypatch.setattr(os, "write", write)


def test_the_old_file_survives_a_full_disk(tmp_path: Path, full_disk: None) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"old and long enough")
    with pytest.raises(OSError, match="No space"):
        replace(file, b"new content")
    with pytest.raises(OSError, match="No space"):
        append_line(file, b"a line\n")
    with pytest.raises(OSError, match="No space"):
        write_report(file, b"new content")
    assert file.read_bytes() == b"old and long enough"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]


def test_all_files_are_written_or_none(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"1")
    with pytest.raises(FileNotFoundError):
        replace_all({tmp_path / "one": b"2", tmp_path / "no folder" / "two": b"2"})
    assert (tmp_path / "one").read_bytes() == b"1"
    assert len([*tmp_path.iterdir()]) == 1


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    target = tmp_path / "profile"
    target.write_bytes(b"theirs")
    link, dangling = tmp_path / "link", tmp_path / "dangling"
    link.symlink_to(target)
    dangling.symlink_to(tmp_path / "not there")
    for path in (link, dangling):
        for write in (replace, append_line, write_report):
            with pytest.raises(RefusedError, match="symbolic link"):
                write(path, b"ours\n")
    assert target.read_bytes() == b"theirs"
    assert not (tmp_path / "not there").exists()


def test_no_folder_of_the_project_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere/deep").mkdir(parents=True)
    project = tmp_path / "project"
    project.mkdir()
    (project / "sub").symlink_to(tmp_path / "elsewhere")
    for name in ("sub/a.txt", "sub/deep/a.txt", "../a.txt", "x/../../a.txt"):
        with pytest.raises(RefusedError):
            replace(project / name, b"x", inside=project)
    assert [*tmp_path.rglob("*.txt")] == []
    (tmp_path / "link to project").symlink_to(project)  # above the project everything is the user's
    replace(tmp_path / "link to project/a.txt", b"x", inside=tmp_path / "link to project")
    assert (project / "a.txt").read_bytes() == b"x"


def test_only_what_says_that_it_is_ours_is_written_over(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    for known, is_ours in ((b"# ours 1\nx", True), (b"", True), (b"#", False), (b"theirs\n# ours", False)):
        file.write_bytes(known)
        if is_ours:
            replace(file, b"# ours 2", mark=b"# ours")
        else:
            with pytest.raises(RefusedError, match="another file of that name is kept"):
                replace(file, b"# ours 2", mark=b"# ours")
        assert file.read_bytes() == (b"# ours 2" if is_ours else known)


def test_rights_are_kept_and_new_files_have_the_usual_ones(tmp_path: Path) -> None:
    kept, usual = tmp_path / "kept", tmp_path / "usual"
    kept.write_bytes(b"")
    kept.chmod(0o640)
    replace_all({kept: b"x", tmp_path / "new": b"x"})
    usual.write_bytes(b"")
    assert kept.stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "new").stat().st_mode == usual.stat().st_mode


def test_a_pipe_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(RefusedError, match="no regular file"):
        replace(tmp_path / "pipe", b"x")


def test_a_report_may_go_to_what_a_process_has_open(tmp_path: Path) -> None:
    program = "from pattern_lint.writing import write_report; from pathlib import Path\n"
    program += "write_report(Path('/dev/stdout'), b'report'); write_report(Path('/dev/null'), b'report')\n"
    out = tmp_path / "out"
    with out.open("wb") as stream:
        subprocess.run([sys.executable, "-c", program], stdout=stream, check=True)
    assert out.read_bytes() == b"report"
    read, write = os.pipe()
    write_report(Path(f"/dev/fd/{write}"), b"report")
    os.close(write)
    assert os.read(read, 99) == b"report"
    os.close(read)


def test_lines_are_added_behind_whole_lines(tmp_path: Path) -> None:
    file = tmp_path / "a"
    append_line(file, b"1\n")
    append_line(file, b"2")
    append_line(file, b"3\n")
    assert file.read_bytes() == b"1\n2\n3\n"


@pytest.mark.parametrize("name", ["", "/a", "a/", "a//b", "..", "a/../b", ".git/x", "a/.GIT/x", ".git ", "a\\..\\b"])
def test_names_that_no_file_below_a_folder_has(name: str) -> None:
    assert not can_be_below(name)


@pytest.mark.parametrize("name", ["a\0", "x" * 256, "\u00fc" * 128, "a/" * 3000 + "a"])
def test_names_that_no_file_has(name: str) -> None:
    assert not can_be_below(name)


@pytest.mark.parametrize("name", ["a", "a/b.py", "..a", ".gitignore", ".github/x.py", "\udcff.py", "a b", "x" * 255])
def test_names_that_a_file_below_a_folder_has(name: str) -> None:
    assert can_be_below(name)
