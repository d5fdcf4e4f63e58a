"""What an absolute import may mean, by how the files of a project lie."""

from __future__ import annotations

import pytest

from pattern_lint.lang.python.layout import top_level_names
from pattern_lint.lang.python.module import Module
from pattern_lint.project.collect import collect
from pattern_lint.project.project import Project


def project(files: dict[str, str]) -> Project:
    roots = top_level_names(list(files))
    return Project(collect(Module(path, text.encode(), roots)) for path, text in files.items())


CLASS = "class Thing: ...\n"

LAYOUTS = {
    "flat": ({"shop/__init__.py": "", "shop/orders.py": CLASS}, "shop.orders", "shop.orders"),
    "source folder": ({"src/shop/__init__.py": "", "src/shop/orders.py": CLASS}, "shop.orders", "src.shop.orders"),
    "namespace package in a source folder": (
        {"src/company/shop/__init__.py": "", "src/company/shop/orders.py": CLASS},
        "company.shop.orders",
        "src.company.shop.orders",
    ),
    "no package at all": (
        {"backend/app/api/users.py": CLASS, "backend/main.py": "from app.api.users import Thing\n"},
        "app.api.users",
        "backend.app.api.users",
    ),
    "folder that is imported by its name, beside a library that is called as a part of it": (
        {
            "shop/dns/__init__.py": "",
            "shop/dns/models.py": CLASS,
            "shop/net.py": "import dns.resolver\nfrom shop.dns.models import Thing\n",
        },
        "dns",
        None,
    ),
    "folder that is imported by its name, and without": (
        {
            "backend/app/__init__.py": "",
            "backend/app/users.py": CLASS,
            "backend/main.py": "from app.users import Thing\n",
            "backend/job.py": "from backend.app.users import Thing\n",
        },
        "app.users",
        "backend.app.users",
    ),
    "several projects": (
        {"services/a/alpha/__init__.py": "", "services/a/alpha/x.py": CLASS, "services/b/beta/__init__.py": ""},
        "alpha.x",
        "services.a.alpha.x",
    ),
    "one name in several projects": (
        {f"services/{name}/app/{file}.py": CLASS for name in "ab" for file in ("__init__", "x")},
        "app.x",
        None,
    ),
    "beside a module of a package": (
        {"shop/__init__.py": "", "shop/traitlets.py": CLASS, "shop/main.py": "from traitlets import Thing\n"},
        "traitlets",
        None,
    ),
    "script and its helper": (
        {"scripts/job.py": "from helper import Thing\n", "scripts/helper.py": CLASS, "shop/__init__.py": ""},
        "helper",
        "scripts.helper",
    ),
    "script and what others know by the name of its helper": (
        {"scripts/job.py": "import redis\n", "scripts/redis.py": CLASS, "shop/__init__.py": "import redis\n"},
        "redis",
        None,
    ),
    "script that imports its own name": (
        {"examples/redis.py": "import redis\nclient = redis.Redis()\n"},
        "redis",
        None,
    ),
    "helper of tests": (
        {"tests/factories.py": CLASS, "tests/unit/test_a.py": "from factories import Thing\n"},
        "factories",
        "tests.factories",
    ),
    "tests that lie as the libraries do": (
        {"tests/fastapi/test_app.py": CLASS, "shop/__init__.py": "from fastapi import FastAPI\n"},
        "fastapi",
        None,
    ),
    "module beside a package of its name": (
        {"a/__init__.py": "", "a/x.py": CLASS, "a/x/__init__.py": "", "a/x/y.py": CLASS},
        "a.x",
        "a.x",
    ),
    "name of the standard library": ({"src/queue/__init__.py": CLASS, "src/shop/__init__.py": ""}, "queue", None),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_an_absolute_import_means(layout: str) -> None:
    files, name, expected = LAYOUTS[layout]
    assert project(files).modules.find(name) == expected


@pytest.mark.parametrize(
    ("files", "symbol", "is_ours"),
    [
        ({"shop/__init__.py": "", "shop/redis.py": CLASS}, "redis.Redis()", False),
        ({"redis/check.py": CLASS, "shop/__init__.py": "import redis\nc = redis.Redis()\n"}, "redis.Redis()", False),
        ({"app/x.py": CLASS, "main.py": "from app.x import Thing\n"}, "app.missing.Thing()", True),
        ({"app/x.py": "from app.core.ids import make\n"}, "app.core.ids.make()", True),
        ({"a/app/__init__.py": "", "b/app/__init__.py": ""}, "app.Thing()", True),
        ({"a/app/x.py": CLASS, "b/app/x.py": CLASS, "a/main.py": "from app.x import Thing\n"}, "app.x.Thing()", True),
        ({"tests/fastapi/test_app.py": CLASS}, "fastapi.FastAPI()", False),
    ],
)
def test_whose_a_symbol_is(files: dict[str, str], symbol: str, is_ours: bool) -> None:
    assert project(files).modules.is_ours(symbol) is is_ours


def test_top_level_names() -> None:
    paths = ["setup.py", "src/shop/__init__.py", "shop2/__init__.py", "shop2/json.py", "services/a/alpha/__init__.py"]
    assert top_level_names([*paths, "tests/redis/x.py", "src/one.py"]) == {
        "setup", "src", "shop", "shop2", "services", "a", "alpha", "tests", "one",
    }  # fmt: skip


def test_every_class_of_every_file_can_be_asked_about() -> None:
    files = {"a/x.py": "class One: ...\nclass Both: ...\n", "a/x/__init__.py": "class Both: ...\n", "a/x.pyi": CLASS}
    found = project(files)
    assert set(found.definitions.classes) == {"a.x.One", "a.x.Both", "a.x.Thing"}
    assert {path: found.component_roles("a.x.One", path) for path in files} == dict.fromkeys(files, frozenset())
    homes = {cls: home["path"] for cls in found.definitions.classes if (home := found.definitions.home(cls))}
    assert homes == {"a.x.Both": "a/x/__init__.py", "a.x.One": "a/x.py", "a.x.Thing": "a/x.pyi"}
