from __future__ import annotations

import pytest

from pattern_lint.engine.examine import examine
from pattern_lint.engine.plan import Planned
from pattern_lint.kinds.classes import Options
from pattern_lint.kinds.kit import Rule
from pattern_lint.lang.python.module import Module
from pattern_lint.project.collect import collect
from pattern_lint.project.project import Project
from pattern_lint.project.signs import Sign

PARTS = {f"part{number}.py": "x = 1\n" for number in range(20)}
LIFECYCLE = "class IWorkerLifecycle:\n    def initialize(self): ...\n"
WORKER = "class OrderWorker:\n    def run(self): return 1\n"


def project(files: dict[str, str]) -> Project:
    roots = frozenset(path.partition("/")[0].removesuffix(".py") for path in files)
    return Project(collect(Module(path, text.encode(), roots)) for path, text in files.items())


@pytest.mark.parametrize(
    ("sign", "text", "shown"),
    [
        ("container", "from dishka import Provider\n", True),
        ("container", "import punq as p\n", True),
        ("container", "class Container:\n    def register(self, key): ...\n    def resolve(self, key): ...\n", True),
        ("container", "class DockerContainer:\n    def start(self): ...\n    def stop(self): ...\n", False),
        ("container", "import docker\ncontainer = docker.from_env().containers.get('x')\n", False),
        ("container", "class HtmlContainer:\n    def add_child(self, node): ...\n", False),
        ("injection-library", "class Container:\n    def register(self): ...\n    def get(self): ...\n", False),
        ("injection-library", "from injector import inject\n", True),
        ("worker-lifecycle", LIFECYCLE, True),
        ("worker-lifecycle", "from sdk import IWorkerLifecycle\nclass A(IWorkerLifecycle): ...\n", True),
        ("worker-lifecycle", "from zope.interface import Interface\nclass IWorker(Interface):\n    name = 1\n", False),
        ("worker-lifecycle", "class BaseWorker:\n    def initialize(self): ...\n", False),
    ],
)
def test_what_a_project_shows(sign: str, text: str, shown: bool) -> None:
    assert project({"a.py": text}).signs.shows(sign) is shown


def test_a_project_of_a_few_modules_need_not_show_anything() -> None:
    assert project({"a.py": WORKER}).signs.allow("container")
    assert not project({"a.py": WORKER, **PARTS}).signs.allow("container")


def test_tests_do_not_make_a_project_large() -> None:
    files = {f"tests/{path}": text for path, text in PARTS.items()}
    assert project({"a.py": WORKER, **files}).signs.allow("container")


@pytest.mark.parametrize(
    ("needs", "files", "expected"),
    [
        ((), PARTS, 1),
        (("worker-lifecycle",), {}, 1),
        (("worker-lifecycle",), PARTS, 0),
        (("worker-lifecycle",), {**PARTS, "b.py": LIFECYCLE}, 1),
        (("worker-lifecycle", "container"), {**PARTS, "b.py": LIFECYCLE}, 0),
    ],
)
def test_a_card_speaks_where_the_project_shows_what_it_needs(
    needs: tuple[Sign, ...], files: dict[str, str], expected: int
) -> None:
    options = Options(of=("role:worker",), methods=("initialize",), needs=needs)
    card = Planned(Rule("PAT901", "lifecycle", options), "classes", "error")
    outcome = examine([card], {"a.py": WORKER, **files})
    assert len(outcome.findings) == expected
    assert sum(tally.violates + tally.conforms + tally.unknown for tally in outcome.tallies.values()) == expected
