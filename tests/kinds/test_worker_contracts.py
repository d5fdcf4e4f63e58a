"""What class contracts, constructors, methods' errors and decorators judge beyond their cards' examples."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pattern_lint.outcome import Outcome

Judge = Callable[..., Outcome]


def lines(outcome: Outcome) -> list[int]:
    assert outcome.faults == []
    return [finding.line for finding in outcome.findings]


def test_other_bases_and_methods_can_be_demanded(judge: Judge) -> None:
    source = """
class Plugin: ...
class FirstPlugin(Plugin):
    start = print
    def stop(self): ...
class SecondPlugin(Plugin):
    def start(self): ...
class FirstService(Plugin):
    def start(self): ...
"""
    outcome = judge("worker-lifecycle", source, of=["role:service"], bases=["Plugin"], methods=["start", "stop"])
    assert lines(outcome) == [8]
    assert outcome.findings[0].message.startswith("FirstService does not define stop")


def test_all_that_a_class_lacks_is_one_finding(judge: Judge) -> None:
    outcome = judge("worker-lifecycle", "class GateWorker: ...\n")
    assert [finding.message for finding in outcome.findings] == [
        "GateWorker does not derive from IWorkerLifecycle; does not define __init__; does not define initialize, "
        "neither itself nor through a base"
    ]


def test_a_parameter_under_another_name_is_named(judge: Judge) -> None:
    outcome = judge("capabilities-parameter", "class GateWorker:\n    def initialize(self, **extra): ...\n")
    assert [finding.message for finding in outcome.findings] == [
        "GateWorker.initialize takes no **capabilities; it takes **extra in its place"
    ]


def test_an_attribute_may_stand_for_a_method(judge: Judge) -> None:
    source = """
class IWorkerLifecycle: ...
def _start(self, **capabilities): ...
class GateWorker(IWorkerLifecycle):
    __init__ = _start
    initialize = _start
"""
    assert lines(judge("worker-lifecycle", source)) == []


@pytest.mark.parametrize(
    ("parameter", "is_dependency"),
    [
        ("cache", True),
        ("caches", True),
        ("repositories", True),
        ("event_bus: 'IEventBus'", True),
        ("sender: IEventBus", True),
        ("sender: dict[str, OrderRepository]", True),
        ("sender: 'Annotated[PriceClient, 1] | None' = None", True),
        ("cache: dict[str, float]", True),
        ("cache: int | None = None", False),
        ("cache=True", False),
        ("cache=None", True),
        ("client: ClientSettings", False),
        ("client: 'Literal[\"a\"]'", False),
        ("services_by_name: dict[str, str]", False),
        ("sender: Callable[[], OrderRepository]", False),
        ("sender: type[OrderRepository]", False),
        ("*clients", True),
        ("bustling", False),
    ],
)
def test_which_parameters_are_dependencies(judge: Judge, parameter: str, is_dependency: bool) -> None:
    source = (
        "from collections.abc import Callable\nfrom typing import Annotated, Literal\n"
        "from core import ClientSettings, IEventBus, OrderRepository, PriceClient\n"
        f"class GateWorker:\n    def __init__(self, {parameter}): ...\n"
    )
    assert lines(judge("configuration-only-init", source)) == ([5] if is_dependency else [])


@pytest.mark.parametrize(
    ("value", "is_dependency"),
    [
        ("PriceClient()", True),
        ("PriceClient.create(name)", True),
        ("core.PriceClient(PriceClient)", True),
        ("make_client(name)", True),
        ("PriceClient.LIMIT.bit_length()", False),
        ("PriceClient", False),
        ("cast(PriceClient, None)", False),
        ("lambda: PriceClient()", False),
        ("self._make_client(name)", False),
        ("name.client()", False),
        ("make_client_name(name)", False),
    ],
)
def test_which_calls_construct_dependencies(judge: Judge, value: str, is_dependency: bool) -> None:
    source = (
        "import core\nfrom typing import cast\nfrom core import PriceClient, make_client, make_client_name\n"
        f"class GateWorker:\n    def __init__(self, name):\n        self._x = {value}\n"
    )
    assert lines(judge("configuration-only-init", source)) == ([6] if is_dependency else [])


@pytest.mark.parametrize(
    ("handler", "escapes"),
    [
        ("except ValueError as error:\n            raise InitError from error", False),
        ("except (KeyError, Exception):\n            pass", False),
        ("except:\n            pass", False),
        ("except KeyError:\n            pass", True),
        ("except ValueError:\n            raise", True),
    ],
)
def test_what_is_caught_around_a_raise_does_not_leave(judge: Judge, handler: str, escapes: bool) -> None:
    source = (
        "from errors import InitError\nclass GateWorker:\n    def initialize(self, **capabilities):\n"
        f"        try:\n            raise UnicodeError('x')\n        {handler}\n"
    )
    assert lines(judge("initialization-error", source)) == ([5] if escapes else [])


def test_decorators_of_other_libraries(judge: Judge) -> None:
    source = "import click\n@click.command()\n@click.pass_context\ndef a(it): ...\n@click.command()\ndef b(): ...\n"
    outcome = judge("dto-validators", source, beneath={"click.command": "click.pass_context"})
    assert lines(outcome) == [6]
