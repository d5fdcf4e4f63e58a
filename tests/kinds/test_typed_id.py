"""Typed ids across modules: what factories generate, and whose ids they are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pattern_lint.outcome import Outcome

Judge = Callable[..., Outcome]

IDS = """
from functools import partial
from uuid import uuid4
import secrets

PREFIXES = {"order": "ORD"}
class Ids:
    prefix = "ORD"
    def instance(self): return f"{self.prefix}_{uuid4().hex}"
def typed_id(prefix): return f"{prefix}_{uuid4().hex}"
def raw(): return secrets.token_hex(8)
def late():
    if stamp():
        return f"ORD_{uuid4()}"
    return "ORD_" + stamp()
def closure(prefix):
    def generate(): return typed_id(prefix)
    return generate
def forever(prefix): return forever(prefix)
generate_order_id = partial(typed_id, prefix="ORD")
"""


def dto(value: str) -> dict[str, str]:
    return {
        "app/ids.py": IDS,
        "app/dtos/order.py": f"""
from functools import partial
from pydantic import BaseModel, Field
from app import ids
from app.ids import *

class Order(BaseModel):
    order_id: str = Field(default_factory={value}, pattern=r"^SIG_\\d{{8}}_\\d{{6}}_[0-9a-f]{{8}}$")
""",
    }


@pytest.mark.parametrize(
    "factory",
    [
        "generate_order_id",
        "ids.generate_order_id",
        "partial(typed_id, 'ORD')",
        "partial(typed_id, PREFIXES['order'])",
        "lambda: typed_id(ids.Ids.prefix)",
        "lambda: '{}_{}'.format('ORD', 1)",
        "lambda: 'ORD_%s' % 1",
        "lambda: '-'.join(['ORD', '1'])",
        "lambda: 'ord_'.upper() + '1'",
        "closure('ORD')",
        "ids.late",
        "ids.Ids().instance",
    ],
)
def test_factories_are_followed_to_their_prefix(judge: Judge, factory: str) -> None:
    (finding,) = judge("typed-id-pattern", dto(factory)).findings
    assert (finding.path, finding.line) == ("app/dtos/order.py", 8)
    assert "accepts SIG ids where its default_factory generates ORD" in finding.message


@pytest.mark.parametrize("factory", ["unknown", "settings.make", "partial(typed_id, settings.prefix)", "ids.forever"])
def test_what_cannot_be_followed_stays_silent(judge: Judge, factory: str) -> None:
    sources = dto(factory)
    assert not judge("typed-id-pattern", sources).findings
    outcome = judge("typed-id-field", sources)
    assert not outcome.findings
    assert sum(tally.unknown for tally in outcome.tallies.values()) == 1


@pytest.mark.parametrize("factory", ["ids.raw", "str", "lambda: raw()", "lambda: str(ids.uuid4())", "dict"])
def test_a_factory_without_a_prefix_is_no_typed_one(judge: Judge, factory: str) -> None:
    (finding,) = judge("typed-id-field", dto(factory)).findings
    assert finding.message.startswith("Order.order_id has a default_factory that sets no prefix;")


def test_the_generator_is_shown_with_a_wrong_prefix(judge: Judge) -> None:
    (finding,) = judge("typed-id-pattern", dto("ids.late")).findings
    (place,) = finding.related
    assert (place.path, place.line) == ("app/ids.py", IDS.splitlines().index("def late():") + 1)


def test_an_id_refers_to_the_class_that_is_named_like_it(judge: Judge) -> None:
    order = "from pydantic import BaseModel\nclass LimitOrder(BaseModel):\n    order_id: str\n"
    assert [finding.line for finding in judge("typed-id-field", {"dtos/a.py": order}).findings] == [3]
    both = order + "class Order(BaseModel):\n    order_id: str\n"
    assert [finding.line for finding in judge("typed-id-field", {"dtos/a.py": both}).findings] == [5]


def test_options_say_what_ids_look_like(judge: Judge) -> None:
    field = 'class A(BaseModel):\n    id: str = Field(pattern="^A-[0-9]{14}$")\n'
    sources = {"dtos/a.py": f"from pydantic import BaseModel, Field\n{field}"}
    assert judge("typed-id-pattern", sources).findings
    assert not judge("typed-id-pattern", sources, parts=["14 digits"], separator="-").findings


def test_cards_of_one_kind_do_not_see_each_others_files(judge: Judge) -> None:
    sources = {
        "app/ids.py": "def generate_a_id(): return f'A_{stamp()}'\n",
        "tests/test_ids.py": "def generate_b_id(): return f'A_{stamp()}'\n",
    }
    assert not judge("unique-id-prefix", sources).findings
    (finding,) = judge("unique-id-prefix", sources, where=["production", "test"]).findings
    assert (finding.path, finding.line) == ("tests/test_ids.py", 1)


def test_code_that_multiplies_itself_ends(judge: Judge) -> None:
    functions = []
    for n in range(30):
        calls = ", ".join([f"make_{n + 1}_id()"] * 9)
        functions.append(f"def make_{n}_id(): return pick({calls})\n")
        functions.append(f"def new_{n}_id(a): return new_{n + 1}_id(a + a + a + a)\n")
    local = "".join(f"    a{n + 1} = [{', '.join([f'a{n}'] * 20)}]\n" for n in range(20))
    source = f"""{"".join(functions)}
def generate_big_id():
    a0 = stamp()
{local}
    return 'BIG_' + '-'.join(a20)
def generate_all_id(): return make_0_id()
def generate_new_id(): return new_0_id('N' + stamp())
"""
    outcome = judge("unique-id-prefix", {"app/ids.py": source})
    assert sum(tally.total for tally in outcome.tallies.values()) == 1


@pytest.mark.parametrize("card", ["typed-id-field", "no-raw-uuid-id", "typed-id-pattern", "unique-id-prefix"])
def test_an_annotation_in_quotes_may_hold_functions(judge: Judge, card: str) -> None:
    made = "lambda: f'SIG_{uuid4()}', pattern=(lambda: 'x')()"
    source = (
        "from typing import Annotated\nfrom uuid import uuid4\nfrom pydantic import BaseModel, Field\n"
        f'class Signal(BaseModel):\n    signal_id: "Annotated[str, Field(default_factory={made})]"\n'
    )
    assert judge(card, source).faults == []
