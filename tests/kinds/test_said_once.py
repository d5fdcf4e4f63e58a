"""One mistake is said once, however many sites it makes up."""

from __future__ import annotations

from .conftest import Judge

CLIENT = """
export async function fetchWards(hospital: string): Promise<any> {
  const response = await fetch(`/hospitals/${hospital}/wards`);
  return response.json();
}
"""
TIERS = """
import os


def swap(root):
    kept = os.path.join(root, "immaculate", "grid.sql")
    os.rename(kept, kept + ".old")
"""

STORES = {
    "shop/base.py": """
class BaseStore:
    def __init__(self, path):
        self.text = open(path).read()
""",
    "shop/orders.py": """
from shop.base import BaseStore


class OrderStore(BaseStore):
    def __init__(self, path):
        super().__init__(path)
""",
}

LOADED_STORES = {
    "shop/base.py": """
class BaseStore:
    def __init__(self, path, load=False):
        if load:
            self.text = open(path).read()
""",
    "shop/orders.py": """
from shop.base import BaseStore


class OrderStore(BaseStore):
    def __init__(self, path):
        super().__init__(path, load=True)
""",
}

MANY_LOADED_STORES = LOADED_STORES | {
    f"shop/{name.lower()}.py": f"""
from shop.base import BaseStore


class {name}Store(BaseStore):
    def __init__(self, path):
        super().__init__(path, load=True)
"""
    for name in ("Carts", "Prices")
}

CONFIGURED_STORE = """
class Settings:
    @classmethod
    def load(cls, path=None, values=None):
        if values is None:
            values = open(path).read()
        return cls(**values)


class OrderStore:
    def __init__(self, given):
        known = given or {"limit": 3}
        self.terms = Settings.load(values=known)
        self.prices = Settings.load("prices")
"""

TAKEN_STORE = """
class OrderStore:
    def __init__(self, source):
        if hasattr(source, "read"):
            self.text = source.read()
        else:
            self.text = open(source).read()
"""


def test_an_answer_that_two_calls_make_up_has_one_type(judge: Judge) -> None:
    found = judge("typed-api-client", {"src/api/wards.ts": CLIENT}).findings
    assert [finding.line for finding in found] == [2]


def test_what_is_moved_within_a_frozen_folder_is_said_once(judge: Judge) -> None:
    found = judge("frozen-baseline", {"ops/tiers.py": TIERS}).findings
    assert [finding.line for finding in found] == [7]


def test_what_the_constructor_of_a_base_does_is_said_there_alone(judge: Judge) -> None:
    both = judge("no-work-in-init", STORES).findings
    assert [finding.path for finding in both] == ["shop/base.py", "shop/orders.py"]
    found = judge("no-work-in-init", STORES, by_bases=False).findings
    assert [finding.path for finding in found] == ["shop/base.py"]


def test_what_the_constructor_of_a_base_only_does_for_an_heir_is_said_of_that(judge: Judge) -> None:
    found = judge("no-work-in-init", LOADED_STORES, by_bases=False, branches=False).findings
    assert [finding.path for finding in found] == ["shop/orders.py"]


def test_what_several_heirs_let_a_base_do_is_said_of_the_base(judge: Judge) -> None:
    found = judge("no-work-in-init", MANY_LOADED_STORES, by_bases=False, branches=False).findings
    assert [finding.path for finding in found] == ["shop/base.py"]


def test_what_is_done_where_nothing_is_handed_over_is_not_usual_for_who_hands_something_over(judge: Judge) -> None:
    found = judge("no-work-in-init", {"shop/orders.py": CONFIGURED_STORE}, branches=False).findings
    assert [finding.line for finding in found] == [14]


def test_a_path_in_the_place_of_a_stream_is_what_is_usual(judge: Judge) -> None:
    found = judge("no-work-in-init", {"shop/orders.py": TAKEN_STORE}, branches=False).findings
    assert [finding.line for finding in found] == [7]
