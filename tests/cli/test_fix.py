"""`check --fix` and `check --diff`, run in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pattern_lint.cli.main import main

Command = Callable[..., tuple[int, str, str]]

OLD = "from typing import Optional\n\nx: Optional[int] = None\n"
NEW = "\nx: int | None = None\n"
BARE = "try:\n    go()\nexcept:\n    stop()\n"
CONFIG = '[tool.pattern-lint]\nselect = ["PAT036", "PAT140"]\n'


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Command:
    """Runs `check` in a project: its status, and what it wrote."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    Path("pyproject.toml").write_text(CONFIG)

    def run(*arguments: str) -> tuple[int, str, str]:
        format_ = [] if "--output-format" in arguments else ["--output-format", "concise"]
        status = main(["check", *format_, "--jobs", "1", *arguments])
        written = capsysbinary.readouterr()
        return status, written.out.decode(), written.err.decode()

    return run


def test_what_is_safe_is_fixed_and_counted(command: Command) -> None:
    Path("a.py").write_text(OLD)
    Path("b.py").write_text(BARE + OLD)
    status, out, err = command("--fix")
    assert Path("a.py").read_text() == NEW
    assert Path("b.py").read_text() == BARE + NEW
    assert status == 1
    assert [line.split()[1] for line in out.splitlines()] == ["PAT140"]
    assert "2 findings fixed in 2 files, 1 left; --unsafe-fixes would fix 1 more" in err
    assert command("--fix", "--unsafe-fixes")[:2] == (0, "")
    assert Path("b.py").read_text() == BARE.replace("except:", "except Exception:") + NEW


def test_where_nothing_can_be_fixed_nothing_is_said(command: Command) -> None:
    Path("a.py").write_text("x = 1\n")
    assert command("--fix") == (0, "", "")
    assert command("--diff") == (0, "", "")


def test_a_diff_shows_and_writes_nothing(command: Command) -> None:
    Path("a.py").write_text(OLD)
    status, out, err = command("--diff", "--fix")
    assert status == 1
    assert out.splitlines()[:2] == ["--- a.py", "+++ a.py"]
    assert "-x: Optional[int] = None\n+x: int | None = None\n" in out
    assert "1 finding would be fixed in 1 file" in err
    assert Path("a.py").read_text() == OLD
    assert command("--diff", "--exit-zero")[0] == 0


def test_a_diff_of_standard_input(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(OLD.encode())))
    status, out, _ = command("-", "--diff")
    assert status == 1
    assert out.startswith("--- stdin.py\n")
    status, _, err = command("-", "--fix")
    assert status == 2
    assert "--diff shows" in err


def test_a_diff_of_a_file_without_a_last_newline(command: Command) -> None:
    Path("a.py").write_text("from __future__ import annotations\nimport typing as t\nx: t.Optional[int]\ny: t.Any")
    out = command("--diff")[1]
    assert out.endswith(" y: t.Any\n\\ No newline at end of file\n")


def test_unsafe_fixes_alone_mean_nothing(command: Command) -> None:
    status, _, err = command("--unsafe-fixes")
    assert status == 2
    assert "--unsafe-fixes goes with --fix or --diff" in err


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf", b"# -*- coding: latin-1 -*-\r\n# \xe9\r\n"])
@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_bytes_stay_what_they_are(command: Command, mark: bytes, newline: bytes) -> None:
    code = b"from typing import Any, Optional\n\nx: Optional[int] = None\ny: Any\n"
    wanted = b"from typing import Any\n\nx: int | None = None\ny: Any\n"
    Path("a.py").write_bytes(mark + code.replace(b"\n", newline))
    assert command("--fix")[0] == 0
    assert Path("a.py").read_bytes() == mark + wanted.replace(b"\n", newline)


def test_rights_stay_and_no_other_file_is_left(command: Command) -> None:
    Path("a.py").write_text(OLD)
    Path("a.py").chmod(0o755)
    command("--fix", "--no-cache")
    assert Path("a.py").stat().st_mode & 0o777 == 0o755
    assert sorted(path.name for path in Path().iterdir()) == ["a.py", "pyproject.toml"]


def test_a_file_that_is_read_only_stays(command: Command) -> None:
    Path("a.py").write_text(OLD)
    Path("a.py").chmod(0o444)
    Path("b.py").write_text(OLD)
    status, _, err = command("--fix")
    assert status == 2
    assert "a.py: cannot be written, so nothing is fixed in it: it is read-only" in err
    assert Path("a.py").read_text() == OLD
    assert Path("b.py").read_text() == NEW


def test_nothing_is_written_through_a_link(command: Command) -> None:
    Path("home.txt").write_text(OLD)
    Path("a.py").symlink_to("home.txt")
    assert "symbolic link" in command("--fix")[2]
    assert Path("home.txt").read_text() == OLD


def test_what_is_accepted_is_not_fixed(command: Command) -> None:
    waived = OLD.replace("None\n", "None  # noqa: PAT036\n")
    Path("a.py").write_text(waived)
    Path("b.py").write_text(OLD)
    assert main(["baseline"]) == 0
    assert command("--fix")[0] == 0
    assert (Path("a.py").read_text(), Path("b.py").read_text()) == (waived, OLD)


def test_only_what_was_asked_about_is_fixed(command: Command) -> None:
    Path("a.py").write_text(OLD)
    Path("b.py").write_text(OLD)
    command("a.py", "--fix")
    assert (Path("a.py").read_text(), Path("b.py").read_text()) == (NEW, OLD)
    assert "--- b.py" in command("b.py", "--diff")[1]


def test_fixes_that_meet_are_made_one_after_the_other(command: Command) -> None:
    text = "from typing import List, Optional, Union\n\nx: Union[List[Optional[int]], Optional[str]]\n"
    Path("a.py").write_text(text)
    assert command("--fix")[0] == 0
    assert Path("a.py").read_text() == "from typing import List\n\nx: List[int | None] | str | None\n"
    Path("a.py").write_text(text)
    assert "+x: List[int | None] | str | None\n" in command("--diff")[1]


def test_a_fix_that_breaks_the_syntax_is_left_out(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    from pattern_lint.fix.repairs import unions

    monkeypatch.setattr(unions, "with_bars", lambda *_: "int |")
    Path("a.py").write_text(OLD + BARE)
    status, _, err = command("--fix", "--unsafe-fixes")
    assert status == 1
    assert "a.py:3: the fix of PAT036 is left out" in err
    assert Path("a.py").read_text() == OLD + BARE.replace("except:", "except Exception:")


def test_json_says_what_would_be_done(command: Command) -> None:
    Path("a.py").write_text(OLD + BARE + "y: 'list[Optional[int]]'\nz = 1  # noqa: PAT036\n")
    found = json.loads(command("--output-format", "json")[1])
    assert [(each["code"], each["fix"]) for each in found["findings"]] == [
        ("PAT036", "safe"),
        ("PAT140", "unsafe"),
        ("PAT036", None),
        ("PAT001", "safe"),
    ]
