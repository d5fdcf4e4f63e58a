"""What expressions name: each case is code, and what the call of `probe` at its end is given."""

from __future__ import annotations

import ast
import textwrap

import pytest

from pattern_lint.lang.python.module import Module
from pattern_lint.project.collect import collect

CASES = {
    "import": ("import requests\nprobe(requests.get)", "requests.get"),
    "alias": ("import requests as r\nprobe(r.get)", "requests.get"),
    "from import": ("from requests import get as fetch\nprobe(fetch)", "requests.get"),
    "dotted import": ("import urllib.request\nprobe(urllib.request.urlopen)", "urllib.request.urlopen"),
    "relative import": ("from .helpers import load\nprobe(load)", "app.helpers.load"),
    "relative import, two dots": ("from ..other import load\nprobe(load)", "other.load"),
    "builtin": ("probe(open)", "builtins.open"),
    "shadowed by a parameter": ("def f(open):\n    probe(open)", None),
    "shadowed by a local": ("def f():\n    open = 3\n    probe(open)", "builtins.int()"),
    "import inside a function": ("def f():\n    from time import sleep\n    probe(sleep)", "time.sleep"),
    "import of another function": ("def g():\n    from time import sleep\ndef f():\n    probe(sleep)", None),
    "class body does not leak": ("class A:\n    import time\n    def f(self):\n        probe(time)", None),
    "constructor": ("import requests\ns = requests.Session()\nprobe(s.get)", "requests.Session().get"),
    "with": ("import httpx\nwith httpx.Client() as c:\n    probe(c.get)", "httpx.Client().get"),
    "closing": (
        "import contextlib\nimport sqlite3\nwith contextlib.closing(sqlite3.connect(p)) as c:\n    probe(c.execute)",
        "sqlite3.Connection().execute",
    ),
    "base that nothing binds": ("class A(Missing[int]):\n    pass\nprobe(Missing)", "app.mod.Missing"),
    "anything else that nothing binds": ("probe(Missing)", None),
    "own class": ("class A:\n    def f(self):\n        probe(self.__class__.load)", "app.mod.A.load"),
    "walrus": ("import httpx\nif c := httpx.Client():\n    probe(c)", "httpx.Client()"),
    "path arithmetic": ("from pathlib import Path\nprobe((Path('a') / 'b').parent)", "pathlib.Path()"),
    "path arithmetic on an attribute": (
        "from pathlib import Path\nclass A:\n    def __init__(self, p: Path):\n        self.p = p\n"
        "    def f(self):\n        probe(self.p / 'b')",
        "pathlib.Path()",
    ),
    "loop over paths": ("from pathlib import Path\nfor p in Path().glob('*'):\n    probe(p)", "pathlib.Path()"),
    "parameter": ("from pathlib import Path\ndef f(p: Path):\n    probe(p)", "pathlib.Path()"),
    "optional parameter": ("from pathlib import Path\ndef f(p: 'Path | None' = None):\n    probe(p)", "pathlib.Path()"),
    "final": ("from pathlib import Path\nfrom typing import Final\np: Final = Path()\nprobe(p)", "pathlib.Path()"),
    "empty tuple": ("def f(p: tuple[()]):\n    probe(p)", "builtins.tuple()"),
    "nothing annotated": ("from typing import Annotated\ndef f(p: Annotated[()]):\n    probe(p)", None),
    "no element": ("def f(p: set[()]):\n    probe(p)", None),
    "no class": ("from typing import Type\ndef f(p: Type[()]):\n    probe(p)", None),
    "what a function of a type gives": (
        "import typing as t\nfrom pathlib import Path\n"
        "def f(make: t.Callable[..., 'Path']):\n    probe(make('a').parent)",
        "pathlib.Path()",
    ),
    "what a coroutine function of a type comes to": (
        "from collections.abc import Awaitable, Callable\nfrom pathlib import Path\n"
        "async def f(make: Callable[[], Awaitable[Path]]):\n    probe(await make())",
        "pathlib.Path()",
    ),
    "a function that may give anything": (
        "from collections.abc import Callable\ndef f(make: Callable[..., object]):\n    probe(make())",
        None,
    ),
    "any function": ("from typing import Callable\ndef f(make: Callable):\n    probe(make())", None),
    "no coroutine": ("from typing import Coroutine\ndef f(p: Coroutine[()]):\n    probe(p)", None),
    "union": ("from pathlib import Path\ndef f(p: Path | str):\n    probe(p)", None),
    "element": (
        "from pathlib import Path\ndef f(ps: list[Path]):\n    for p in ps:\n        probe(p)",
        "pathlib.Path()",
    ),
    "item": ("from pathlib import Path\ndef f(ps: dict[str, Path]):\n    probe(ps['a'])", "pathlib.Path()"),
    "manager in an attribute": (
        "class A:\n    def __init__(self, p: 'Path'):\n        self.p = p\n    def f(self):\n"
        "        with self.p.open() as file:\n            probe(file)\nfrom pathlib import Path",
        "io.TextIOWrapper()",
    ),
    "items": (
        "from pathlib import Path\ndef f(ps: dict[str, Path]):\n    for _, p in ps.items():\n        probe(p)",
        "pathlib.Path()",
    ),
    "enumerate": (
        "from pathlib import Path\nfor n, p in enumerate(Path().iterdir()):\n    probe(p)",
        "pathlib.Path()",
    ),
    "zip": ("from pathlib import Path\n[probe(p) for p, n in zip(Path().iterdir(), [1])]", "pathlib.Path()"),
    "values": (
        "from pathlib import Path\ndef f(ps: dict[str, Path]):\n    for p in ps.values():\n        probe(p.open)",
        "pathlib.Path().open",
    ),
    "self": ("class A:\n    def f(self):\n        probe(self.g)", "app.mod.A().g"),
    "cls": ("class A:\n    @classmethod\n    def f(cls):\n        probe(cls)", "app.mod.A"),
    "static": ("class A:\n    @staticmethod\n    def f(x):\n        probe(x)", None),
    "attribute": (
        "import httpx\nclass A:\n    def __init__(self):\n        self.c = httpx.Client()\n"
        "    def f(self):\n        probe(self.c.get)",
        "httpx.Client().get",
    ),
    "attribute of a given thing": (
        "from svc import Repo\nclass A:\n    def __init__(self, repo: Repo):\n        self.r = repo\n"
        "    def f(self):\n        probe(self.r.save)",
        "svc.Repo().save",
    ),
    "attribute set to two things": (
        "import httpx, requests\nclass A:\n    def __init__(self, x):\n        self.c = httpx.Client()\n"
        "        if x:\n            self.c = requests.Session()\n    def f(self):\n        probe(self.c)",
        "app.mod.A().c",
    ),
    "super": ("class A(B):\n    def f(self):\n        probe(super().f)", "app.mod.A().__super__.f"),
    "rebound": ("from pathlib import Path\ndef f(p: str):\n    p = Path(p)\n    probe(p)", "pathlib.Path()"),
    "rebound in a branch": (
        "from pathlib import Path\ndef f(p: str):\n    if p:\n        p = Path(p)\n    probe(p)",
        None,
    ),
    "comprehension variable": ("import x\ndef f(xs):\n    [x for x in xs]\n    probe(x.y)", "x.y"),
    "inside a comprehension": ("import x\ndef f(xs):\n    [probe(x.y) for x in xs]", None),
    "optional import": (
        "try:\n    import ujson as json\nexcept ImportError:\n    import json\nprobe(json.loads)",
        "ujson.loads",
    ),
    "missing import": (
        "try:\n    import redis\nexcept ImportError:\n    redis = None\nprobe(redis.Redis)",
        "redis.Redis",
    ),
    "class in place of a missing import": (
        "try:\n    from redis import RedisError\nexcept ImportError:\n    class RedisError(Exception): ...\n"
        "probe(RedisError)",
        "redis.RedisError",
    ),
    "import for types alone": (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from redis import Redis\nelse:\n    Redis = object\n"
        "probe(Redis)",
        "redis.Redis",
    ),
    "another value in place of a missing import": (
        "try:\n    from app._version import version\nexcept ImportError:\n    version = '0'\nprobe(version)",
        None,
    ),
    "fallback": ("import httpx\ndef f(c=None):\n    c = c or httpx.Client()\n    probe(c)", "httpx.Client()"),
    "getattr": ("import os\nprobe(getattr(os, 'system'))", "os.system"),
    "cast": ("from typing import cast\nimport httpx\nprobe(cast(httpx.Client, x))", "httpx.Client()"),
    "partial": ("from functools import partial\nimport time\np = partial(time.sleep, 1)\nprobe(p)", "time.sleep"),
    "global": ("import time\nclient = time\ndef f():\n    global client\n    probe(client.sleep)", "time.sleep"),
    "global, given before": (
        "import time\nclient = None\ndef f():\n    global client\n    client = time\n    probe(client.sleep)",
        "time.sleep",
    ),
    "global, given by another": (
        "import time\ndef g():\n    global client\n    client = time\ndef f():\n    probe(client.sleep)",
        None,
    ),
    "cycle": ("a = b\nb = a\nprobe(a)", None),
    "exception": ("try:\n    f()\nexcept OSError as e:\n    probe(e.errno)", "builtins.OSError().errno"),
    "clauses": (
        "import httpx, time\ntry:\n    f()\n"
        "except KeyError:\n    x = time\nexcept OSError:\n    x = httpx\n    probe(x.get)",
        "httpx.get",
    ),
    "cases": (
        "import httpx, time\nmatch f():\n    case 1:\n        x = time\n"
        "    case 2:\n        x = httpx\n        probe(x.get)",
        "httpx.get",
    ),
    "nested function": ("def f():\n    def g(): ...\n    probe(g)", "app.mod.f.<locals>.g"),
}


@pytest.mark.parametrize("name", CASES)
def test_symbol(name: str) -> None:
    code, expected = CASES[name]
    module = Module("app/mod.py", textwrap.dedent(code).encode(), frozenset({"app", "svc", "other"}))
    collect(module)
    probes = [c for c in module.calls if isinstance(c.node.func, ast.Name) and c.node.func.id == "probe"]
    assert [module.symbol(probe.node.args[0], probe.scope) for probe in probes] == [expected]


def test_a_very_long_chain_is_unknown_and_no_crash() -> None:
    module = Module("m.py", b"x = a" + b".b()" * 400 + b"\n")
    assert collect(module)["exports"] == {}
