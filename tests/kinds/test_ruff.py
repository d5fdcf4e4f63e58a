from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pattern_lint.engine.examine import examine
from pattern_lint.engine.files import File
from pattern_lint.engine.plan import Plan, Planned
from pattern_lint.engine.policy import PathRule, Policy
from pattern_lint.engine.session import Task
from pattern_lint.engine.session import run as run_task
from pattern_lint.kinds.kit import Rule
from pattern_lint.kinds.ruff import Options
from pattern_lint.outcome import Outcome
from pattern_lint.tools import ruff

OLD_UNION = "from typing import Optional\n\nx: Optional[int] = None\n"
UNSORTED = "import sys\nimport os\n\nprint(sys, os)\n"


def card(code: str, *rules: str, **options: Any) -> Planned:
    return Planned(Rule(code, code.lower(), msgspec.convert({"rules": rules, **options}, Options)), "ruff", "error")


UNIONS = card("PAT901", "UP007", "UP045", sites="unions")
IMPORTS = card("PAT902", "I001", sites="import-blocks")


def places(outcome: Outcome) -> list[tuple[str, str, int, int]]:
    return sorted((f.code, f.path, f.line, f.column) for f in outcome.findings)


def total(outcome: Outcome, code: str, verdict: str) -> int:
    return sum(getattr(tally, verdict) for (card, _, _), tally in outcome.tallies.items() if card == code)


class Commands(list[list[str]]):
    """Records the processes that are started."""

    def __call__(self, command: list[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
        self.append(command)
        return self.run(command, **options)

    run = staticmethod(subprocess.run)


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> Commands:
    recorded = Commands()
    monkeypatch.setattr(subprocess, "run", recorded)
    return recorded


@pytest.fixture
def project(tmp_path: Path) -> tuple[Path, list[File]]:
    texts = {"pkg/a.py": OLD_UNION, "pkg/b.py": UNSORTED, "pkg/c.py": "import os\n\nprint(os)\n"}
    return tmp_path, [write(tmp_path, name, text) for name, text in texts.items()]


def write(root: Path, name: str, text: str) -> File:
    path = root / name
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text(text, encoding="utf-8")
    return File(name, name, 1, len(text))


def plan(root: Path, *rules: Planned) -> Plan:
    return Plan(root, lambda: rules, frozenset({"pkg"}))


def run(plan: Plan, files: list[File], texts: dict[str, bytes] | None = None, **options: Any) -> Outcome:
    return run_task(Task(plan.root, "key", files, lambda: plan, texts or {}), **{"jobs": 1, **options})


def test_one_process_answers_for_all_cards(commands: Commands, project: tuple[Path, list[File]]) -> None:
    root, files = project
    outcome = run(plan(root, UNIONS, IMPORTS), files)
    assert len(commands) == 1
    assert places(outcome) == [("PAT901", "pkg/a.py", 3, 4), ("PAT902", "pkg/b.py", 1, 1)]
    assert (total(outcome, "PAT902", "conforms"), total(outcome, "PAT902", "violates")) == (2, 1)


def test_cards_that_contradict_each_other_get_processes_of_their_own(commands: Commands) -> None:
    old = card("PAT903", "UP045", settings={"target-version": "py39"})
    new = card("PAT904", "UP045", settings={"target-version": "py312"})
    assert places(examine([old, new, IMPORTS], {"a.py": OLD_UNION})) == [("PAT904", "a.py", 3, 4)]
    assert len(commands) == 3


@pytest.mark.parametrize("order", [1, -1])
def test_what_one_card_tells_ruff_does_not_reach_another(order: int) -> None:
    """Neither where the settings are about different things, nor where ruff drops one of two rules."""
    texts = {"a.py": 'from typing import Optional\n\nclass A:\n    """A."""\n\n    x: Optional[int] = None\n'}
    cards = [
        card("PAT903", "UP045", settings={"target-version": "py39"}),
        card("PAT904", "UP045"),
        card("PAT905", "UP045", settings={"line-length": 100}),
        card("PAT906", "D203"),
        card("PAT907", "D211"),
        card("PAT908", "E501", settings={"line-length": 20}),
        card("PAT909", "E501"),
    ]
    alone = sorted(place for each in cards for place in places(examine([each], texts)))
    assert {code for code, *_ in alone} == {"PAT904", "PAT905", "PAT906", "PAT908"}
    assert places(examine(cards[::order], texts)) == alone


def test_what_is_cached_needs_no_process(commands: Commands, project: tuple[Path, list[File]]) -> None:
    root, files = project
    first = run(plan(root, UNIONS, IMPORTS), files)
    again = run(plan(root, UNIONS, IMPORTS), files)
    assert len(commands) == 1
    assert again == first
    changed = [*files[:2], write(root, "pkg/c.py", UNSORTED)]
    assert ("PAT902", "pkg/c.py", 1, 1) in places(run(plan(root, UNIONS, IMPORTS), changed))
    assert len(commands) == 2


def test_processes_of_ours_change_nothing(tmp_path: Path) -> None:
    files = [write(tmp_path, f"pkg/m{number}.py", OLD_UNION if number % 3 else UNSORTED) for number in range(200)]
    one = run(plan(tmp_path, UNIONS, IMPORTS), files, cached=False)
    several = run(plan(tmp_path, UNIONS, IMPORTS), files, jobs=3, cached=False)
    assert len(one.findings) == 200
    assert one == several


def test_without_ruff_each_card_is_a_fault_and_the_next_run_tries_again(
    monkeypatch: pytest.MonkeyPatch, project: tuple[Path, list[File]]
) -> None:
    root, files = project
    with monkeypatch.context() as without:
        without.setattr(ruff, "binary", lambda: None)
        failed = run(plan(root, UNIONS, IMPORTS), files)
    assert [(fault.card, "pip install ruff" in fault.message) for fault in failed.faults] == [
        ("PAT901", True),
        ("PAT902", True),
    ]
    assert failed.findings == []
    assert total(failed, "PAT901", "unknown") == 3
    assert len(run(plan(root, UNIONS, IMPORTS), files).findings) == 2


def test_a_rule_that_ruff_does_not_know_is_the_fault_of_its_card_alone() -> None:
    outcome = examine([UNIONS, card("PAT905", "UP99999")], {"a.py": OLD_UNION})
    assert places(outcome) == [("PAT901", "a.py", 3, 4)]
    assert [(fault.card, "UP99999" in fault.message) for fault in outcome.faults] == [("PAT905", True)]


def test_a_file_that_ruff_cannot_read_is_unknown(tmp_path: Path) -> None:
    file = write(tmp_path, "pkg/a.py", "")
    (tmp_path / "pkg/a.py").write_bytes(b"# coding: latin-1\nimport os\nprint(os, '\xe4')\n")
    outcome = run(plan(tmp_path, IMPORTS), [file], cached=False)
    assert (total(outcome, "PAT902", "unknown"), total(outcome, "PAT902", "conforms")) == (1, 0)


def test_what_is_not_saved_yet_is_judged_within_its_project(project: tuple[Path, list[File]]) -> None:
    root, files = project
    text = b"import httpx\n\nfrom pkg import c\n\nprint(c, httpx)\n"
    outcome = run(plan(root, IMPORTS), files, {"pkg/b.py": text})
    assert places(outcome) == []
    outcome = run(plan(root, IMPORTS), files, {"pkg/b.py": text.replace(b"\n\nfrom", b"\nfrom")})
    assert places(outcome) == [("PAT902", "pkg/b.py", 1, 1)]


def test_options_by_path_hold_for_ruff_as_well(project: tuple[Path, list[File]]) -> None:
    root, files = project
    policy = Policy({"pkg/b.py": PathRule(options={"PAT901": {"rules": ["E711"]}})})
    files.append(write(root, "pkg/b.py", f"{OLD_UNION}print(x == None)\n"))
    files_as_sites = card("PAT901", "UP007", "UP045")
    changed = Plan(root, lambda: (files_as_sites,), frozenset({"pkg"}), load_policy=lambda: policy)
    outcome = run(changed, [files[0], files[3]], cached=False)
    assert places(outcome) == [("PAT901", "pkg/a.py", 3, 4), ("PAT901", "pkg/b.py", 4, 12)]


def test_unions_count_in_annotations_alone() -> None:
    text = "from typing import Optional, cast\n\nAlias = Optional[int]\nx: 'Optional[int]' = cast(Optional[int], 1)\n"
    assert places(examine([UNIONS], {"a.py": text})) == [("PAT901", "a.py", 4, 5)]


def test_whose_an_import_is_does_not_hang_on_package_files() -> None:
    imports = card("PAT903", "TC001", "TC002", sites="project-imports")
    text = (
        "from __future__ import annotations\nfrom desk.book import Book\nfrom httpx import Client\n"
        "def f(a: Book, b: Client) -> None: ...\n"
    )
    outcome = examine([imports], {"desk/a.py": text, "desk/book.py": "class Book: ...\n"})
    assert places(outcome) == [("PAT903", "desk/a.py", 2, 23)]
    assert outcome.findings[0].message.startswith("move project import `desk.book.Book`")


def test_comments_for_ruff_waive_nothing() -> None:
    text = "# ruff: noqa\nfrom typing import Optional\n\nx: Optional[int] = None  # noqa: UP045\n"
    assert places(examine([UNIONS], {"a.py": text})) == [("PAT901", "a.py", 4, 4)]


def test_the_projects_own_settings_say_how_its_code_is_written(tmp_path: Path) -> None:
    wide = "from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Awaitable, Callable\n"
    files = [write(tmp_path, "pkg/a.py", wide)]
    assert len(run(plan(tmp_path, IMPORTS), files, cached=False).findings) == 1
    (tmp_path / "ruff.toml").write_text('line-length = 100\nselect = ["E"]\n', encoding="utf-8")
    assert run(plan(tmp_path, IMPORTS), files, cached=False).findings == []


def test_columns_count_letters() -> None:
    text = "from typing import Optional\n\n\ndef f(größe: Optional[int]) -> None:\n    print(größe)\n"
    assert places(examine([UNIONS], {"a.py": text})) == [("PAT901", "a.py", 4, 14)]


def test_a_message_names_what_is_written_and_what_to_write() -> None:
    (finding,) = examine([UNIONS], {"a.py": OLD_UNION}).findings
    assert finding.message.startswith("write `int | None` for `Optional[int]`")
    (finding,) = examine([IMPORTS], {"a.py": "import json\nimport sys\nimport os\n"}).findings
    assert "in line 2 should stand `import os`" in finding.message


def test_syntax_that_is_too_new_for_the_target_version_is_read(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nrequires-python = ">=3.11"\n')
    file = write(tmp_path, "a.py", f"{OLD_UNION}type Names = Optional[list[str]]\ny: Optional[Names] = None\n")
    outcome = run(plan(tmp_path, UNIONS), [file])
    assert places(outcome) == [("PAT901", "a.py", 3, 4), ("PAT901", "a.py", 5, 4)]


GUILTY = """#!{python}
import os, sys, time
names = open(sys.argv[-1][1:]).read()
if "guilty" in names:
    {act}
os.execv({ruff!r}, [{ruff!r}, *sys.argv[1:]])
"""


@pytest.mark.parametrize("act", ["os.abort()", "time.sleep(60)", "sys.exit(101)"])
def test_a_file_that_ruff_does_not_get_through_with_costs_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    """What it is that overflows its stack, or keeps it busy, is found by halves."""
    program = tmp_path / "ruff"
    program.write_text(GUILTY.format(python=sys.executable, act=act, ruff=ruff.binary()))
    program.chmod(0o700)
    monkeypatch.setattr(ruff, "binary", lambda: str(program))
    monkeypatch.setattr(ruff, "_PATIENCE", 0.4)
    names = ["guilty_1.py", "guilty_2.py", *(f"m{number}.py" for number in range(7))]
    files = [write(tmp_path, f"pkg/{name}", UNSORTED) for name in names]
    outcome = run(plan(tmp_path, IMPORTS), files, cached=False)
    assert [finding.path for finding in outcome.findings] == [f"pkg/m{number}.py" for number in range(7)]
    assert total(outcome, "PAT902", "unknown") == 2
    assert [note.path for note in outcome.notes] == ["pkg/guilty_1.py", "pkg/guilty_2.py"]
    assert all(note.message.startswith("ruff ") for note in outcome.notes)
    assert outcome.faults == []


def test_files_that_python_cannot_parse_are_not_searched_by_halves(
    commands: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ruff overflows its stack with what Python's parser does not accept either."""
    monkeypatch.setattr(ruff, "_STACK", str(1 << 20))
    deep = write(tmp_path, "pkg/deep.py", f"x = {'-' * 20_000}1\n")
    files = [deep, *(write(tmp_path, f"pkg/m{number}.py", UNSORTED) for number in range(8))]
    assert len(run(plan(tmp_path, IMPORTS), files, cached=False).findings) == 9
    assert len(commands) == 2


SETTINGS = [
    '[project]\nrequires-python = ">=3.6"\n',
    '[tool.ruff]\ntarget-version = "py36"\n',
    '[tool.ruff]\nextend = "nowhere.toml"\n',
    "[tool.ruff]\nline-length = 2000-01-01\n[tool.ruff.lint.isort]\nknown-first-party = [2000-01-01]\n",
    '[tool.ruff]\nline-length = "wide"\nsrc = 7\nindent-width = -1\nnamespace-packages = {a = 1}\n',
    '[tool.ruff]\nsrc = ["../..", "/", "", "~", "$HOME", "[", 7]\n',
    '[tool.ruff]\nunknown = 1\n[tool.ruff.lint]\nselect = ["NO"]\npreview = 7\nisort = 3\n',
    "[tool.ruff.lint.isort]\nknown-first-party = 3\nsections = 4\nno-such = 1\n",
    '[tool.ruff.lint.isort]\nknown-first-party = ["["]\n[tool.ruff.lint.no-such-linter]\na = 1\n',
    "[tool.ruff.lint.pydocstyle]\nconvention = 'none'\n[tool.ruff.lint.mccabe]\nmax-complexity = -1\n",
    "[tool]\nruff = 3\n",
    f"[tool.ruff.lint.isort]\nknown-first-party = [{', '.join(f'{chr(34)}n{n}{chr(34)}' for n in range(30000))}]\n",
]


@pytest.mark.parametrize("settings", SETTINGS, ids=range(len(SETTINGS)))
def test_settings_that_ruff_refuses_do_not_count_and_cost_nothing(tmp_path: Path, settings: str) -> None:
    """Neither a finding, nor those of the settings that it takes."""
    (tmp_path / "pyproject.toml").write_text(settings, encoding="utf-8")
    outcome = run(plan(tmp_path, IMPORTS), [write(tmp_path, "pkg/a.py", UNSORTED)], cached=False)
    assert places(outcome) == [("PAT902", "pkg/a.py", 1, 1)]
    assert outcome.faults == []


def test_what_ruff_refuses_is_told_to_those_who_ask(tmp_path: Path) -> None:
    wide = "from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Awaitable, Callable\n"
    refused = 'line-length = 100\ntarget-version = "py36"\n'
    (tmp_path / "ruff.toml").write_text(refused, encoding="utf-8")
    outcome = run(plan(tmp_path, IMPORTS), [write(tmp_path, "pkg/a.py", wide)])
    assert places(outcome) == []
    (note,) = outcome.notes
    assert note.path == "ruff.toml"
    assert "`target-version`" in note.message
    assert "py36" in note.message


def test_beside_a_name_that_is_needed_another_one_may_move_where_ruff_is_strict() -> None:
    told = "from __future__ import annotations\n\nfrom pydantic import BaseModel\n\n"
    used = "class View(BaseModel):\n    page: Page\n\n\ndef start(book: Book) -> None:\n    open_book(book)\n"
    source = {
        "desk/book.py": "class Book: ...\n",
        "desk/worker.py": f"{told}from desk.book import Page, Book, open_book\n\n\n{used}",
    }
    options = {"sites": "project-imports", "unless-read-by": ["BaseModel"]}
    strict = {"lint": {"flake8-type-checking": {"strict": True}}}
    assert places(examine([card("PAT903", "TC001", **options)], source)) == []
    found = places(examine([card("PAT903", "TC001", settings=strict, **options)], source))
    assert found == [("PAT903", "desk/worker.py", 5, 29)]


def test_names_that_may_move_alike_are_told_together_where_ruff_is_strict() -> None:
    source = {
        "desk/book.py": "class Book: ...\n\n\nclass Page: ...\n",
        "desk/worker.py": (
            "from __future__ import annotations\n\nfrom desk.book import Book, Page\n\n\n"
            "def start(book: Book) -> Page:\n    return book.first\n"
        ),
    }
    strict = {"lint": {"flake8-type-checking": {"strict": True}}}
    (found,) = examine([card("PAT903", "TC001", sites="project-imports", settings=strict)], source).findings
    assert found.message.endswith("and with it `Page`")
