"""Shapes of code that grow: each makes code of so many repetitions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

Files = dict[str, str]
Shape = Callable[[int], str | Files]

_HEAD = """\
import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Optional
from uuid import uuid4

import aiohttp
import requests

logger = logging.getLogger(__name__)


"""


def _function(
    *lines: str, before: str = "", head: str = "async def work(self, p: dict[str, Any], q: Any) -> Any:"
) -> str:
    body = "\n".join(f"    {line}" for line in lines)
    return f"{_HEAD}{before}\n\n{head}\n{body or '    pass'}\n"


def _repeated(count: int, text: str) -> Iterator[str]:
    for number in range(count):
        yield from _filled(text, number, count).split("\n")


def _filled(text: str, number: int, count: int) -> str:
    """The text with its number for `{n}`, and those of others for the rest."""
    others = {"{n}": number, "{before}": max(number - 1, 0), "{half}": number // 2, "{next}": (number + 1) % count}
    for mark, other in others.items():
        text = text.replace(mark, str(other))
    return text


def in_function(text: str, before: str = "", after: str = "") -> Shape:
    return lambda count: _function(*before.split("\n"), *_repeated(count, text), *after.split("\n"))


def at_top(text: str, before: str = "", after: str = "") -> Shape:
    return lambda count: _HEAD + "\n".join([before, *_repeated(count, text), after]) + "\n"


def _in_class(text: str, before: str = "") -> Shape:
    def shape(count: int) -> str:
        lines = (f"    {line}" for line in (*before.split("\n"), *_repeated(count, text)))
        return f"{_HEAD}class OrderService(BaseService):\n" + "\n".join(lines) + "\n"

    return shape


def _nested(opening: str, inmost: str, depth: int) -> Shape:
    """Blocks in blocks, as deep as Python takes them, and as many as it needs."""

    def shape(count: int) -> str:
        lines: list[str] = []
        for number in range(count):
            indent = "    " * (number % depth)
            lines.append(f"{indent}{_filled(opening, number, count)}")
            if number % depth == depth - 1 or number == count - 1:
                lines.append(f"{indent}    {_filled(inmost, number, count)}")
        return _function(*lines)

    return shape


def _chain_of_classes(count: int) -> str:
    classes = (
        f"class C{n}({f'C{n - 1}' if n else 'BaseService'}):\n    def m{n}(self) -> None: self.m{n // 2}()"
        for n in range(count)
    )
    return _HEAD + "\n".join(classes) + f"\nC{count - 1}().m0()\n"


def _many_bases(count: int) -> str:
    names = ", ".join(f"B{n}" for n in range(count))
    classes = "\n".join(f"class B{n}:\n    x{n} = Path()" for n in range(count))
    uses = "\n".join(f"    def m{n}(self) -> Any: return self.x{n}.read_text()" for n in range(count))
    return f"{_HEAD}{classes}\nclass Whole({names}):\n{uses}\n"


def _calls_that_fork(count: int) -> str:
    functions = (
        f"def f{n}(x: Any) -> Any:\n    f{min(n + 1, count - 1)}(x)\n    return f{min(n + 2, count - 1)}(x)"
        for n in range(count)
    )
    return f"{_HEAD}" + "\n".join(functions) + "\nasync def main() -> None:\n    f0(open('x'))\n"


def _circle_of_stars(count: int) -> Files:
    files = {
        f"pkg/m{n}.py": f"from .m{(n + 1) % count} import *\nfrom .m{n // 2} import *\n"
        f"class C{n}(C{n // 3}):\n    pass\n"
        for n in range(count)
    }
    return files | {"pkg/__init__.py": "from .m0 import *\n"}


def _circle_of_imports(count: int) -> Files:
    return {
        f"pkg/m{n}.py": f"from . import m{(n + 1) % count}\n"
        f"def f{n}() -> None:\n    m{(n + 1) % count}.f{(n + 1) % count}()\n"
        for n in range(count)
    } | {"pkg/__init__.py": ""}


def _helpers_in_a_row(count: int) -> Files:
    return {
        f"services/s{n}.py": f"from services import s{n + 1}\n"
        f"def keep{n}() -> None:\n    open('x', 'w')\n    s{n + 1}.keep{n + 1}()\n"
        for n in range(count)
    } | {"services/__init__.py": ""}


def _one_line(opening: str, text: str, closing: str, joined: str = ", ") -> Shape:
    return lambda count: _function(opening + joined.join(_repeated(count, text)) + closing)


SHAPES: Mapping[str, Shape] = {
    "assigned from itself on branches": in_function("if p.get('a{n}'): q = q.filter(a=p['a{n}'])"),
    "assigned from itself in a row": in_function("q = q.filter(a=p['a{n}'])"),
    "assigned from itself in loops": in_function("for x{n} in q.items():\n    q = q.next(x{n})"),
    "assigned from itself in while": in_function("while q.more():\n    q = q.next()"),
    "assigned in try": in_function("try:\n    q = q.load()\nexcept ValueError as error:\n    q = q.other(error)"),
    "assigned in conditional expressions": in_function("q = q.a() if p else q.b()"),
    "assigned by walrus": in_function("if (q := q.next(p)) is not None: pass"),
    "assigned in match": in_function("match p:\n    case {'a': x}: q = q.filter(x)\n    case [x, *rest]: q = rest"),
    "assigned in with": in_function("with q.open() as q:\n    q = q.read()"),
    "assigned alike on branches": in_function("if p: path = Path('{n}')\nq(path.read_text())"),
    "assigned across": in_function("if p: a, b = b.x(q), a.y(q)", before="a = b = q"),
    "one name for much": in_function("x = Path('{n}')\nx.read_text()"),
    "None and then something": in_function("x = None\nif p: x = requests.Session()\nx.get(q)"),
    "elif": lambda count: _function(
        "if q == 0: r = Path()", *_repeated(count, "elif q == {n}: r = r.child(p)"), "return r.read_text()"
    ),
    "elif with another name each": lambda count: _function(
        "if q == 0: pass", *_repeated(count, "elif q == {n}: r{n} = r{before}.child(p)")
    ),
    "match with many cases": lambda count: _function(
        "match q:", *_repeated(count, "    case {n}: r = q.child({n})"), "return r"
    ),
    "except clauses": lambda count: _function(
        "try: q()", *_repeated(count, "except E{n} as error: logger.info('%s', error)")
    ),
    "handlers one after another": in_function("try: q({n})\nexcept Exception: pass"),
    "handlers that raise": in_function("try: q({n})\nexcept ValueError as e: raise OrderError('{n}') from e"),
    "guards": in_function("if p is None or not q.ok{n}: raise ValueError('no {n}')\nif not p['a']: return None"),
    "attributes": _in_class("def m{n}(self) -> None:\n    self.a{n} = self.a{before}.next()\n    self.a{n}.run()"),
    "one attribute": _in_class("def m{n}(self) -> None:\n    self.q = self.q.next()\n    self.q.run()"),
    "attributes given in the constructor": lambda count: (
        f"{_HEAD}class OrderService(BaseService):\n    def __init__(self, "
        + ", ".join(f"a{n}: Path" for n in range(count))
        + ") -> None:\n"
        + "\n".join(f"        self.a{n} = a{n} or requests.Session()" for n in range(count))
        + "\n"
    ),
    "methods": _in_class(
        "async def m{n}(self, a: int, b=None):\n    await self.m{before}(a)\n    return open(b).read()"
    ),
    "methods that call all ways": _in_class("def m{n}(self) -> None:\n    self.m{half}()\n    self.m{next}()"),
    "functions": at_top("def f{n}(order_id: str, b: int) -> None:\n    f{before}(order_id, b=b)"),
    "functions in functions": in_function("def f{n}(x):\n    nonlocal q\n    q = q.m{n}(x)\n    return f{before}(q)"),
    "closures": in_function("f{n} = lambda x: f{before}(x) or q", before="f0 = q"),
    "globals": at_top("def f{n}():\n    global g{n}\n    g{n} = g{before}.next()", before="g0 = Path()"),
    "one global": at_top("def f{n}():\n    global g\n    g = g.next()\n    g.run()", before="g = Path()"),
    "aliases": at_top("a{n} = a{before}", before="a0 = Path"),
    "aliases in a circle": at_top("def f{n}(): return a{n}.x()\na{n} = a{next}"),
    "annotations by aliases": at_top("A{n} = Optional[A{before}]\nx{n}: A{n} = None", before="A0 = int"),
    "chain of methods": _one_line("r = q", ".m{n}(p)", "", joined=""),
    "chain of attributes": _one_line("r = q.", "a{n}", "", joined="."),
    "chain of items": _one_line("r = q", "['a{n}'].get(p)", "", joined=""),
    "sums of texts": _one_line("r = ", "'a{n}' + str(p)", "", joined=" + "),
    "divided paths": _one_line("r = Path() / ", "'a{n}'", "", joined=" / "),
    "conditions": _one_line("r = ", "p.a{n} and not q.b({n})", "", joined=" or "),
    "conditional expressions": _one_line("r = ", "q.a{n}() if p == {n}", " else None", joined=" else "),
    "comparisons": _one_line("r = ", "q.a{n}", "", joined=" < "),
    "dict": _one_line("r = {", "'a{n}': {'id': uuid4(), 'path': Path('x').read_text()}", "}"),
    "list": _one_line("r = [", "(q.a({n}), 'text {n}', open('x'))", "]"),
    "arguments": _one_line("r = q(", "a{n}=p.get('a{n}', uuid4())", ")"),
    "f-string": _one_line("r = f'", "{q.a{n}()}-{p}", "'", joined=" "),
    "nested lists": _nested("for x{n} in [y for y in q.a({n}) if [x for x in y]]:", "q(x{n})", 15),
    "nested comprehensions": _nested("if [[x.a(y) for x in y.b()] for y in [x for x in q]]:", "x = q.run()", 15),
    "comprehensions of one name": in_function("r = [x.a() for x in q.items({n}) if x.b()]"),
    "nested with": _nested("with open(q.a{n}) as f{n}:", "f{n}.read()", 15),
    "nested if": _nested("if q.a{n}:", "q = q.b()", 90),
    "decorators": lambda count: (
        f"{_HEAD}" + "\n".join(f"@q.decorate({n})" for n in range(count)) + "\ndef f() -> None:\n    pass\n"
    ),
    "decorated functions": at_top("@cached(ttl={n})\n@q.wraps\ndef f{n}(x: int) -> int:\n    return f{before}(x)"),
    "annotated assignments": in_function("x{n}: Optional[Path] = None\nx{n}.read_text()"),
    "annotated parameters": lambda count: _function(
        "return p0", head="def f(" + ", ".join(f"p{n}: 'Optional[Path]' = None" for n in range(count)) + ") -> Any:"
    ),
    "fields": _in_class("a{n}: Annotated[Optional[int], q] = None\nb{n}_id: str = ''"),
    "dataclasses": at_top("@dataclass\nclass D{n}:\n    a: int = 0\n    b: 'D{before}' = None"),
    "imports": at_top("from pkg{n} import thing{n}\nthing{n}.load()"),
    "imports of one name": at_top("try: from a{n} import thing\nexcept ImportError: from b{n} import thing"),
    "noqa comments": at_top("x{n} = open('a')  # noqa: PAT140, PAT201 -- {n}"),
    "comments": at_top("# a comment about {n}\nx{n} = {n}"),
    "logging": in_function("logger.error(f'failed {p} {n}')\nlogger.info('a %s', q)"),
    "awaits": in_function("r{n} = await q.load(p, {n})\nawait asyncio.sleep(0)"),
    "tasks": in_function("t{n} = asyncio.create_task(q.run({n}))"),
    "sessions": in_function("s{n} = requests.Session()\ns{n}.get('x')"),
    "pools": in_function("pool = [*pool, requests.Session()]", before="pool = []"),
    "returns": in_function("if q == {n}: return p.get({n})"),
    "raises": at_top(
        "def f{n}(x):\n    if x: raise E{n}('no') from None\n    raise E{before}()\nclass E{n}(E{before}): pass",
        before="class E0(Exception): pass",
    ),
    "clients": in_function("s{n} = aiohttp.ClientSession()\nawait s{n}.get('x')"),
    "one client": in_function("s = aiohttp.ClientSession()\nawait s.get('x')\nawait s.close()"),
    "clients in lists": in_function("a{n} = [a{before}, aiohttp.ClientSession()]", before="a0 = []"),
    "collections of collections": at_top("X{n} = X{before} + X{before}\nfor x in X{n}: print(x)", before="X0 = [1]"),
    "one name in a script": lambda count: {
        "web/orders.ts": "\n".join(
            _repeated(count, "export const f{n} = async (e) => { const t = await fetch(e); g(t) }")
        )
    },
    "sums that grow by one": at_top("X{n} = X{before} + [A{n}]\ndef A{n}(): pass", before="X0 = []"),
    "copies of a message": lambda count: (
        "async def handle(message, topic):\n    m0 = message\n"
        + "\n".join(_repeated(count, "    m{n} = {**m{before}, **m{before}} | m{before}"))
        + f"\n    await producer.send('t', m{count - 1})\n\n\nconsumer.add_consumer_handler('t', handle)\n"
    ),
    "clients of a module": at_top(
        "p{n} = AIOKafkaProducer()\nasync def s{n}(): await p{n}.start()",
        before="from aiokafka import AIOKafkaProducer",
    ),
    "settings made of settings": at_top(
        "S{n} = {'acks': 'all', **S{before}, **S{half}}\nproducer{n} = AIOKafkaProducer(**S{n})",
        before="from aiokafka import AIOKafkaProducer\nS0 = {'linger': 1}",
    ),
    "classes whose methods share a name": at_top(
        "class C{n}:\n    def run(self, url): return requests.get(url)\n    def again(self): return self.run('x')"
    ),
    "sums in functions": in_function("x{n} = [*x{before}, A{n}]\nRegistry(x{n})", before="x0 = []"),
    "loops over what is written out": _nested("for x{n} in (1, 2, 3, 4, 5, 6, 7, 8):", "raise ValueError(x{n})", 12),
    "conditions of conditions": in_function("c{n} = c{before} and c{before}\nif c{n}: raise ValueError(c{n})"),
    "error tuples": at_top(
        "E{n} = (E{before}, E{half}, KeyError)\ntry: x()\nexcept E{n}: pass", before="E0 = (ValueError,)"
    ),
    "ids of ids": in_function("a{n} = a{before} + a{before}\nx_id = a{n}", before="a0 = uuid4()"),
    "models of models": at_top(
        "class M{n}(M{half}):\n    model_config = {'extra': 'forbid'}\n    a{n}: T{n}\n"
        "T{n} = Union[T{half}, T{before}, Annotated[int, Field()]]",
        before="from pydantic import BaseModel as M0, Field",
    ),
    "constants": at_top("K{n} = K{before}\nlogger.info(K{n})", before="K0 = 'a'"),
    "registrations": at_top(
        "container.register('a{n}', A{n})\ncontainer.resolve('a{before}')\n"
        "class A{n}:\n    def __init__(self, a: 'A{before}') -> None: pass",
        before="container = Container()",
    ),
    "secrets made of each other": in_function(
        "token = token + other\nother = token + '{n}'\nif token: raise ValueError(token)", before="token = other = p"
    ),
    "helpers that call helpers": lambda count: "\n".join(
        f"def {name}():\n    return ({f'{called}(), ' * count})" for name, called in zip("abcde", "bcdef", strict=True)
    ),
    "deep bases": _chain_of_classes,
    "wide bases": _many_bases,
    "calls that fork": _calls_that_fork,
    "stars in a circle": _circle_of_stars,
    "imports in a circle": _circle_of_imports,
    "helpers in a row": _helpers_in_a_row,
}

ENDING = frozenset({"deep bases", "raises", "settings made of settings", "stars in a circle", "wide bases"})
"""Shapes in which each part rests on those before it, which are followed for a while: work grows faster up to there."""
