from __future__ import annotations

from collections.abc import Callable

import pytest

from pattern_lint.outcome import Outcome

Judge = Callable[..., Outcome]

CORE = """
class EventBus:
    @classmethod
    def instance(cls): return cls()

bus = EventBus()
_lazy = None

def get_bus() -> EventBus: return bus
def make_bus() -> EventBus: return EventBus()
def lazy():
    global _lazy
    _lazy = _lazy or EventBus()
    return _lazy
def get_name() -> str: return "core"
"""


@pytest.mark.parametrize(
    ("expression", "wrong"),
    [
        ("core.bus", True),
        ("core.bus.publish(1)", True),
        ("[core.bus for _ in self.all]", True),
        ("f'{core.bus}'", True),
        ("(lambda: core.bus)", True),
        ("core.get_bus()", True),
        ("core.lazy()", True),
        ("core.EventBus.instance()", True),
        ("core.make_bus()", False),
        ("core.get_name()", False),
        ("core.EventBus", False),
        ("self.core.bus", False),
        ("isinstance(self, core.EventBus)", False),
    ],
)
def test_what_a_service_reaches(judge: Judge, expression: str, wrong: bool) -> None:
    source = f"import core\nclass OrderService:\n    def go(self):\n        return {expression}\n"
    outcome = judge("services-are-given", {"core.py": CORE, "orders.py": source})
    assert not outcome.faults
    assert [finding.line for finding in outcome.findings] == [4] * wrong


def test_what_decorates_a_method_is_not_reached_for(judge: Judge) -> None:
    service = "import core\nclass OrderService:\n    @core.bus.on('order')\n    def go(self, bus=core.bus): ...\n"
    outcome = judge("services-are-given", {"core.py": CORE, "orders.py": service})
    assert [(finding.line, finding.column) for finding in outcome.findings] == [(4, 22)]


@pytest.mark.parametrize(
    ("parameters", "made", "wrong"),
    [
        ("self", "core.EventBus()", True),
        ("self", "dict(bus=core.EventBus())", True),
        ("self", "object()", False),
        ("self", "OrderService()", False),
        ("self, bus=None", "bus or core.EventBus()", False),
        ("self, *parts", "core.EventBus()", False),
        ("self, /, *, bus", "core.EventBus()", False),
    ],
)
def test_what_a_constructor_takes(judge: Judge, parameters: str, made: str, wrong: bool) -> None:
    source = f"import core\nclass OrderService:\n    def __init__({parameters}):\n        self.x = {made}\n"
    outcome = judge("services-are-given", {"core.py": CORE, "orders.py": source})
    assert [finding.line for finding in outcome.findings] == [3] * wrong


def test_components_are_an_option(judge: Judge) -> None:
    source = "class PriceClient: ...\nclass PriceService:\n    def __init__(self):\n        self.x = PriceClient()\n"
    assert judge("services-are-given", source).findings
    assert not judge("services-are-given", source, of=["role:manager"]).findings
