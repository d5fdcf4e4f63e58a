from __future__ import annotations

import pytest

from pattern_lint.lang.python.module import Module
from pattern_lint.project.collect import collect
from pattern_lint.project.project import Project


def roles(path: str, source: str, name: str) -> set[str]:
    core = "from abc import ABC\nclass IWorker: ...\nclass TrendWorker(ABC): ...\nclass Failure(Exception): ...\n"
    modules = [Module(path, source.encode(), frozenset({"core"})), Module("core.py", core.encode())]
    project = Project(collect(module) for module in modules)
    return set(project.roles.of(f"{modules[0].name}.{name}"))


@pytest.mark.parametrize(
    ("path", "source", "expected"),
    [
        ("app.py", "class GateWorker: ...", {"worker"}),
        ("app.py", "import core\nclass Gate(core.IWorker): ...", {"worker"}),
        ("app.py", "from core import TrendWorker as Base\nclass Gate(Base): ...", {"worker"}),
        ("app.py", "class WithWorker: ...\nclass Gate(WithWorker): ...", set()),
        ("app.py", "from vendor import TrendWorker\nclass Gate(TrendWorker): ...", set()),
        ("workers/gate.py", "class Gate: ...", {"worker"}),
        ("gate_worker.py", "class Gate: ...", {"worker"}),
        ("workers/gate.py", "class _Gate: ...", set()),
        ("workers/_parts.py", "class Gate: ...", set()),
        ("workers/__init__.py", "class Gate: ...", {"worker"}),
        ("app.py", "class BaseWorker: ...", set()),
        ("app.py", "from abc import ABC\nclass RankingWorker(ABC): ...", set()),
        ("app.py", "class IGateWorker: ...", set()),
        ("app.py", "class IBWorker:\n    def run(self): return 1", {"worker"}),
        ("app.py", "class IOWorker:\n    def run(self): ...", set()),
        ("app.py", "import core\nclass GateWorker(core.Failure): ...", {"error"}),
        ("app.py", "import httpx\nclass Gate(httpx.HTTPError): ...", {"error"}),
        ("app.py", "class Gate(BaseExceptionGroup): ...", {"error"}),
        ("dtos/gate.py", "class Gate:\n    LIMIT = 3\n    def run(self): ...", set()),
        ("dtos/gate.py", "class Gate:\n    limit: int", {"dto"}),
        ("dtos/gate.py", "from pydantic import BaseModel\nclass Gate(BaseModel): ...", {"dto"}),
        ("app.py", "from celery import Task\nclass ReportTask(Task): ...", set()),
        ("app.py", "from twisted.application.service import Service\nclass GateService(Service): ...", set()),
        ("app.py", "from sdk.services import BaseService\nclass GateService(BaseService): ...", {"service"}),
        ("app.py", "from sdk.workers import IGateWorker\nclass GateWorker(IGateWorker): ...", {"worker"}),
        ("app.py", "from threading import Thread\nclass GateWorker(Thread): ...", {"worker"}),
        ("app.py", "from django.db import models\nclass CloudService(models.Model): ...", set()),
        ("app.py", "class TimerContextManager: ...", set()),
        ("app.py", "class GateServiceMixin: ...", set()),
        ("app.py", "class GateService:\n    def run(self): raise NotImplementedError", set()),
        ("app.py", "class GateService:\n    def run(self): ...", {"service"}),
        ("workers/gate.py", "from pydantic import RootModel\nclass Gate(RootModel[int]): ...", set()),
    ],
)
def test_the_roles_of_a_class(path: str, source: str, expected: set[str]) -> None:
    name = source.rpartition("class ")[2].partition(":")[0].partition("(")[0]
    assert roles(path, source, name) == expected


def test_a_place_gives_no_role_to_a_mere_part_of_a_class() -> None:
    source = "from pydantic import BaseModel\nclass Gate(BaseModel):\n    class Config:\n        frozen = True\n"
    assert roles("dtos/gate.py", source, "Gate.Config") == set()


def test_a_class_claims_what_it_only_looks_like() -> None:
    module = Module("dtos/gate.py", b"from typing import TypedDict\nclass Gate(TypedDict): ...\n")
    project = Project([collect(module)])
    assert project.roles.claims("dtos.gate.Gate") == {"dto"}
    assert project.roles.of("dtos.gate.Gate") == frozenset()
