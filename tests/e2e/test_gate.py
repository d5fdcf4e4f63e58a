"""Adopting the tool, and what a gate lets pass, with real processes and real repositories."""

from __future__ import annotations

from pathlib import Path

import pytest

from .adopted import APP, BASED, CONFIG, LONG, commit, new
from .conftest import Git, Lint, write


@pytest.fixture
def lint(lint_here: Lint) -> Lint:
    return lint_here


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with findings of its own, and a baseline that it names."""
    write(tmp_path, {"pyproject.toml": BASED, "app.py": APP, "long.py": LONG})
    return tmp_path


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
    answer = lint("check", "--fail-on", fail_on, "--output-format", "junit")
    assert (answer.status, b"<failure " in answer.out) == (status, status == 1)


def test_adopting(lint: Lint, project: Path) -> None:
    assert lint("check").status == 2
    made = lint("baseline")
    assert (made.status, made.out.decode().splitlines()) == (
        0,
        [
            f"{project}/base.txt: accepts 4 findings",
            "`pattern-lint check` reports what is new from now on; commit the file",
        ],
    )
    after = lint("check")
    assert (after.status, after.out) == (0, b"No findings in 2 files. 4 baselined.\n")


@pytest.mark.parametrize("config", [CONFIG, "[project]\nname = 'x'\n"])
def test_a_baseline_of_the_usual_name_holds_without_a_setting(lint: Lint, project: Path, config: str) -> None:
    write(project, {"pyproject.toml": config})
    found = new(lint)
    assert f"{project}/pattern-lint-baseline.txt: accepts {len(found)} findings" in lint("baseline").out.decode()
    assert new(lint) == []
    assert new(lint, "app.py") == []
    assert new(lint, "--no-baseline") == found
    assert len(new(lint, "--isolated")) > 0


def test_a_baseline_of_another_name_has_to_be_named(lint: Lint, project: Path) -> None:
    write(project, {"pyproject.toml": CONFIG})
    made = lint("baseline", "--baseline", "my base.txt").out.decode()
    assert "`pattern-lint check --baseline 'my base.txt'` reports what is new" in made
    assert new(lint, "--baseline", "my base.txt") == []
    assert len(new(lint)) == 4


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
    fixed = APP.replace("    except:\n        stop()", "    except OSError:\n        stop()")
    write(project, {"app.py": fixed, "other.py": "def close():\n    try:\n        go()\n    except:\n        stop()\n"})
    found = new(lint)
    assert [(path, code) for path, _, code in found] == [("base.txt", "PAT002"), ("other.py", "PAT140")]
    entry = (project / "base.txt").read_text().split("\n")[found[0][1] - 1]
    assert entry.startswith("app.py\tPAT140\tclose\t")


def test_a_renamed_function_is_told_by_its_old_name(lint: Lint, project: Path) -> None:
    lint("baseline")
    write(project, {"app.py": APP.replace("def close", "def shut")})
    stale, found = lint("check", "--output-format", "json").json["findings"][::-1]
    assert (found["path"], found["code"]) == ("app.py", "PAT140")
    assert "(PAT140 in app.py, close)" in stale["message"]
    assert lint("baseline", "--add", "--prune").out.decode().split(": ")[1:] == [
        f"3 entries still accept a finding\n{project}/base.txt",
        f"took out 1 entry\n{project}/base.txt",
        "added 1 finding\n",
    ]
    assert new(lint) == []


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
    git("init", "--quiet")
    write(project, {".gitattributes": "*.svg binary"})
    assert f"{project}/.gitattributes: lets branches" in lint("baseline").out.decode()
    assert (project / ".gitattributes").read_text() == "*.svg binary\nbase.txt merge=union\n"
    commit(git, project)
    for branch in ("one", "two"):
        git("checkout", "--quiet", "-b", branch, "main")
        write(project, {f"{branch}.py": APP})
        lint("baseline", "--add")
        commit(git, project)
    git("merge", "--quiet", "--no-edit", "one")
    assert (project / "base.txt").read_text().count("\tPAT140\t") == 6
    assert new(lint) == []


def test_branches_that_lower_the_baseline_merge(lint: Lint, project: Path, git: Git) -> None:
    git("init", "--quiet")
    lint("baseline")
    commit(git, project)
    for branch, lines in (("one", 390), ("two", 395)):
        git("checkout", "--quiet", "-b", branch, "main")
        write(project, {"long.py": "".join(LONG.splitlines(keepends=True)[:lines])})
        lint("baseline", "--prune")
        git("commit", "--quiet", "--message", "x", "base.txt")
        git("checkout", "--quiet", "--force", branch)
    git("merge", "--quiet", "--no-edit", "one")
    assert (project / "base.txt").read_text().count("\tPAT021\t") == 2
    write(project, {"long.py": "".join(LONG.splitlines(keepends=True)[:395])})
    assert new(lint) == []


def test_attributes_that_say_how_to_merge_are_left(lint: Lint, project: Path, git: Git) -> None:
    git("init", "--quiet")
    write(project, {".gitattributes": "*.txt -merge\n"})
    lint("baseline")
    assert (project / ".gitattributes").read_text() == "*.txt -merge\n"


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


IGNORED = """\
[tool.pattern-lint.per-path."old/**"]
ignore = [
    "no-bare-except",
    "PAT2",
    "PAT001",
]
[tool.pattern-lint.per-path]
"none/**".ignore = ["class-size"]
"""


def test_what_is_ignored_by_path_is_listed(lint: Lint, project: Path) -> None:
    write(project, {"pyproject.toml": CONFIG + IGNORED, "old/app.py": APP, "new/app.py": "x = 1\n"})
    told = lint("waivers", folder=project / "new").out.decode().splitlines()
    assert told == [
        "../pyproject.toml:6: no-bare-except in old/**: active, accepts 2 (no reason given)",
        "../pyproject.toml:7: PAT2 in old/**: active, accepts 1 (no reason given)",
        "../pyproject.toml:8: PAT001 in old/**: active, accepts 0 (no reason given)",
        "../pyproject.toml:11: class-size in none/**: unused, accepts 0 (no reason given)",
        "Waivers: 3 active, 0 expired, 1 unused.",
    ]


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
