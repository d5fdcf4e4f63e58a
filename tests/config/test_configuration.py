from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pattern_lint.config.configuration import find_config, load_config
from pattern_lint.config.settings import Config, ConfigErrors, PathSettings, RoleSettings

Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_file(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    return write_file


def complaints(path: Path) -> list[str]:
    with pytest.raises(ConfigErrors) as caught:
        load_config(path)
    return [f"{problem.path.name}:{problem.line}: {problem.message}" for problem in caught.value.problems]


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    config = Config(root=tmp_path)
    assert config.profile_names == ("recommended",)
    assert (config.select, config.ignore, config.card_folders, config.baseline_file) == (None, (), (), None)
    assert "node_modules/" in config.exclude
    assert config.per_path == {}


def test_every_key_is_read(write: Write, tmp_path: Path) -> None:
    write("rules/README.md", "")
    path = write(
        "pyproject.toml",
        """\
[tool.other]
a = 1
[tool.pattern-lint]
profile = ["worker-platform", "recommended"]
select = ["PAT1"]
extend-select = ["BG-40"]
ignore = ["PAT140"]
cards = ["rules"]
exclude = ["a/"]
extend-exclude = ["b/"]
baseline = "base.json"
error-roots = ["AppError"]
project-packages = ["app"]
[tool.pattern-lint.levels]
no-bare-except = "off"
[tool.pattern-lint.options.file-size]
limit = 300
[tool.pattern-lint.per-path."tests/**"]
ignore = ["ALL"]
select = []
options.file-size = { limit = 500 }
[tool.pattern-lint.roles.unit-of-work]
names = ["*UoW"]
replace = true
""",
    )
    assert load_config(path) == Config(
        profile=("worker-platform", "recommended"),
        select=("PAT1",),
        extend_select=("BG-40",),
        ignore=("PAT140",),
        cards=(str(tmp_path / "rules"),),
        exclude=("a/",),
        extend_exclude=("b/",),
        baseline=str(tmp_path / "base.json"),
        error_roots=("AppError",),
        project_packages=("app",),
        levels={"no-bare-except": "off"},
        options={"file-size": {"limit": 300}},
        per_path={"tests/**": PathSettings(ignore=("ALL",), select=(), options={"file-size": {"limit": 500}})},
        roles={"unit-of-work": RoleSettings(names=("*UoW",), replace=True)},
        root=tmp_path,
        files=(path,),
        tables=load_config(path).tables,
    )


def test_the_nearest_file_is_found(write: Write, tmp_path: Path) -> None:
    top = write("pyproject.toml", "[tool.pattern-lint]\n")
    write(
        "a/pyproject.toml",
        '[tool.ruff]\n[project]\nname = "pattern-lint"\n',
    )
    write("b/pyproject.toml", "[tool.pattern-lint]\n")
    own = write("b/pattern-lint.toml", "")
    (tmp_path / "b" / "c" / "d").mkdir(parents=True)
    assert find_config(tmp_path / "a") == top
    assert find_config(tmp_path / "b" / "c" / "d") == own


def test_a_broken_file_that_names_the_tool_is_not_passed_over(write: Write, tmp_path: Path) -> None:
    write("pyproject.toml", "[tool.pattern-lint]\n")
    broken = write("a/pyproject.toml", '[tool.pattern-lint]\nprofile = "x\n')
    assert find_config(tmp_path / "a") == broken
    assert complaints(broken)[0].startswith("pyproject.toml:2: this is not valid TOML")


def test_no_file_is_no_error(tmp_path: Path) -> None:
    found = find_config(tmp_path)
    assert found is None or found.parent in tmp_path.parents


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("profil = 'x'", "unknown key `profil`; did you mean `profile`? Known are `baseline`, `cards`,"),
        ("ruff = {}", "unknown key `ruff`"),
        ("per_path = {}", "unknown key `per_path`; did you mean `per-path`?"),
        ("profile = 3", "`profile` must be a string or a list of strings, not 3"),
        ("select = 'PAT140'", '`select` must be a list of strings, not "PAT140"'),
        ("levels.PAT140 = 'fatal'", '`PAT140` must be one of `error`, `warning`, `info`, `off`, not "fatal"'),
        ("options.file-size = 3", "`file-size` must be a table, not 3"),
        ("per-path = { 'tests/**' = { ignor = [] } }", "unknown key `ignor`; did you mean `ignore`?"),
        ("per-path = { '!tests' = { } }", "`!tests` is no glob"),
        ("roles.service = { name = ['x'] }", "unknown key `name`; did you mean `names`?"),
        ("roles.'My Role' = { names = ['x'] }", "`My Role` must be a name such as `unit-of-work`, not"),
        ("cards = ['missing']", "there is no folder"),
        ("extend = 'missing.toml'", "there is no file"),
        ("extend = ['a']", "`extend` must be a string, not a list"),
    ],
)
@pytest.mark.parametrize("name", ["pattern-lint.toml", "pyproject.toml"])
def test_what_is_wrong_is_named_with_its_line(write: Write, name: str, line: str, said: str) -> None:
    start = "[tool.pattern-lint]\n" if name == "pyproject.toml" else "# none\n"
    (found,) = complaints(write(name, f"{start}error-roots = []\n{line}\n"))
    assert found.startswith(f"{name}:3: ")
    assert said in found


def test_all_errors_come_at_once(write: Write) -> None:
    write("base.toml", "levels.a = 'no'\nselekt = []\n")
    path = write("pattern-lint.toml", "extend = 'base.toml'\nignore = 1\nroles = 1\ncards = ['missing']\n")
    assert [found.split(" ")[0] for found in complaints(path)] == [
        "base.toml:1:",
        "base.toml:2:",
        "pattern-lint.toml:2:",
        "pattern-lint.toml:3:",
    ]


def test_a_file_without_the_table_cannot_be_loaded(write: Write) -> None:
    assert complaints(write("pyproject.toml", "[tool.ruff]\n")) == [
        "pyproject.toml:1: this file has no table [tool.pattern-lint]"
    ]


def test_tables_merge_and_all_else_replaces(write: Write, tmp_path: Path) -> None:
    write("common/cards/README.md", "")
    write(
        "common/pyproject.toml",
        """\
[tool.pattern-lint]
profile = "all"
ignore = ["PAT1"]
cards = ["cards"]
baseline = "base.json"
options.a = { x = 1, y = 1 }
levels = { PAT1 = "info" }
""",
    )
    path = write(
        "project/pattern-lint.toml",
        """\
extend = "../common/pyproject.toml"
ignore = ["PAT2"]
options.a = { y = 2 }
options.b = { z = 3 }
levels = { PAT2 = "error" }
""",
    )
    config = load_config(path)
    assert (config.profile_names, config.ignore) == (("all",), ("PAT2",))
    assert config.options == {"a": {"x": 1, "y": 2}, "b": {"z": 3}}
    assert config.levels == {"PAT1": "info", "PAT2": "error"}
    assert config.root == tmp_path / "project"
    assert config.card_folders == (tmp_path / "common" / "cards",)
    assert config.baseline_file == tmp_path / "common" / "base.json"
    assert config.files == (path, tmp_path / "common" / "pyproject.toml")


def test_a_key_is_traced_to_the_file_that_sets_it(write: Write, tmp_path: Path) -> None:
    base = write("base.toml", "\noptions.a.x = 1\n")
    path = write("pattern-lint.toml", 'extend = "base.toml"\n\noptions.a.y = 1\n')
    config = load_config(path)
    assert config.origin("options", "a", "x").problem("m").path == base
    assert config.origin("options", "a", "x").problem("m").line == 2
    assert (config.origin("options", "a", "y").problem("m").path, config.origin("missing").path) == (
        path,
        path,
    )
    assert config.origin("options", "a", "y").problem("m").line == 3


def test_a_cycle_names_its_chain(write: Write, tmp_path: Path) -> None:
    write("a.toml", 'extend = "b.toml"\n')
    write("b.toml", '\nextend = "./a.toml"\n')
    (found,) = complaints(tmp_path / "a.toml")
    assert found.startswith("b.toml:2: this configuration extends itself: ")
    assert [Path(each).name for each in found.split("itself: ")[1].split(" -> ")] == [
        "a.toml",
        "b.toml",
        "a.toml",
    ]


def test_importing_the_configuration_is_cheap() -> None:
    program = (
        "import sys, pattern_lint.config\n"
        "print(sorted({'tomlkit', 'rich', 'markdown_it', 'pathspec', 'difflib'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_coverage_is_measured_against(write: Write, tmp_path: Path) -> None:
    path = write(
        "pyproject.toml",
        """\
[tool.pattern-lint.coverage]
fail-under = 80
enforce-targets = true
[tool.pattern-lint.components.unit-of-work]
required = { errors = ["BG-40"] }
[[tool.pattern-lint.checklist]]
line = "Nothing bare"
by = ["no-bare-except"]
[tool.pattern-lint.document]
file = "docs/patterns.md"
""",
    )
    config = load_config(path)
    assert (config.coverage.fail_under, config.coverage.enforce_targets, config.coverage.overall_target) == (
        80,
        True,
        None,
    )
    assert config.components["unit-of-work"].required == {"errors": ("BG-40",)}
    assert config.checklist[0].by == ("no-bare-except",)
    assert config.document is not None
    assert config.document.file == str(tmp_path / "docs/patterns.md")


def test_wrong_expectations_are_told_at_their_lines(write: Write) -> None:
    path = write(
        "pattern-lint.toml", '[coverage]\nfail-under = 101\nenforce-target = true\n[[checklist]]\nline = "x"\n'
    )
    assert complaints(path) == [
        "pattern-lint.toml:2: `fail-under` must be a number from 0 to 100, not 101",
        "pattern-lint.toml:3: unknown key `enforce-target`; did you mean `enforce-targets`? Known are "
        "`enforce-targets`, `fail-under`, `overall-target`.",
        "pattern-lint.toml:4: `by` is missing; it must be a list of strings",
    ]
