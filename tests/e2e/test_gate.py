"""Adopting the tool, and what a gate lets pass, with real processes and real repositories."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Lint, write

Git = Callable[..., str]

CONFIG = """\
[tool.pattern-lint]
profile = "all"
select = ["PAT140", "PAT235", "file-size", "class-size"]
"""
BASED = CONFIG + 'baseline = "base.txt"\n'
APP = """\
import time


class Orders:
    async def load(self):
        time.sleep(1)
        try:
            go()
        except: pass


def close():
    try:
        go()
    except:
        raise
"""
LONG = "".join(f"x{number} = {number}\n" for number in range(400))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write(tmp_path, {"pyproject.toml": BASED, "app.py": APP, "long.py": LONG})
    return tmp_path


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """Runs git in a folder, as somebody with a name and no settings."""
    names = {f"GIT_{who}_{what}": "x@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {**os.environ, **names, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}

    def run(*arguments: str, folder: Path = tmp_path) -> str:
        command = ["git", "-c", "init.defaultBranch=main", *arguments]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return run


def commit(git: Git, folder: Path) -> str:
    if not (folder / ".git").exists():
        git("init", "--quiet", folder=folder)
    git("add", "--all", folder=folder)
    git("commit", "--quiet", "--allow-empty", "--message", "x", folder=folder)
    return git("rev-parse", "HEAD", folder=folder)


def new(lint: Lint, *arguments: str) -> list[tuple[str, int, str]]:
    return lint("check", "--output-format", "json", *arguments).places


@pytest.mark.parametrize(
    ("levels", "fail_on", "status"),
    [
        ("", "error", 1),
        ('PAT140 = "warning"', "error", 0),
        ('PAT140 = "warning"', "warning", 1),
        ('no-bare-except = "info"', "warning", 0),
        ('PAT140 = "info"', "info", 1),
        ('PAT140 = "off"', "info", 0),
    ],
)
def test_levels_decide_what_fails(lint: Lint, tmp_path: Path, levels: str, fail_on: str, status: int) -> None:
    config = f'[tool.pattern-lint]\nselect = ["PAT140"]\n[tool.pattern-lint.levels]\n{levels}\n'
    write(tmp_path, {"pyproject.toml": config, "app.py": APP})
    assert lint("check", "--fail-on", fail_on).status == status


def test_adopting(lint: Lint, project: Path) -> None:
    assert lint("check").status == 2
    made = lint("baseline")
    assert (made.status, made.out.decode()) == (0, f"{project}/base.txt: accepts 4 findings\n")
    after = lint("check")
    assert (after.status, after.out) == (0, b"No findings in 2 files. 4 baselined.\n")


def test_without_a_setting_the_command_says_what_to_set(lint: Lint, project: Path) -> None:
    write(project, {"pyproject.toml": CONFIG})
    made = lint("baseline").out.decode()
    assert f'baseline = "pattern-lint-baseline.txt"` in {project}/pyproject.toml' in made
    assert new(lint, "--baseline", "pattern-lint-baseline.txt") == []


def test_moving_renaming_and_formatting_resurrect_nothing(lint: Lint, project: Path) -> None:
    lint("baseline")
    moved = APP.replace("except: pass", "except:\n            pass").replace("sleep(1)", "sleep(\n  1,  # s\n  )")
    (project / "app.py").unlink()
    (project / "long.py").rename(project / "longer.py")
    write(project, {"shop/main.py": f'"""Moved."""\n\n\n{moved}'})
    assert new(lint) == []
    assert lint("baseline", "--prune").status == 0
    assert "shop/main.py\tPAT140\tOrders.load" in (project / "base.txt").read_text()
    assert new(lint) == []


def test_one_put_right_and_another_made_is_noticed(lint: Lint, project: Path) -> None:
    lint("baseline")
    fixed = APP.replace("    except:\n        raise", "    except OSError:\n        raise")
    write(project, {"app.py": fixed, "other.py": "def close():\n    try:\n        go()\n    except:\n        raise\n"})
    found = new(lint)
    assert [(path, code) for path, _, code in found] == [("base.txt", "PAT002"), ("other.py", "PAT140")]
    entry = (project / "base.txt").read_text().split("\n")[found[0][1] - 1]
    assert entry.startswith("app.py\tPAT140\tclose\t")


def test_the_baseline_grows_only_when_asked(lint: Lint, project: Path) -> None:
    lint("baseline")
    before = (project / "base.txt").read_text()
    write(project, {"more.py": APP})
    asked = lint("baseline")
    assert (asked.status, (project / "base.txt").read_text()) == (1, before)
    assert "3 findings not accepted; put right, or accept with --add" in asked.out.decode()
    assert "added 3 findings" in lint("baseline", "--add").out.decode()
    assert new(lint) == []


def test_pruning_takes_out_what_matches_nothing(lint: Lint, project: Path) -> None:
    lint("baseline")
    write(project, {"app.py": "x = 1\n"})
    assert [(path, code) for path, _, code in new(lint)] == [("base.txt", "PAT002")] * 3
    assert "took out 3 entries" in lint("baseline", "--prune").out.decode()
    assert new(lint) == []
    write(project, {"app.py": APP})
    assert len(new(lint)) == 3


def test_a_run_of_some_cards_or_files_judges_no_other_entries(lint: Lint, project: Path) -> None:
    lint("baseline")
    write(project, {"app.py": "x = 1\n"})
    assert new(lint, "--select", "file-size") == []
    assert new(lint, "long.py") == []
    before = (project / "base.txt").read_text()
    lint("baseline", "--prune", "--select", "file-size")
    assert (project / "base.txt").read_text() == before


def test_a_limit_may_shrink_and_not_grow(lint: Lint, project: Path) -> None:
    lint("baseline")
    write(project, {"long.py": LONG + "y = 1\n"})
    answer = lint("check", "--output-format", "concise")
    assert answer.status == 1
    assert b"401 lines" in answer.out and b"(the baseline accepts 400)" in answer.out
    write(project, {"long.py": LONG.replace("x1 = 1\n", "")})
    assert new(lint) == []
    assert "1 limit can be lowered" in lint("baseline").out.decode()
    assert "lowered 1 limit" in lint("baseline", "--prune").out.decode()
    write(project, {"long.py": LONG})
    assert [code for _, _, code in new(lint)] == ["PAT021"]


def test_a_file_that_cannot_be_read_keeps_its_entries(lint: Lint, project: Path) -> None:
    lint("baseline")
    write(project, {"app.py": "def ("})
    assert [code for _, _, code in new(lint)] == ["PAT000"]
    lint("baseline", "--prune")
    write(project, {"app.py": APP})
    assert new(lint) == []


def test_branches_that_change_the_baseline_merge(lint: Lint, project: Path, git: Git) -> None:
    write(project, {".gitattributes": "base.txt merge=union\n"})
    lint("baseline")
    commit(git, project)
    for branch in ("one", "two"):
        git("checkout", "--quiet", "-b", branch, "main")
        write(project, {f"{branch}.py": APP})
        lint("baseline", "--add")
        commit(git, project)
    git("merge", "--quiet", "--no-edit", "one")
    assert (project / "base.txt").read_text().count("\tPAT140\t") == 6
    assert new(lint) == []


def test_a_waiver_of_the_configuration(lint: Lint, project: Path) -> None:
    waiver = '[[tool.pattern-lint.waivers]]\ncode = "{}"\npath = "app.py"\nreason = "old"\nowner = "ann"\nuntil = {}\n'
    write(project, {"pyproject.toml": CONFIG + waiver.format("PAT140", "2999-01-01")})
    assert [code for _, _, code in new(lint)] == ["PAT235", "PAT021"]
    write(project, {"pyproject.toml": CONFIG + waiver.format("no-bare-except", "2020-01-31")})
    found = lint("check", "--output-format", "json").json["findings"]
    assert [each["code"] for each in found] == ["PAT235", "PAT140", "PAT140", "PAT021"]
    assert found[1]["message"].endswith("(the waiver of ann ended on 2020-01-31)")
    write(project, {"pyproject.toml": CONFIG + waiver.format("class-size", "2999-01-01")})
    assert ("pyproject.toml", 4, "PAT001") in new(lint)


def test_a_wrong_waiver_is_an_error_with_its_line(lint: Lint, project: Path) -> None:
    wrong = '[[tool.pattern-lint.waivers]]\ncode = "no-bare-exept"\npath = "a"\nreason = "x"\n'
    write(project, {"pyproject.toml": CONFIG + wrong})
    answer = lint("check")
    assert (answer.status, answer.out) == (2, b"")
    assert "pyproject.toml:5: unknown card `no-bare-exept`; did you mean `no-bare-except`?" in answer.err
    write(project, {"pyproject.toml": CONFIG + '[[tool.pattern-lint.waivers]]\ncode = "PAT140"\nuntill = "soon"\n'})
    answer = lint("check")
    assert "unknown key `untill`; did you mean `until`?" in answer.err
    assert "`path` is missing" in answer.err and "`reason` is missing" in answer.err


def test_all_waivers_are_listed(lint: Lint, project: Path) -> None:
    waiver = '[[tool.pattern-lint.waivers]]\ncode = "PAT140"\npath = "app.py"\nreason = "old"\nuntil = 2020-01-31\n'
    noted = LONG.replace("x3 = 3", "try: pass\nexcept: pass  # noqa: PAT140 -- by contract")
    write(project, {"pyproject.toml": CONFIG + waiver, "long.py": noted, "z.py": "x = 1  # noqa: PAT140\n"})
    rows = lint("waivers", "--output-format", "json").json
    assert [(row["by"], row["status"], row["path"], row["line"], row["reason"]) for row in rows] == [
        ("configuration", "expired", "pyproject.toml", 4, "old"),
        ("comment", "active", "long.py", 5, "by contract"),
        ("comment", "unused", "z.py", 1, "this waiver of PAT140 accepts nothing; delete PAT140 from it"),
    ]
    assert lint("waivers").out.decode().endswith("Waivers: 1 active, 1 expired, 1 unused.\n")


def test_since_reports_what_is_new(lint: Lint, project: Path, git: Git) -> None:
    write(project, {"pyproject.toml": CONFIG})
    commit(git, project)
    assert new(lint, "--since", "HEAD") == []
    write(project, {"app.py": "\n" + APP.replace("sleep(1)", "sleep(2)"), "new.py": APP})
    found = new(lint, "--since", "HEAD")
    assert [(path, line, code) for path, line, code in found if path == "app.py"] == [("app.py", 7, "PAT235")]
    assert len([path for path, _, _ in found if path == "new.py"]) == 3
    commit(git, project)
    assert new(lint, "--since", "HEAD") == []
    assert new(lint, "--since", "HEAD~1") == found


def test_since_knows_renamed_files(lint: Lint, project: Path, git: Git) -> None:
    write(project, {"pyproject.toml": CONFIG})
    commit(git, project)
    (project / "src").mkdir()
    git("mv", "app.py", "src/shop.py")
    git("mv", "long.py", "src/longer.py")
    assert new(lint, "--since", "HEAD") == []


def test_since_knows_lines_that_nobody_touched(lint: Lint, project: Path, git: Git) -> None:
    write(project, {"pyproject.toml": CONFIG})
    commit(git, project)
    write(project, {"app.py": "import os\n" + APP.replace("close", "shut").replace("class Orders", "class Sales")})
    assert new(lint, "--since", "HEAD") == []


def test_since_finds_what_a_change_elsewhere_made(lint: Lint, tmp_path: Path, git: Git) -> None:
    caller = "from disk import read\n\n\nasync def load():\n    return read()\n"
    write(tmp_path, {"pyproject.toml": CONFIG, "app.py": caller, "disk.py": "def read():\n    return 1\n"})
    commit(git, tmp_path)
    write(tmp_path, {"disk.py": "def read():\n    return open('x').read()\n"})
    assert new(lint, "--since", "HEAD") == [("app.py", 5, "PAT235")]


def test_since_a_branch_compares_with_where_it_was_left(lint: Lint, project: Path, git: Git) -> None:
    write(project, {"pyproject.toml": CONFIG})
    commit(git, project)
    git("checkout", "--quiet", "-b", "topic")
    commit(git, project)
    git("checkout", "--quiet", "main")
    write(project, {"app.py": "x = 1\n"})
    commit(git, project)
    git("checkout", "--quiet", "topic")
    assert new(lint, "--since", "main") == []


def test_since_in_a_folder_of_the_repository(lint: Lint, tmp_path: Path, git: Git) -> None:
    write(tmp_path, {"one/pyproject.toml": CONFIG, "one/app.py": APP, "two/app.py": APP})
    commit(git, tmp_path)
    write(tmp_path, {"one/app.py": APP + "\n\ntry:\n    go()\nexcept:\n    raise\n"})
    answer = lint("check", "--since", "HEAD", "--output-format", "json", folder=tmp_path / "one")
    assert answer.places == [("app.py", 21, "PAT140")]
    assert git("status", "--porcelain", "--untracked-files=no") == "M one/app.py"


def test_since_works_in_a_hook(lint: Lint, tmp_path: Path, git: Git, environment: dict[str, str]) -> None:
    write(tmp_path, {"sub/pyproject.toml": CONFIG, "sub/app.py": APP})
    commit(git, tmp_path)
    environment |= {"GIT_DIR": ".git", "GIT_INDEX_FILE": ".git/index"}
    answer = lint("check", "sub", "--since", "HEAD", "--output-format", "json")
    assert (answer.status, answer.places) == (0, [])


def test_since_says_what_is_missing(lint: Lint, project: Path, git: Git, tmp_path: Path) -> None:
    write(project, {"pyproject.toml": CONFIG})
    answer = lint("check", "--since", "HEAD")
    assert answer.status == 2 and "is in no repository" in answer.err
    first = commit(git, project)
    commit(git, project)
    answer = lint("check", "--since", "origin/nope")
    assert answer.status == 2 and "`git fetch origin nope`" in answer.err
    shallow = tmp_path / "shallow"
    git("clone", "--quiet", "--depth", "1", f"file://{project}", str(shallow))
    answer = lint("check", "--since", first, folder=shallow)
    assert answer.status == 2 and "git fetch --unshallow" in answer.err and "fetch-depth: 0" in answer.err


def test_several_outputs(lint: Lint, project: Path) -> None:
    write(project, {"pyproject.toml": CONFIG})
    answer = lint(
        *("check", "--output-format", "sarif", "--output", "a.sarif"),
        *("--output-format", "json", "--output", "a.json", "--output-format", "concise"),
    )
    assert answer.status == 1
    assert answer.out.count(b"\n") == 4
    assert b'"findings"' in (project / "a.json").read_bytes()
    assert b'"2.1.0"' in (project / "a.sarif").read_bytes()
