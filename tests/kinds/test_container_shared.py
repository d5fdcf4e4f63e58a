from __future__ import annotations

from collections.abc import Callable

import pytest

from pattern_lint.outcome import Outcome

Judge = Callable[..., Outcome]


@pytest.mark.parametrize(
    ("arguments", "wrong"),
    [
        ("'OrderRepository', make, singleton=True", True),
        ("'OrderRepository', make, singleton=False", False),
        ("'OrderRepository', make, singleton=flag", False),
        ("'OrderRepository', make", False),
        ("'OrderRepositoryFactory', make, singleton=True", False),
        ("'order_repo', make, singleton=True", True),
        ("'uow', make, singleton=True", True),
        ("'session', make, singleton=True", True),
        ("'DatabaseSession', make, singleton=True", True),
        ("'user_session', make, singleton=True", False),
        ("'http_session', make, singleton=True", False),
        ("'session', aiohttp.ClientSession(), singleton=True", False),
        ("'session', lambda: sessions(), singleton=True", True),
        ("'session', sessions, singleton=True", False),
        ("'session', scoped_session(sessions), singleton=True", False),
        ("'orders', vendor.OrderRepository, singleton=True", True),
        ("IOrderRepository, make, singleton=True", True),
        ("'x', make, scope='singleton'", False),
        ("'x', vendor.OrderRepository, lifetime=Lifetime.SINGLETON", True),
    ],
)
def test_what_is_shared(judge: Judge, arguments: str, wrong: bool) -> None:
    source = (
        "import aiohttp\nimport vendor\nfrom sqlalchemy.orm import scoped_session, sessionmaker\n"
        "from vendor import IOrderRepository, Lifetime\nsessions = sessionmaker()\n"
        f"def declare(container, make, flag):\n    container.register({arguments})\n"
    )
    outcome = judge("session-scope-not-singleton", source)
    assert not outcome.faults
    assert [finding.line for finding in outcome.findings] == [7] * wrong


def test_the_message_says_what_is_shared(judge: Judge) -> None:
    source = "def declare(container, make):\n    container.register('unit_of_work', make, singleton=True)\n"
    (finding,) = judge("session-scope-not-singleton", source).findings
    assert finding.message.startswith("unit_of_work is registered as a singleton, so all requests share one")


def test_names_are_an_option(judge: Judge) -> None:
    source = "def declare(container, make):\n    container.register('order_ledger', make, singleton=True)\n"
    assert not judge("session-scope-not-singleton", source).findings
    assert judge("session-scope-not-singleton", source, never_shared_names=["*ledger"]).findings
