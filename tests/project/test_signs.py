from __future__ import annotations

import pytest

from pattern_lint.engine.examine import examine
from pattern_lint.engine.plan import Planned, needed
from pattern_lint.kinds.classes.options import Options
from pattern_lint.kinds.kit import Rule
from pattern_lint.lang.python.module import Module
from pattern_lint.project.collect import collect
from pattern_lint.project.glimpses import Glimpses
from pattern_lint.project.look import Look, plain
from pattern_lint.project.project import Project
from pattern_lint.project.roles import default_roles
from pattern_lint.project.signs import Sign

PARTS = {f"part{number}.py": "x = 1\n" for number in range(20)}
LIFECYCLE = "class IWorkerLifecycle:\n    def initialize(self): ...\n"
WORKER = "class OrderWorker:\n    def run(self): return 1\n"
ABSTRACT = "from abc import ABC, abstractmethod\n"
DUTY = "@abstractmethod\n    def work(self): ...\n"

SIGNS: list[tuple[Sign, str, bool]] = [
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
    ("adapter-interface", f"{ABSTRACT}class FeedAdapter(ABC):\n    {DUTY}class A(FeedAdapter): ...\n", True),
    ("adapter-interface", f"{ABSTRACT}class ÜberAdapter(ABC):\n    {DUTY}class A(ÜberAdapter): ...\n", True),
    ("adapter-interface", "from sdk import BaseAdapter as Base\nclass Feed(Base): ...\n", True),
    ("adapter-interface", "class FeedAdapter: ...\nclass A(FeedAdapter): ...\n", False),
    ("audit-columns", "class Order(Base):\n    __tablename__ = 'x'\n    created_at = column()\n", True),
    ("audit-columns", "class Order(Base):\n    __tablename__ = 'x'\n    created = column()\n", False),
    ("data-repository", "class OrderRepository:\n    def __init__(self, session): ...\n", True),
    ("data-repository", "class OrderRepository:\n    def __init__(self, url): ...\n", False),
    ("event-bus", "class Bus:\n    async def publish_all(self): ...\n    def subscribe(self): ...\n", True),
    ("event-bus", "class Bus:\n    def publish(self): ...\n    def onward(self): ...\n", False),
    ("guarded-calls", "from tenacity import retry as again\n@again(stop=1)\ndef f(): ...\n", True),
    ("guarded-calls", "import app\n@app.CircuitGuard\ndef f(): ...\n", True),
    ("guarded-calls", "@on_exception_too\ndef f(): ...\n", False),
    ("agent-sdk", "from claude_agent_sdk import query\n", True),
    ("event-removal", "class Bus:\n    def emit(self): ...\n    def remove_listener(self): ...\n", True),
    ("event-removal", "class Bus:\n    def emit(self): ...\n    def removes(self): ...\n", False),
    ("async-services", "class OrderService:\n    async def work(self): await x()\n", True),
    ("streams", "import os, aiokafka\n", True),
    ("streams", "from core.streams import StreamServiceBuilder\n", True),
    ("streams", "from core.streams import StreamReader\n", False),
    ("orm", "from sqlalchemy.orm import Session\n", True),
    ("orm", "import orm as sqlalchemy\n", False),
    ("repository-base", "from sdk import BaseRepository\nclass Orders(BaseRepository): ...\n", True),
    ("repository-base", "class OrderRepository: ...\n", False),
    ("service-base", f"{ABSTRACT}class Service(ABC):\n    {DUTY}class A(Service): ...\n", True),
    ("service-base", "class OrderService: ...\n", False),
    (
        "service-base",
        f"{ABSTRACT}class IRateService(ABC):\n    {DUTY}class HttpRateService(IRateService): ...\n"
        "class NullRateService(IRateService): ...\n",
        False,
    ),
    (
        "service-base",
        f"{ABSTRACT}class IDeskService(ABC):\n    {DUTY}class RateService(IDeskService): ...\n"
        "class OrderService(IDeskService): ...\n",
        True,
    ),
    ("structured-logs", "import structlog\n", True),
    ("structured-logs", 'from loguru import logger\nlogger.info(f"{logger}")\n', False),
    ("structured-logs", "from loguru import logger\nimport aiokafka\n", True),
]


def project(files: dict[str, str]) -> Project:
    roots = frozenset(path.partition("/")[0].removesuffix(".py") for path in files)
    return Project(collect(Module(path, text.encode(), roots)) for path, text in files.items())


@pytest.mark.parametrize(("sign", "text", "shown"), SIGNS)
def test_what_a_project_shows(sign: str, text: str, shown: bool) -> None:
    assert project({"a.py": text}).signs.shows(sign) is shown


@pytest.mark.parametrize(("others", "shown"), [(7, True), (8, False)])
def test_a_module_among_many_that_passes_logs_on_shows_no_custom(others: int, shown: bool) -> None:
    lines = {f"lines{number}.py": "import logging\n" for number in range(others)}
    assert project({**lines, "keys.py": "import structlog\n"}).signs.shows("structured-logs") is shown


@pytest.mark.parametrize(("others", "shown"), [(2, True), (3, False)])
def test_a_base_of_services_for_one_subject_is_not_the_base_of_all(others: int, shown: bool) -> None:
    base = f"{ABSTRACT}class HeightService(ABC):\n    {DUTY}class A(HeightService): ...\nclass B(HeightService): ...\n"
    apart = {f"shop/part{number}/a.py": "class OrderService: ...\n" for number in range(others)}
    assert project({"shop/height/a.py": base, **apart}).signs.shows("service-base") is shown


@pytest.mark.parametrize(("others", "allowed"), [("", True), ("x = 1\n", False)])
def test_empty_modules_do_not_tell_how_a_project_logs(others: str, allowed: bool) -> None:
    files = {f"{name}/__init__.py": others for name in "bcdefg"}
    assert project({**files, "a.py": "import logging\n"}).signs.allow("structured-logs") is allowed


@pytest.mark.parametrize(("sign", "text"), [(sign, text) for sign, text, shown in SIGNS if shown])
def test_a_quick_look_overlooks_nothing(sign: Sign, text: str) -> None:
    assert Glimpses(default_roles()).shown({sign}, Look("a.py", plain(text.encode()))) == {sign}


@pytest.mark.parametrize(
    ("sign", "path", "text", "shown"),
    [
        ("container", "a.py", "import os, \\\n    lagom\n", True),
        ("container", "a.py", "from \\\n  lagom.container import x\n", True),
        ("container", "svcs/a.py", "from . import b\n", True),
        ("container", "a.py", "class Box:\n    def get(self): ...\n    def add_x(self): ...\n", False),
        ("container", "a.py", "class MyContainer:\n    def get(self): ...\n    def put(self): ...\n", False),
        ("container", "a.py", "class MyContainer:\n    def get(self): ...\n    def add_x(self\n", False),
        ("injection-library", "a.py", "import lagoma, svcs_more\n", False),
        ("worker-lifecycle", "a.py", "class BaseWorker: ...\n", False),
        ("adapter-interface", "a.py", "class Adapters: ...\nclass_Adapter = 1\n", False),
        ("audit-columns", "a.py", "created = 1\n", False),
        ("data-repository", "a.py", "class Orders:\n    def __init__(self, session): ...\n", False),
        ("event-bus", "a.py", "class Bus:\n    def publish(self): ...\n    def onward(self): ...\n", False),
        ("guarded-calls", "a.py", "@property\ndef wiretriever(self): ...\n", False),
        ("guarded-calls", "a.py", "def retry(): ...\n", False),
        ("orm", "a.py", "import sqlalchemies\n", False),
        ("orm", "src/peewee.py", "x = 1\n", True),
        ("repository-base", "a.py", "class Orders(Base): ...\n", False),
        ("service-base", "a.py", "class \\\n  Service: ...\n", True),
    ],
)
def test_a_quick_look_sees_what_the_facts_may_tell(sign: Sign, path: str, text: str, shown: bool) -> None:
    assert bool(Glimpses(default_roles()).shown({sign}, Look(path, plain(text.encode())))) is shown


@pytest.mark.parametrize(
    ("role", "path", "text", "shown"),
    [
        ("role:service", "a.py", "class OrderService(Base): ...\n", True),
        ("role:service", "a.py", "from sdk import BaseService as Base\n", True),
        ("role:service", "a.py", "class Services: ...\nclass_Service = 1\n", False),
        ("role:service", "a.py", "class Fullwidth\uff33ervice: ...\n", True),
        ("role:event-bus", "a.py", "class EventBus[T]: ...\n", True),
        ("role:event-bus", "a.py", "class EventBuses: ...\n", False),
        ("role:dto", "app/dto/a.py", "x = 1\n", True),
        ("role:dto", "dto/a.py", "x = 1\n", True),
        ("role:dto", "app/dtos.py", "x = 1\n", False),
        ("role:stream-producer", "a.py", "from aiokafka import AIOKafkaProducer as Producer\n", True),
        ("role:stream-producer", "a.py", "from confluent_kafka import Producer\n", True),
        ("role:stream-producer", "a.py", "class Producer: ...\n", False),
        ("role:error", "a.py", "x = 1\n", True),
        ("role:model", "a.py", "x = 1\n", True),
        ("role:nobody-knows-it", "a.py", "x = 1\n", True),
    ],
)
def test_a_quick_look_sees_which_roles_a_file_may_give(role: str, path: str, text: str, shown: bool) -> None:
    assert bool(Glimpses(default_roles()).shown({role}, Look(path, plain(text.encode())))) is shown


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (Options(of=("role:worker",)), [{"role:worker"}]),
        (Options(of=("role:worker", "role:dto"), needs=("orm",)), [{"orm"}, {"role:worker", "role:dto"}]),
        (Options(inside=("role:worker",), of=("*Job",)), [{"role:worker"}]),
        (Options(inside=("role:worker", "path:jobs/"), of=("role:worker", "Job")), []),
        (Options(outside=("role:worker",)), []),
    ],
)
def test_what_a_project_must_show_for_a_card_to_say_anything(options: Options, expected: list[set[str]]) -> None:
    card = Planned(Rule("PAT901", "lifecycle", options), "classes", "error")
    assert sorted(map(sorted, needed(card))) == sorted(map(sorted, expected))


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
