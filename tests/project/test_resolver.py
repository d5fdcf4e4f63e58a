"""Symbols across modules."""

from __future__ import annotations

import pytest

from pattern_lint.project.collect import collect
from pattern_lint.project.project import Project
from pattern_lint.source.layout import top_level_names
from pattern_lint.source.module import Module


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
