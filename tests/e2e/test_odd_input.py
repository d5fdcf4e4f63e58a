"""Odd names, links and contents in what a project says to the tool: one clear sentence each, and nothing is lost."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from .adopted import APP, CONFIG
from .conftest import Git, Lint, write

HEADER = "# pattern-lint baseline 1\n"
CARD = """\
+++
code = "{code}"
name = "{name}"
summary = "x"
check = "calls"
[options]
of = ["builtins.print"]
forbidden = true
+++
# X
Why.
"""
ODD_PATHS = {
    "long": "a" * 300,
    "very-long": "a/" * 3000,
    "zero": "a\\u0000b",
    "line-end": "a\\nb",
    "folder": "folder",
    "nowhere": "not/there",
    "dangling": "dangling",
    "circle": "circle",
    "pipe": "pipe",
    "device": "/dev/zero",
    "home": "~/x",
    "escape": "\\u001b[31m",
}
KEYS = {
    "extend": 'extend = "{path}"\n',
    "cards": 'cards = ["{path}"]\n',
    "baseline": 'baseline = "{path}"\n',
    "document": '[document]\nfile = "{path}"\n',
}


def assert_one_sentence(err: str) -> None:
    assert "Traceback" not in err
    assert err.startswith("pattern-lint: ")
    assert err.count("\n") == 1
    assert err.rstrip("\n").isprintable()


@pytest.mark.parametrize("path", ODD_PATHS.values(), ids=ODD_PATHS)
@pytest.mark.parametrize("key", KEYS)
def test_no_path_in_a_configuration_is_too_odd(lint_here: Lint, tmp_path: Path, key: str, path: str) -> None:
    write(tmp_path, {"pattern-lint.toml": KEYS[key].format(path=path), "a.py": "x = 1\n"})
    if key != "cards":
        (tmp_path / "folder").mkdir()
    (tmp_path / "dangling").symlink_to("not there")
    (tmp_path / "circle").symlink_to("circle")
    os.mkfifo(tmp_path / "pipe")
    answer = lint_here("coverage" if key == "document" else "check", "--no-cache")
    assert answer.status == 2
    assert_one_sentence(answer.err)
    assert key == "baseline" or "pattern-lint.toml:" in answer.err


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (f"tier = {'9' * 5000}", "digits"),
        (f"x = {'[' * 3000}{']' * 3000}", "nested too deeply"),
        (f"x = {'{a=' * 3000}1{'}' * 3000}", "nested too deeply"),
        ("x = 9999-99-99", "not valid TOML"),
    ],
    ids=["number", "arrays", "tables", "date"],
)
@pytest.mark.parametrize("command", ["check", "coverage", "init", "rules"])
def test_no_toml_is_too_odd(lint_here: Lint, tmp_path: Path, line: str, why: str, command: str) -> None:
    text = f"[project]\n{line}\n[tool.pattern-lint]\n"
    write(tmp_path, {"pyproject.toml": text, "a.py": "x = 1\n"})
    answer = lint_here(command)
    assert answer.status == 2
    assert_one_sentence(answer.err)
    assert "pyproject.toml" in answer.err and why in answer.err
    assert (tmp_path / "pyproject.toml").read_text() == text


@pytest.mark.parametrize(
    "entry",
    [
        f"a.py\tPAT140\t-\tx\t{'9' * 5000}\t-",
        f"a.py\tPAT140\t-\tx\t1\t{'9' * 5000}",
        "a.py\tPAT140\t-\tx\t\u0663\t-",
    ],
)
def test_a_number_of_a_baseline_has_an_end(lint_here: Lint, tmp_path: Path, entry: str) -> None:
    write(tmp_path, {"a.py": "x = 1\n", "pattern-lint-baseline.txt": f"{HEADER}{entry}\n"})
    answer = lint_here("check")
    assert answer.status == 2
    assert_one_sentence(answer.err)
    assert "pattern-lint-baseline.txt:2: the last two fields are numbers" in answer.err


@pytest.mark.parametrize("path", ["a" * 300, "a\0b", "../" * 30 + "etc/passwd", "/dev/zero", "a/" * 3000, "\x1b", ""])
def test_a_baseline_may_name_any_file(lint_here: Lint, tmp_path: Path, path: str) -> None:
    write(tmp_path, {"a.py": "x = 1\n", "pattern-lint-baseline.txt": f"{HEADER}{path}\tPAT140\tf\tx\t1\t-\n"})
    answer = lint_here("check", "--output-format", "json")
    assert answer.err == ""
    assert answer.places == [("pattern-lint-baseline.txt", 2, "PAT002")]


@pytest.mark.parametrize("name", ["a" * 300 + ".py", "a/" * 3000 + "a.py"])
def test_standard_input_has_a_name_that_a_file_can_have(lint: Lint, name: str) -> None:
    answer = lint("check", "-", "--stdin-filename", name, stdin=APP.encode())
    assert answer.status == 2
    assert_one_sentence(answer.err)
    assert "no file can have such a name" in answer.err


def test_links_among_cards_are_no_error(lint_here: Lint, tmp_path: Path) -> None:
    write(tmp_path, {"pattern-lint.toml": 'cards = ["c"]\nselect = ["ABC101"]\n', "a.py": "x = 1\n"})
    write(tmp_path, {"c/own.md": CARD.format(code="ABC101", name="own")})
    (tmp_path / "c/loop").symlink_to(".")
    (tmp_path / "c/circle").symlink_to("circle")
    answer = lint_here("check")
    assert (answer.status, answer.err) == (0, "")
    (tmp_path / "c/d.md").symlink_to("nowhere.md")
    answer = lint_here("check")
    assert answer.status == 2
    assert_one_sentence(answer.err)
    assert "d.md:1: this cannot be read: No such file" in answer.err


@pytest.mark.parametrize(("code", "name"), [("ABC101\\n", "own"), ("ABC101", "own\\n")])
def test_a_card_has_no_line_end_in_its_names(lint_here: Lint, tmp_path: Path, code: str, name: str) -> None:
    write(tmp_path, {"pattern-lint.toml": 'cards = ["c"]\n', "c/own.md": CARD.format(code=code, name=name)})
    answer = lint_here("check")
    assert answer.status == 2
    assert_one_sentence(answer.err)
    assert "own.md:" in answer.err


def test_a_repository_names_its_own_files_alone(lint_here: Lint, tmp_path: Path, git: Git) -> None:
    write(tmp_path, {"elsewhere/shared.toml": "", "elsewhere/cards/a.md": "", "elsewhere/doc.md": "# x\n## y\n"})
    git("init", "--quiet", "mono")
    write(tmp_path / "mono", {"shared.toml": 'select = ["PAT140"]\n', "one/a.py": APP})
    (tmp_path / "mono/one/linked.toml").symlink_to("../../elsewhere/shared.toml")
    config = tmp_path / "mono/one/pattern-lint.toml"
    for line in (
        'extend = "../../elsewhere/shared.toml"',
        'extend = "linked.toml"',
        'cards = ["../../elsewhere/cards"]',
        'document = {file = "../../elsewhere/doc.md"}',
    ):
        config.write_text(f"{line}\n")
        answer = lint_here("coverage", "mono/one")
        assert answer.status == 2
        assert_one_sentence(answer.err)
        assert "pattern-lint.toml:1: " in answer.err and "lies outside of the repository" in answer.err
    config.write_text('extend = "../shared.toml"\n')
    codes = {code for _, _, code in lint_here("check", "mono/one", "--output-format", "json").places}
    assert codes == {"PAT140"}


def test_a_configured_baseline_stays_in_the_project(lint_here: Lint, tmp_path: Path) -> None:
    project = tmp_path / "project"
    write(project, {"a.py": APP, "pattern-lint.toml": 'select = ["PAT140"]\nbaseline = "../out.txt"\n'})
    answer = lint_here("baseline", "project")
    assert answer.status == 2
    assert_one_sentence(answer.err)
    assert "pattern-lint.toml:2: " in answer.err and "`--baseline`" in answer.err
    assert not (tmp_path / "out.txt").exists()
    write(project, {"pattern-lint.toml": 'select = ["PAT140"]\n'})
    assert lint_here("baseline", "project", "--baseline", "out.txt").status == 0
    assert (tmp_path / "out.txt").read_text().startswith(HEADER)


@pytest.mark.parametrize("theirs", ["export PATH\n", None])
@pytest.mark.parametrize("is_link", [True, False])
def test_a_baseline_is_written_over_baselines_alone(
    lint_here: Lint, tmp_path: Path, theirs: str | None, is_link: bool
) -> None:
    write(tmp_path, {"project/a.py": APP, "project/pattern-lint.toml": 'select = ["PAT140"]\n'})
    baseline, profile = tmp_path / "project/pattern-lint-baseline.txt", tmp_path / ".profile"
    written = profile if is_link else baseline
    if is_link:
        baseline.symlink_to(profile)
    if theirs is not None:
        written.write_text(theirs)
    for options in ((), ("--add",), ("--baseline", str(baseline))):
        answer = lint_here("baseline", "project", *options)
        if theirs is None and not is_link:
            assert answer.status == 0
            continue
        assert answer.status == 2
        assert_one_sentence(answer.err)
        assert (profile.exists(), written.read_text() if theirs else None) == (bool(theirs and is_link), theirs)


def test_attributes_behind_a_link_stay(lint_here: Lint, tmp_path: Path, git: Git) -> None:
    write(tmp_path, {"project/a.py": APP, "project/pattern-lint.toml": 'select = ["PAT140"]\n', "theirs": "x\n"})
    git("init", "--quiet", "project")
    (tmp_path / "project/.gitattributes").symlink_to("../theirs")
    answer = lint_here("baseline", "project")
    assert (answer.status, answer.err) == (0, "")
    assert (tmp_path / "theirs").read_text() == "x\n"


def limited() -> None:
    """Let the process write no file of more than 600 bytes, as on a full disk."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (600, 600))


@pytest.mark.parametrize(
    "command",
    [
        ("baseline", "--add"),
        ("coverage", "--history", "history.jsonl"),
        ("check", "--output-format", "json", "--output", "report.json", "--exit-zero"),
        ("init", "other"),
    ],
    ids=lambda command: command[0],
)
def test_old_files_survive_a_full_disk(
    tmp_path: Path, environment: dict[str, str], command: tuple[str, ...], lint_here: Lint
) -> None:
    write(tmp_path, {"pattern-lint.toml": CONFIG.partition("\n")[2], "a.py": APP, "history.jsonl": "x" * 590 + "\n"})
    write(tmp_path, {"report.json": "old", "other/pyproject.toml": "[tool.ruff]\n" + "# x\n" * 200})
    lint_here("baseline", "--no-cache")
    for number in range(9):
        write(tmp_path, {f"b{number}.py": APP})
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    arguments = [sys.executable, "-m", "pattern_lint", *command]
    arguments += [] if command[0] == "init" else ["--no-cache", "--jobs", "1"]
    environment["PYTHONDONTWRITEBYTECODE"] = "1"  # or Python itself would leave halves of our modules to later runs
    done = subprocess.run(
        arguments, cwd=tmp_path, env=environment, preexec_fn=limited, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "File too large" in done.stderr
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_history_is_a_file(lint_here: Lint, tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "x = 1\n"})
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "theirs")
    for name in ("/dev/full", "/dev/zero", "link.jsonl", "a" * 300):
        answer = lint_here("coverage", "--history", name, "--no-cache")
        assert answer.status == 2
        assert_one_sentence(answer.err)
        assert "name another file after --history" in answer.err
    assert not (tmp_path / "theirs").exists()


def test_init_keeps_the_mark_that_windows_puts_first(lint_here: Lint, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes(b'\xef\xbb\xbf[project]\r\nname = "x"\r\n')
    answer = lint_here("init")
    assert (answer.status, answer.err) == (0, "")
    content = (tmp_path / "pyproject.toml").read_bytes()
    assert content.startswith(b'\xef\xbb\xbf[project]\r\nname = "x"\r\n\r\n[tool.pattern-lint]')
    assert lint_here("check").status == 0


def test_errors_show_no_escapes_of_terminals(lint_here: Lint, tmp_path: Path) -> None:
    write(tmp_path, {"pattern-lint.toml": 'profile = "\\u001b]0;pwned\\u0007\\n::error::x"\n'})
    answer = lint_here("check")
    assert answer.status == 2
    assert_one_sentence(answer.err)
    assert "\\x1b]0;pwned\\x07\\n" in answer.err
    with_option = lint_here("check", "--\x1b[31m")
    assert with_option.status == 2
    assert "\x1b" not in with_option.err


def test_no_module_of_the_checked_folder_is_imported(lint: Lint, tmp_path: Path) -> None:
    names = ("__future__", "argparse", "json", "typing", "msgspec", "rich", "jinja2", "tomllib", "multiprocessing")
    write(tmp_path, {f"{name}.py": "open('pwned', 'w')\n" for name in names})
    answer = lint("check")
    assert (answer.status, answer.err) == (0, "")
    assert not (tmp_path / "pwned").exists()
