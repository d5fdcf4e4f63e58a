"""Symbols across modules."""

from __future__ import annotations

from itertools import permutations

import pytest

from pattern_lint.lang.python.layout import top_level_names
from pattern_lint.lang.python.module import Module
from pattern_lint.project.collect import collect
from pattern_lint.project.project import Project


def project(files: dict[str, str]) -> Project:
    roots = top_level_names(list(files))
    return Project(collect(Module(path, text.encode(), roots)) for path, text in files.items())


FILES = {
    "src/shop/__init__.py": "from .orders import OrderService as Orders\nfrom .tools import *\n",
    "src/shop/base.py": """
import abc, httpx
class Base(abc.ABC):
    session: httpx.Client
    def __init__(self, client: httpx.Client):
        self.client = client
    def fetch(self): return self.client.get('/')
    @property
    def http(self) -> httpx.Client: return self.client
    def __enter__(self): return self
    def __exit__(self, *a): ...
""",
    "src/shop/orders.py": """
from shop.base import Base as _Base
class OrderService(_Base):
    def place(self): ...
""",
    "src/shop/tools.py": "def helper(): ...\n"
    "def make() -> 'OrderService': ...\n"
    "from src.shop.orders import OrderService\n",
    "src/shop/api.py": "import requests\nclass Api(requests.Session): ...\n",
    "src/shop/loop_a.py": "from shop.loop_b import thing\n",
    "src/shop/loop_b.py": "from shop.loop_a import thing\n",
}


@pytest.mark.parametrize(
    ("symbol", "expected"),
    [
        ("shop.Orders", "src.shop.orders.OrderService"),
        ("shop.orders.OrderService().place", "src.shop.orders.OrderService.place"),
        ("shop.Orders().fetch", "src.shop.base.Base.fetch"),
        ("shop.Orders().client.get", "httpx.Client().get"),
        ("shop.Orders().session.post", "httpx.Client().post"),
        ("shop.Orders().http.get", "httpx.Client().get"),
        ("shop.Orders().__enter__().place", "src.shop.orders.OrderService.place"),
        ("shop.helper", "src.shop.tools.helper"),
        ("shop.make().fetch", "src.shop.base.Base.fetch"),
        ("src.shop.orders.OrderService().__super__.fetch", "src.shop.base.Base.fetch"),
        ("shop.api.Api().get", "requests.Session().get"),
        ("shop.Orders().missing", None),
        ("shop.nothing", None),
        ("shop.loop_a.thing", None),
        ("requests.get", "requests.get"),
        ("builtins.list{shop.Orders()}().*.place", "src.shop.orders.OrderService.place"),
    ],
)
def test_resolve(symbol: str, expected: str | None) -> None:
    assert project(FILES).resolver.resolve(symbol) == expected


def test_hierarchy_goes_through_aliases() -> None:
    linear = project(FILES).resolver.linear("src.shop.orders.OrderService")
    assert linear == ("src.shop.orders.OrderService", "src.shop.base.Base", "abc.ABC")


def test_roles_come_from_names_bases_and_folders_and_not_from_looks() -> None:
    found = project(
        {
            "core.py": "class BaseService: ...\nclass Middle(BaseService): ...\n",
            "svc.py": """
from core import Middle
from dataclasses import dataclass
from typing import Protocol
from enum import Enum
class Billing(Middle): ...
class MailService: ...
class MailServiceProtocol(Protocol): ...
class IMailService: ...
class FakeMailService: ...
class KindOfService(Enum): A = 1
@dataclass
class StreamingService: x: int
class LostService(Exception): ...
def make():
    class LocalService: ...
""",
            "workers/feed.py": "class Feed: ...\nclass _Private: ...\n",
        }
    )
    names = sorted(cls.rpartition(".")[2] for cls in found.roles.with_role(["service"]))
    assert names == ["Billing", "MailService", "Middle"]
    assert found.roles.with_role(["worker"]) == ["workers.feed.Feed"]


def test_what_functions_define_inside_is_found() -> None:
    inside = project({"m.py": "def f():\n    def g(): ...\n    class C:\n        def h(self): ...\n"})
    assert inside.resolver.resolve("m.f.<locals>.g") == "m.f.<locals>.g"
    assert inside.resolver.resolve("m.f.<locals>.C().h") == "m.f.<locals>.C.h"
    assert inside.resolver.resolve("m.f.<locals>.nothing") is None


def in_all_orders(files: dict[str, str], symbols: list[str]) -> list[str | None]:
    """What symbols are, whichever of them is asked for first."""
    first = [project(files).resolver.resolve(symbol) for symbol in symbols]
    for others in permutations(symbols):
        asked = project(dict(reversed(files.items())))
        found = {symbol: asked.resolver.resolve(symbol) for symbol in others}
        assert [found[symbol] for symbol in symbols] == first
    return first


def test_modules_that_take_everything_from_each_other() -> None:
    files = {
        "a.py": "from b import *\n",
        "b.py": "from a import *\nfrom c import *\n",
        "c.py": "def slow(): ...\n",
    }
    assert in_all_orders(files, ["a.slow", "b.slow", "a.none", "b.none"]) == ["c.slow", "c.slow", None, None]


def test_names_that_modules_import_from_each_other() -> None:
    files = {
        "a.py": "from b import x\nfrom b import y\nfrom b import C\n",
        "b.py": "from a import x\nfrom c import y\nfrom a import C\n",
        "c.py": "from d import *\n",
        "d.py": "from c import *\nclass y: ...\n",
    }
    assert in_all_orders(files, ["a.x", "b.x", "a.y", "b.y"]) == [None, None, "d.y", "d.y"]


def test_what_is_assigned_in_a_circle_of_attributes() -> None:
    files = {
        "m.py": "class A:\n    def f(self):\n        self.a = self.b\n        self.b = self.a\n        self.c = A()\n"
    }
    assert in_all_orders(files, ["m.A().a", "m.A().b", "m.A().c"]) == [None, None, "m.A()"]


def test_long_rows_are_followed_to_their_end() -> None:
    count = 2_000
    files = {f"m{number}.py": f"from m{number + 1} import thing\n" for number in range(count)}
    long = project(files | {f"m{count}.py": "def thing(): ...\n"})
    assert long.resolver.resolve("m0.thing") == f"m{count}.thing"


def test_a_hundred_bases_are_followed_and_the_rest_is_unknown() -> None:
    count = 2_000
    text = "class C0: ...\n" + "".join(f"class C{number}(C{number - 1}): ...\n" for number in range(1, count))
    linear = project({"m.py": text}).resolver.linear
    assert linear("m.C50") == tuple(f"m.C{number}" for number in range(50, -1, -1))
    assert linear(f"m.C{count - 1}")[-2:] == ("m.C1899", "")


def test_bases_in_a_circle() -> None:
    files = {"a.py": "from b import B\nclass A(B): ...\n", "b.py": "from a import A\nclass B(A): ...\n"}
    found = project(files).resolver
    assert (found.linear("a.A"), found.linear("b.B")) == (("a.A", "b.B"), ("b.B", "a.A"))


def test_heirs_are_found_through_other_names() -> None:
    found = project(
        {
            "kiln/base.py": "class Kiln: ...\n",
            "kiln/__init__.py": "from kiln.base import Kiln as Oven\n",
            "wood.py": "import kiln\nclass Wood(kiln.Oven): ...\nclass Raku(Wood): ...\n",
        }
    )
    assert found.heirs_of("kiln.base.Kiln") == ["wood.Wood", "wood.Raku"]


@pytest.mark.parametrize(
    ("symbol", "expected"),
    [
        ("kiln.Heir().client.get", "httpx.Client().get"),
        ("kiln.Heir().told.get", None),
        ("kiln.Other().client.get", "requests.Session().get"),
        ("kiln.Strange().client", None),
    ],
)
def test_a_base_tells_of_what_an_heir_keeps_without_saying_what_it_is(symbol: str, expected: str | None) -> None:
    source = """
import httpx, requests, elsewhere
class Base:
    client: httpx.Client
    def told(self): ...
class Heir(Base):
    def __init__(self, client, told):
        self.client = client
        self.told = told
class Other(Base):
    def __init__(self):
        self.client = requests.Session()
class Strange(elsewhere.Thing):
    def __init__(self, client):
        self.client = client
"""
    assert project({"kiln.py": source}).resolver.resolve(symbol) == expected


@pytest.mark.parametrize(
    ("symbol", "expected"),
    [
        ("kiln.Pots().find()", "kiln.Pot()"),
        ("kiln.Pots().every().*", "kiln.Pot()"),
        ("kiln.Pots().first", "kiln.Pot()"),
        ("kiln.Bowls().find()", "kiln.Bowl()"),
        ("kiln.Store().find()", None),
        ("kiln.Rest().find()", None),
        ("kiln.Pairs().first()", "kiln.Pot()"),
        ("kiln.Pairs().second()", "kiln.Bowl()"),
    ],
)
def test_heirs_say_what_generic_bases_give(symbol: str, expected: str | None) -> None:
    source = """
from typing import Generic, Optional, TypeVar
T = TypeVar("T")
class Pot: ...
class Bowl: ...
class Store(Generic[T]):
    def find(self, number) -> Optional[T]: ...
    def every(self) -> list[T]: ...
    @property
    def first(self) -> "T": ...
class Pots(Store[Pot]): ...
class Middle(Store[T]): ...
class Bowls(Middle[Bowl]): ...
class Rest(Store): ...
class Two[A, B]:
    def first(self) -> A: ...
    def second(self) -> B: ...
class Pairs(Two[Pot, Bowl]): ...
"""
    assert project({"kiln.py": source}).resolver.resolve(symbol) == expected


@pytest.mark.parametrize("taken", ["from .Tide import Tide", "from ferry.plans.Tide import Tide"])
def test_a_package_that_hands_on_what_is_called_as_the_module_that_has_it(taken: str) -> None:
    files = {
        "ferry/__init__.py": "",
        "ferry/plans/__init__.py": f"{taken}\n",
        "ferry/plans/Tide.py": "class Tide:\n    def turn(self): ...\ndef high(): ...\n",
        "ferry/plans/spring.py": "from ferry.plans import Tide\nclass Spring(Tide): ...\n",
    }
    for order in permutations(files):
        found = project({path: files[path] for path in order})
        assert found.resolver.resolve("ferry.plans.Tide") == "ferry.plans.Tide.Tide"
        assert found.resolver.resolve("ferry.plans.Tide.Tide") == "ferry.plans.Tide.Tide"
        assert found.resolver.resolve("ferry.plans.Tide.high") == "ferry.plans.Tide.high"
        assert found.resolver.resolve("ferry.plans.Tide().turn") == "ferry.plans.Tide.Tide.turn"
        assert found.resolver.linear("ferry.plans.spring.Spring")[1] == "ferry.plans.Tide.Tide"


@pytest.mark.parametrize(
    ("symbol", "expected"),
    [
        ("shop.models.Order.objects.get().pay", "shop.models.Order.pay"),
        ("shop.models.Order.objects.filter().order_by().first()", "shop.models.Order()"),
        ("shop.models.Order.objects.filter().*", "shop.models.Order()"),
        ("shop.models.Order.open.create()", "shop.models.Order()"),
        ("shop.models.Order.objects.values().first()", "django.db.models.Model.objects.values().first()"),
        ("shop.models.Order.objects.filter().select_related()", None),
    ],
)
def test_rows_are_of_the_model_whose_manager_is_asked(symbol: str, expected: str | None) -> None:
    models = """
from django.db import models
class Dated(models.Model): ...
class OpenOrders(models.Manager): ...
class Order(Dated):
    open = OpenOrders()
    def pay(self): ...
"""
    found = project({"shop/models.py": models}).resolver.resolve(symbol)
    assert found == (expected or "django.db.models.Model.objects.filter().select_related()")
