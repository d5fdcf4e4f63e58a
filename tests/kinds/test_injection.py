from __future__ import annotations

import marshal
from collections.abc import Callable

import pytest

from pattern_lint.kinds.injection import Manner, Options
from pattern_lint.lang.python.module import Module
from pattern_lint.outcome import Outcome
from pattern_lint.project.components import COMPONENTS

Judge = Callable[..., Outcome]

SERVICES = "class OrderService: ...\nclass RiskManager: ...\nclass AppContainer: ...\n"


def lines(outcome: Outcome, path: str) -> list[int]:
    assert not outcome.faults
    return [finding.line for finding in outcome.findings if finding.path == path]


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("def go(container):\n    container.register('x', OrderService())", False),
        ("def go(c: 'AppContainer'):\n    c.register('x', OrderService())", False),
        ("def go(c):\n    c.register('x', OrderService())", True),
        ("def go(c):\n    c.register('x', lambda: OrderService())", False),
        ("def go(container):\n    container.orders = OrderService()", False),
        ("def go(container):\n    container.get('x', OrderService())", True),
        ("def go(container):\n    _register(container, OrderService())", False),
        ("@provider\ndef go():\n    return OrderService()", False),
        ("def main():\n    return OrderService()", False),
        ("class Orders:\n    def main(self):\n        return OrderService()", True),
        ("class OrderFactory:\n    def make(self):\n        return OrderService()", False),
        ("make = lambda: OrderService()", False),
        ("ORDERS = OrderService()", False),
        ("def go(orders=OrderService()):\n    return orders", True),
        ("class Bot:\n    make = field(default_factory=lambda: OrderService())", True),
        ("def go(OrderService):\n    return OrderService()", False),
        ("def go():\n    make = OrderService\n    return make()", True),
        ("class Double(OrderService):\n    def go(self):\n        return type(self)()", False),
    ],
)
def test_who_may_construct(judge: Judge, body: str, wrong: bool) -> None:
    sources = {"shop/services.py": SERVICES, "shop/use.py": f"from shop.services import *\n{body}\n"}
    assert bool(lines(judge("inject-dependencies", sources), "shop/use.py")) is wrong


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("shop/di/__init__.py", False),
        ("shop/bootstrap/services.py", False),
        ("shop/service_registry.py", False),
        ("shop/order_factory.py", False),
        ("shop/app.py", False),
        ("tests/test_orders.py", False),
        ("shop/conftest.py", False),
        ("app/orders.py", True),
        ("shop/apps.py", True),
    ],
)
def test_where_construction_is_the_purpose(judge: Judge, path: str, wrong: bool) -> None:
    source = "from shop.services import OrderService\ndef go():\n    return OrderService()\n"
    assert bool(lines(judge("inject-dependencies", {"shop/services.py": SERVICES, path: source}), path)) is wrong


@pytest.mark.parametrize(
    ("part", "elsewhere", "wrong"),
    [
        ("shop/core/parts/risk.py", "", False),
        ("shop/core/risk.py", "", False),
        ("shop/risk.py", "", True),
        ("shop/core/risk.py", "shop/bootstrap.py", True),
        ("shop/core/risk.py", "tests/test_risk.py", False),
    ],
)
def test_parts_of_a_facade(judge: Judge, part: str, elsewhere: str, wrong: bool) -> None:
    module = part.removesuffix(".py").replace("/", ".")
    sources = {
        part: "class RiskManager: ...",
        "shop/core/facade.py": f"import {module}\nclass CoreFacade:\n    risk = {module}.RiskManager()\n",
    }
    if elsewhere:
        sources[elsewhere] = f"from {module} import RiskManager\ndef go():\n    return RiskManager()\n"
    assert bool(lines(judge("inject-dependencies", sources), "shop/core/facade.py")) is wrong


def test_a_finding_leads_to_the_class_and_names_the_place(judge: Judge) -> None:
    use = "from shop.services import OrderService\nclass Bot:\n    def start(self):\n        return OrderService()\n"
    (finding,) = judge("inject-dependencies", {"shop/services.py": SERVICES, "shop/use.py": use}).findings
    assert finding.message.startswith("OrderService is constructed in Bot.start;")
    assert [(place.path, place.line) for place in finding.related] == [("shop/services.py", 1)]


def test_roles_are_an_option(judge: Judge) -> None:
    sources = {"shop/a.py": SERVICES + "def go():\n    return OrderService(), RiskManager()\n"}
    (finding,) = judge("inject-dependencies", sources, of=["role:manager"]).findings
    assert finding.message.startswith("RiskManager")


def test_a_worker_without_fault_is_a_conforming_site(judge: Judge) -> None:
    outcome = judge("workers-receive-services", {"shop/workers/a.py": "class Detector: ...", "shop/b.py": SERVICES})
    assert {key: tally.conforms for key, tally in outcome.tallies.items()} == {
        ("PAT331", "worker", "shop/workers/a.py"): 1
    }


def test_facts_are_plain_data() -> None:
    source = b"from shop.a import B\nclass W:\n    b = B()\nb = B()\nregister(B)\n"
    kept = COMPONENTS.collect(Module("shop/w.py", source, frozenset({"shop"})))
    assert isinstance(kept, dict)
    assert [way[0] for way in kept["ways"]] == ["constructed", "constructed", "kept"]
    assert kept["given"] == ["shop.a.B"]
    assert marshal.loads(marshal.dumps(kept)) == kept


@pytest.mark.parametrize("never", ["imported", "reached", "self-made"])
def test_whose_imports_and_globals_are_meant_has_to_be_said(never: Manner) -> None:
    assert [option for option, _ in Options(never=(never,), of=("role:client",)).complaints()] == ["by"]
    assert not list(Options(never=(never,), of=("role:client",), by=("role:worker",)).complaints())


def test_an_import_is_wrong_for_the_classes_of_its_module_only(judge: Judge) -> None:
    use = "from shop.services import OrderService, RiskManager as Risk\nclass Job: ...\n"
    sources = {"shop/services.py": SERVICES, "shop/jobs.py": use, "shop/other.py": use.replace("Job", "Other")}
    options = {"needs": [], "of": ["*Manager"], "by": ["shop.jobs.Job"]}
    assert lines(judge("workers-receive-services", sources, **options), "shop/jobs.py") == [1]
    assert lines(judge("workers-receive-services", sources, **options), "shop/other.py") == []
