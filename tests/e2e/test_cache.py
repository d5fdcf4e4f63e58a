"""The same bytes come out whatever the cache is like, and however many processes work."""

from __future__ import annotations

import errno
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pattern_lint.engine import files, work
from pattern_lint.engine.api import Request, check
from pattern_lint.engine.home import home_of
from pattern_lint.outcome import Outcome
from pattern_lint.report.plain import as_json

from .conftest import Lint, write

Project = Callable[[Mapping[str, str | bytes]], Path]

BARE = "try:\n    f()\nexcept:\n    pass\n"
READ = "def read(path):\n    return open(path)\n"
CALL = "from files import read\nasync def f(path):\n    return read(path)\nx = 1  # noqa: PAT140\n"
FILES = {"a.py": BARE, "files.py": READ, "call.py": CALL, "broken.py": "x = (\n"}
MANY = {f"many/m{number}.py": BARE if number % 10 == 0 else CALL for number in range(140)}


def test_processes_and_caches_make_no_difference(lint: Lint, project: Project) -> None:
    folder = project({**FILES, **MANY})
    arguments = ("check", "--output-format", "json")
    alone = lint(*arguments, "--jobs", "1", "--no-cache")
    assert alone.status == 1
    assert cache_files(folder) == []
    assert len(alone.places) == 14 + 126 * 2 + 4
    assert lint(*arguments, "--jobs", "2").out == alone.out
    assert lint(*arguments).out == alone.out
    write(folder, {"new.py": BARE})
    assert len(lint(*arguments).places) == len(alone.places) + 1
    (folder / "new.py").unlink()
    assert lint(*arguments).out == alone.out


CARD_ABOUT_SERVICES = """+++
code = "{code}"
name = "{name}"
summary = "Services are documented."
check = "classes"
[options]
of = ["role:service"]
docstring = true
+++
# Services are documented
Because somebody has to know what they do.
"""
WORKER = "class OrderWorker:\n    def run(self): return 1\n"
LIFECYCLE = "class IWorkerLifecycle:\n    def initialize(self): ...\n"


def test_cards_that_need_a_sign_speak_when_a_file_shows_it(lint_here: Lint, project: Project) -> None:
    folder = project({"worker.py": WORKER, **{f"m{number}.py": "x = 1\n" for number in range(20)}})
    arguments = ("check", "--profile", "all", "--select", "PAT347", "--output-format", "json")
    assert lint_here(*arguments).places == []
    write(folder, {"m1.py": LIFECYCLE})
    found = lint_here(*arguments).places
    assert [place[0] for place in found] == ["worker.py"] * len(found) != []
    assert lint_here(*arguments, "--no-cache").places == found
    write(folder, {"m1.py": "x = 2\n"})
    assert lint_here(*arguments).places == []
    for number in range(2, 5):
        (folder / f"m{number}.py").unlink()
    assert lint_here(*arguments).places == found == lint_here(*arguments, "--no-cache").places


def test_cards_about_a_role_speak_when_a_file_may_give_it(lint_here: Lint, project: Project) -> None:
    folder = project({"order.py": "from base import Base\nclass Order(Base):\n    x: int = 0\n"})
    arguments = ("check", "--profile", "all", "--select", "PAT453", "--output-format", "json")
    write(folder, {"base.py": "class Base:\n    y: int = 0\n"})
    assert lint_here(*arguments).places == []
    write(folder, {"base.py": 'class OrderDTO:\n    """An order."""\n    y: int = 0\n\n\nBase = OrderDTO\n'})
    found = lint_here(*arguments).places
    assert [place[0] for place in found] == ["order.py"]
    assert lint_here(*arguments, "--no-cache").places == found
    write(folder, {"base.py": "class Base:\n    y: int = 0\n"})
    assert lint_here(*arguments).places == []


def test_what_another_file_makes_of_a_class_is_seen(lint_here: Lint, project: Project) -> None:
    """Files that did not change are looked at again where a class of theirs may have a role all of a sudden."""
    base, service = (
        "class Base:\n    def run(self): return 1\n",
        "class Base(BaseService):\n    def run(self): return 1\n",
    )
    card = CARD_ABOUT_SERVICES.format(code="ACME101", name="services-are-documented")
    folder = project({"cards/services.md": card, "pattern-lint.toml": 'select = ["ACME101"]\ncards = ["cards"]\n'})
    write(folder, {"base.py": base, "app/orders.py": "from base import Base\nclass Orders(Base):\n    x = 1\n"})
    write(folder, {f"app/m{number}.py": "def f(): return 1\n" for number in range(30)})
    arguments = ("check", "--output-format", "json")
    assert lint_here(*arguments).places == []
    write(folder, {"base.py": f"class BaseService:\n    def go(self): return 1\n{service}"})
    assert ("app/orders.py", 2, "ACME101") in lint_here(*arguments).places
    assert lint_here(*arguments).out == lint_here(*arguments, "--no-cache").out
    write(folder, {"base.py": base})
    assert lint_here(*arguments).places == []


def test_runs_at_once(project: Project, environment: dict[str, str]) -> None:
    folder = project({**FILES, **MANY})
    command = [sys.executable, "-m", "pattern_lint", "check", "--output-format", "json"]
    running = [
        subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    answers = [process.communicate(timeout=60) for process in running]
    assert [process.returncode for process in running] == [1, 1, 1]
    assert len(set(answers)) == 1
    assert {".bin"} <= {path.suffix for path in home_of(folder).folder.iterdir()} <= {".bin", ".new"}


def cache_files(folder: Path, ending: str = "bin") -> list[Path]:
    """What is remembered of a project."""
    return sorted(home_of(folder).folder.glob(f"*.{ending}"))


def report(folder: Path, **request: Any) -> str:
    return as_json(outcome(folder, **request))


def outcome(folder: Path, **request: Any) -> Outcome:
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(folder)
        return check([], Request(jobs=1, **request))


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, bytes, str]:
    """A project, its cache file with what stands in it, and the right report."""
    folder = tmp_path_factory.mktemp("warm")
    write(folder, {"pattern-lint.toml": 'select = ["PAT140", "PAT235"]\n', **FILES})
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("pattern_lint.engine.cache._SETTLED_AFTER", 0)
        right = report(folder)
    (stored,) = cache_files(folder)
    return folder, stored, stored.read_bytes(), right


def test_a_run_in_which_nothing_changed_does_no_work(
    warm: tuple[Path, Path, bytes, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, stored, content, right = warm
    stored.write_bytes(content)
    monkeypatch.setattr("pattern_lint.engine.work.work", lambda *_, **__: pytest.fail("there was work"))
    assert report(folder) == right


@pytest.mark.parametrize(("few", "runs"), [(40, 0), (0, 1)])
def test_right_after_an_edit_only_what_is_so_new_is_read_again(
    project: Project, monkeypatch: pytest.MonkeyPatch, few: int, runs: int
) -> None:
    """The clock's grain might hide another edit; where very much is new, all is looked at as it is after a change."""
    monkeypatch.setattr("pattern_lint.engine.cache._FEW", few)
    folder = project(FILES)
    report(folder)
    worked: list[object] = []
    monkeypatch.setattr("pattern_lint.engine.work.work", lambda *given, **_: worked.append(given) or Outcome())
    report(folder)
    assert len(worked) == runs


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_a_damaged_cache_costs_time_and_no_finding(warm: tuple[Path, Path, bytes, str], data: st.DataObject) -> None:
    folder, stored, content, right = warm
    position = data.draw(st.integers(0, len(content) - 1))
    damage = data.draw(st.sampled_from(["cut", "flip", "zeros", "twice"]))
    if damage == "cut":
        stored.write_bytes(content[:position])
    elif damage == "flip":
        flipped = content[position] ^ data.draw(st.integers(1, 255))
        stored.write_bytes(content[:position] + bytes([flipped]) + content[position + 1 :])
    elif damage == "zeros":
        stored.write_bytes(content[:position] + b"\0" * (len(content) - position))
    else:
        stored.write_bytes(content[position:] + content)
    assert report(folder) == right
    assert report(folder) == right


SOME_CARDS = f"select = {[f'PAT{n}' for n in ('031', '033', '034', '035', 140, 235, 267, 304, 309, 311, 323, 379)]}\n"
"""One of each kind of which the answers hang on other files, on settings or on ruff."""
EDITS: dict[str, list[str | None]] = {
    "call.py": [CALL, CALL.replace("x = 1", "x  = 22"), f"# moved\n{CALL}", CALL.replace("return read", "yield read")],
    "files.py": [READ, READ + "# more\n", READ.replace("open(path)", "path"), "def read(:\n"],
    "a.py": [BARE, BARE + BARE, BARE.replace("except:", "except:  # noqa: PAT140"), "# noqa: PAT140\n", None],
    "service.py": [None, "class OrderService:\n    def f(self):\n        try: g()\n        except: pass\n"],
    "tests/a.py": [None, BARE],
    "readme.txt": [None, "unrelated\n"],
    "wl/__init__.py": [None, ""],
    "wl/r/__init__.py": [None, ""],
    "wl/b.py": [None, "class B:\n    pass\n"],
    "src/b.py": [None, ""],
    "pattern-lint.toml": [SOME_CARDS, f'{SOME_CARDS}exclude = ["wl/b.py"]\n', 'select = ["PAT034"]\n'],
    "ruff.toml": [None, 'src = ["wl"]\n', "line-length = 2000-01-01\n"],
}
"""What may stand in each file, one after another; None takes it away."""
USER = """from __future__ import annotations

from b import C
from wl.b import B


def f(b: B, c: C) -> None:
    pass
"""


@settings(max_examples=10, deadline=None)
@given(
    st.lists(st.sampled_from([(path, text) for path, texts in EDITS.items() for text in texts]), max_size=6),
    st.sampled_from([0, 2, 8]),
)
def test_after_any_edits_the_cache_says_what_a_run_without_it_says(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, str | None]], share: int
) -> None:
    """Also where all files keep their sizes and times, as after an archive was unpacked over another.

    Changes are remembered beside the whole for ever, for a while, or hardly.
    """
    folder = tmp_path_factory.mktemp("edited")
    write(folder, {"pattern-lint.toml": SOME_CARDS, "wl/r/user.py": USER, "wl/__init__.py": "", **FILES})
    write(folder, {"wl/r/__init__.py": "", "wl/b.py": "class B:\n    pass\n"})
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("pattern_lint.engine.cache._SHARE", share)
        outcome(folder)
        for path, text in edits:
            (folder / path).unlink(missing_ok=True)
            write(folder, {path: text} if text is not None else {})
            assert outcome(folder) == outcome(folder, cached=False)


def test_where_no_facts_change_the_project_is_not_put_together_again(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = project(FILES)
    report(folder)
    monkeypatch.setattr("pattern_lint.engine.work.decide", lambda *_: pytest.fail("the project was joined"))
    write(folder, {"a.py": f"{BARE}\n{BARE}"})
    assert report(folder).count('"PAT140"') == 2


@pytest.mark.parametrize("after", [0, 2_000_000_000])
def test_other_content_of_the_same_size_and_time_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """As after `rsync -t`, from archives and containers, and within the clock's grain right after a file was read."""
    monkeypatch.setattr("pattern_lint.engine.cache._SETTLED_AFTER", after)
    write(tmp_path, {"pattern-lint.toml": 'select = ["PAT140"]\n', "a.py": BARE})
    assert "PAT140" in report(tmp_path)
    write(tmp_path, {"a.py": BARE.replace("except:", "finally:").replace("pass", "p()")})
    assert "PAT140" not in report(tmp_path)


def test_files_that_are_new_with_the_content_of_before_are_read_and_not_checked_again(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fresh clone, or what a job restored."""
    folder = project(FILES)
    right = report(folder)
    for path in FILES:
        write(folder, {f"{path}.new": FILES[path]})
        (folder / f"{path}.new").replace(folder / path)
        os.utime(folder / path)
    with monkeypatch.context() as patched:
        patched.setattr("pattern_lint.engine.execute.check_file", lambda *_: pytest.fail("a file was checked again"))
        patched.setattr("pattern_lint.engine.cache._SETTLED_AFTER", 0)
        assert report(folder) == right
        patched.setattr("pattern_lint.engine.work.work", lambda *_, **__: pytest.fail("there was work"))
        assert report(folder) == right


@pytest.mark.parametrize("seed", range(3))
def test_orders_make_no_difference(project: Project, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Neither that in which a folder lists its files, nor that in which they are checked."""
    folder = project({**FILES, **{f"wl/{name}": text for name, text in FILES.items()}, "wl/r/user.py": USER})
    (folder / "pyproject.toml").write_text('[tool.pattern-lint]\nprofile = "all"\n')
    right = report(folder, cached=False)
    entries, check_files = files._entries, work.check_files

    def shuffled(items: Iterable[Any]) -> list[Any]:
        mixed = [*items]
        random.Random(seed).shuffle(mixed)
        return mixed

    monkeypatch.setattr(files, "_entries", lambda below: shuffled(entries(below)))
    monkeypatch.setattr(work, "check_files", lambda job, some, *more: check_files(job, shuffled(some), *more))
    assert report(folder, cached=False) == right
    assert report(folder) == right


@pytest.mark.parametrize("error", [errno.EROFS, errno.ENOSPC, errno.EACCES])
def test_a_folder_that_cannot_be_written_to(project: Project, monkeypatch: pytest.MonkeyPatch, error: int) -> None:
    folder = project(FILES)

    def refuse(*arguments: object, **named: object) -> None:
        raise OSError(error, "refused")

    monkeypatch.setattr("pattern_lint.writing._write_new", refuse)
    assert report(folder) == report(folder, cached=False)
    assert cache_files(folder) == []
