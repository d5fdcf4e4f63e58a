"""Raw ids: options, and places that the card does not show."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pattern_lint.outcome import Outcome

Judge = Callable[..., Outcome]


def lines(outcome: Outcome) -> list[int]:
    return [finding.line for finding in outcome.findings]


@pytest.mark.parametrize(
    "value",
    [
        "uuid4()",
        "str(uuid4())",
        "uuid4().hex[:8]",
        "f'{uuid4().hex}-{uuid4().hex}'",
        "a or uuid4()",
        "a if b else uuid4().int",
    ],
)
def test_raw_values_are_seen_through_what_wraps_them(judge: Judge, value: str) -> None:
    source = f"from uuid import uuid4\ndef f(a, b):\n    order_id = {value}\n    return order_id\n"
    assert lines(judge("no-raw-uuid-id", {"a.py": source})) == [3]


@pytest.mark.parametrize(
    "value", ["f'ORD_{uuid4()}'", "'ORD_' + uuid4().hex", "find(uuid4())", "OrderId(uuid4())", "uuid4"]
)
def test_what_is_made_of_a_raw_value_is_not_one(judge: Judge, value: str) -> None:
    source = f"from uuid import uuid4\ndef f():\n    order_id = {value}\n    return order_id\n"
    assert not judge("no-raw-uuid-id", {"a.py": source}).findings


def test_calls_and_names_are_options(judge: Judge) -> None:
    source = "import uuid\nevent_key = uuid.uuid1()\norder_id = uuid.uuid1()\norder_id = uuid.uuid4()\n"
    assert lines(judge("no-raw-uuid-id", {"a.py": source})) == [4]
    assert lines(judge("no-raw-uuid-id", {"a.py": source}, calls=["uuid.uuid1"], names=["*_key"])) == [2]


def test_generated_ids_are_counted_as_conforming(judge: Judge) -> None:
    source = "import uuid\nfrom ids import generate_order_id\norder_id = generate_order_id()\nother_id = load()\n"
    (tally,) = judge("no-raw-uuid-id", {"a.py": source}).tallies.values()
    assert (tally.conforms, tally.violates, tally.unknown) == (1, 0, 0)


def test_makers_are_functions_classes_and_lambdas_with_a_name(judge: Judge) -> None:
    source = """
from uuid import uuid4
new_order_id = lambda book: book.add(Order(order_id=uuid4().hex))
class Sequence:
    def advance(self, book):
        book.last_id = str(uuid4())
"""
    assert lines(judge("no-raw-uuid-id", {"a.py": source})) == [6]
    assert lines(judge("no-raw-uuid-id", {"a.py": source}, makers=["class:Sequence"])) == [3]


def test_parameters_are_counted_as_the_call_fills_them(judge: Judge) -> None:
    sources = {
        "orders.py": "class Order:\n    def move(self, order_id, note): ...\n",
        "work.py": """
from uuid import uuid4
from orders import Order
def work(order):
    Order.move(order, str(uuid4()), "")
    Order().move(str(uuid4()), "")
    Order().move("", str(uuid4()))
""",
    }
    assert lines(judge("no-raw-uuid-id", sources)) == [5, 6]
