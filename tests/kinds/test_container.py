from __future__ import annotations

import marshal
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pattern_lint.lang.python.module import Module
from pattern_lint.outcome import Outcome
from pattern_lint.project.registered import collect_container

Judge = Callable[..., Outcome]

SERVICES = """class OrderService: ...
class ServiceContainer: ...
def build() -> OrderService:
    return OrderService()
"""
NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
DECLARED = "def declare(container):\n    container.register('orders', object)\n"


def found(outcome: Outcome) -> bool:
    assert not outcome.faults
    return bool(outcome.findings)


@pytest.mark.parametrize(
    ("lookup", "wrong"),
    [
        ("container.get('risk')", True),
        ("await container.resolve('risk')", True),
        ("container.resolve_dependency(name='risk')", True),
        ("get_container().get('risk')", True),
        ("request.app.state.injector.get('risk')", True),
        ("container.get('orders')", False),
        ("container.fetch('risk')", False),
        ("registry.get('risk')", False),
        ("container.get(name)", False),
        ("container.get(f'{name}')", False),
        ("container.get('risk', None)", False),
        ("container.get('risk', default=None)", False),
        ("container.get('risk') or NONE", False),
        ("NONE or container.get('risk')", True),
        ("container.get('risk') if container.has('risk') else None", False),
        ("container.get('risk') if 'risk' in container else None", False),
        ("container.get('risk') if container.has('other') else None", True),
        ("payload['container'].get('risk')", False),
    ],
)
def test_what_is_looked_up(judge: Judge, lookup: str, wrong: bool) -> None:
    source = f"async def use(container, registry, request, payload, name):\n    return {lookup}\n"
    assert found(judge("container-registration", {"di.py": DECLARED, "use.py": source})) is wrong


@pytest.mark.parametrize(
    ("tried", "handler", "wrong"),
    [
        ("check(container.get('risk'))", "KeyError", False),
        ("check(container.get('risk'))", "(LookupError, OSError)", False),
        ("check(container.get('risk'))", "Exception", False),
        ("check(container.get('risk'))", "DependencyError", False),
        ("check(container.get('risk'))", "errors.NotRegistered", False),
        ("check(container.get('risk'))", "ValueError", True),
        ("check(container.get('risk'))", "asyncio.TimeoutError", True),
        ("container.get('risk')", "ValueError", False),
    ],
)
def test_lookups_that_are_handled(judge: Judge, tried: str, handler: str, wrong: bool) -> None:
    """An error that containers do not raise is of what else is called, unless nothing is."""
    source = (
        "import asyncio\nimport errors\nfrom errors import DependencyError\n\n\ndef use(container, check):\n    try:\n"
        f"        return {tried}\n    except {handler}:\n        return None\n"
    )
    errors = "class DependencyError(Exception): ...\nclass NotRegistered(Exception): ...\n"
    sources = {"di.py": DECLARED, "use.py": source, "errors.py": errors}
    assert found(judge("container-registration", sources)) is wrong


@pytest.mark.parametrize(
    "registration",
    [
        "container.register(name, object)",
        "container.register(f'{name}-service', object)",
        "container.register(plugin.name, plugin)",
        "container.autodiscover('shop')",
        "[container.register(key, part) for key, part in name.items()]",
    ],
)
def test_computed_names_make_every_lookup_undecided(judge: Judge, registration: str) -> None:
    source = (
        f"def more(container, name, plugin):\n    {registration}\n\n\ndef use(container):\n    container.get('risk')\n"
    )
    outcome = judge("container-registration", {"di.py": DECLARED, "use.py": source})
    assert not outcome.findings
    assert sum(tally.unknown for tally in outcome.tallies.values()) == 1


MAPPINGS = """
def use(container: dict[str, int]):
    my_container = {}
    return my_container.get("a"), container.get("b")
"""


def test_a_mapping_that_is_called_container_is_none(judge: Judge) -> None:
    assert not found(judge("container-registration", {"di.py": DECLARED, "use.py": MAPPINGS}))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
@example(registered=[".*"], looked_up=["orders"])
@given(registered=st.lists(NAMES), looked_up=st.lists(NAMES, min_size=1))
def test_exactly_what_nobody_registers_is_reported(judge: Judge, registered: list[str], looked_up: list[str]) -> None:
    declared = "".join(f"    container.register({name!r}, object)\n" for name in ["clock", *registered])
    used = "".join(f"    container.get({name!r})\n" for name in looked_up)
    sources = {"di.py": f"def declare(container):\n{declared}", "use.py": f"def use(container):\n{used}"}
    missing = [line for line, name in enumerate(looked_up, 2) if name not in {"clock", *registered}]
    assert [finding.line for finding in judge("container-registration", sources).findings] == missing


def test_lookups_are_an_option(judge: Judge) -> None:
    sources = {"di.py": DECLARED, "use.py": "def use(container):\n    container.fetch('risk')\n"}
    assert found(judge("container-registration", sources, lookups=["fetch"]))


@pytest.mark.parametrize(
    ("registration", "missing"),
    [
        ("container.register(OrderService, OrderService)", []),
        ("container.register('OrderService', make)", []),
        ("container.register('order_service', make)", []),
        ("container.register('orders', lambda c: OrderService(c))", []),
        ("container.register('orders', OrderService())", []),
        ("container.register('orders', build)", []),
        ("container.register('risk', lambda c: Risk(c.get(OrderService)))", [1]),
        ("container.get(OrderService)", []),
        ("container.register('orders_repository', make)", [1]),
        ("for name, cls in {'a': OrderService}.items():\n        container.register(name, cls)", []),
        ("container.register(make(), make)", []),
        ("ServiceContainer(orders=OrderService())\n    container.register('x', make)", []),
    ],
)
def test_what_counts_as_registered(judge: Judge, registration: str, missing: list[int]) -> None:
    source = f"from shop.services import *\ndef declare(container, make):\n    {registration}\n"
    outcome = judge("services-registered", {"shop/services.py": SERVICES, "shop/di.py": source})
    assert [finding.line for finding in outcome.findings] == missing


def test_facts_are_plain_data() -> None:
    source = DECLARED + "    container.register(Orders, aliases=['a'])\n    container.get('x')\nclass C: ...\n"
    kept = collect_container(Module("di.py", source.encode(), frozenset({"di"})))
    assert marshal.loads(marshal.dumps(kept)) == kept
    assert set(kept) == {"registrations", "lookups"}
