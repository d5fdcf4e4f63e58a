"""Whatever stands around it, no card stumbles over code that it knows from another place.

The programs are made of the cards' own examples, which hold the code that the checks look for: statements of one are
put into blocks of another, inside forms that no example thought of.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.made_up import shipped_cards
from support.odd_code import disordered_files, odd_programs

from pattern_lint.cards.options import decode_options
from pattern_lint.engine.examine import examine
from pattern_lint.engine.plan import Planned
from pattern_lint.kinds import options_class
from pattern_lint.kinds.kit import Rule
from pattern_lint.outcome import Finding

FORMS = (
    "FILL",
    "try:\n FILL\nexcept* (OSError, ValueError) as group:\n FILL\nelse:\n pass\nfinally:\n FILL",
    "try:\n pass\nexcept:\n FILL",
    "match x:\n case {'key': [first, *rest], **others} | Order(id=first, rest=rest, others=others) if y:\n  FILL",
    "async def outer(self, *tmp, path: 'Path | None' = x, **kw):\n async with a() as (b, [c, *d]), e as f.g:\n  FILL",
    "class Inner(*bases, metaclass=Meta, **kwargs):\n FILL",
    "for (tmp, [session, *path]), row['x'] in rows:\n FILL\nelse:\n FILL",
    "while (tmp := [path for path in tmp if (session := path)]):\n FILL",
    "def outer():\n global tmp\n FILL\n def inner():\n  FILL\n  return [tmp for tmp, *path in outer() for x in tmp]",
    "x = lambda tmp=lambda: {open(path): y for (path, *tmp) in rows}, /, *a, b=1, **c: (yield tmp)\nFILL",
    "with open(tmp) as x.y, (a, b) as (c, d):\n FILL",
    "del tmp, x.y, row[0]\nFILL",
    "tmp: 'list[Order]'\nself.tmp: int = (yield)\nFILL",
    "if TYPE_CHECKING:\n FILL\nelif not x:\n FILL",
    "a = b = c.d = e[0], *f = [path for tmp in rows for path in tmp]\nFILL",
)
"""Surroundings of statements; `FILL` stands for them."""
PATHS = ("app/orders.py", "app/workers/order_worker.py", "app/dtos/order.py", "main.py")
BLOCKS = ("body", "orelse", "finalbody")


class Corpus(NamedTuple):
    """All cards but those that ask another tool, and what their examples are made of."""

    rules: tuple[Planned, ...]
    files: tuple[tuple[str, ast.Module], ...]


@cache
def corpus() -> Corpus:
    cards = [card for card in shipped_cards(examples=True).cards if card.check != "ruff"]
    texts = [(file.name, file.text) for card in cards for example in card.examples for file in example.files]
    rules = (
        Planned(Rule(card.code, card.name, decode_options(card, options_class(card.check))), card.check, "error")
        for card in cards
    )
    parsed_files = ((name, parsed(text)) for name, text in texts)
    return Corpus(tuple(rules), tuple((name, tree) for name, tree in parsed_files if tree is not None and tree.body))


def parsed(text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except SyntaxError:
        return None


def blocks(tree: ast.AST) -> list[list[ast.stmt]]:
    return [block for node in ast.walk(tree) for name in BLOCKS if isinstance(block := getattr(node, name, None), list)]


class Filler(ast.NodeTransformer):
    def __init__(self, statements: list[ast.stmt]) -> None:
        self.statements = statements

    def visit_Expr(self, node: ast.Expr) -> ast.AST | list[ast.stmt]:
        filled = isinstance(node.value, ast.Name) and node.value.id == "FILL"
        return copy.deepcopy(self.statements) if filled else node


@st.composite
def projects(draw: st.DrawFn) -> dict[str, str]:
    found: dict[str, str] = {}
    for _ in range(draw(st.integers(1, 2))):
        name, tree = copy.deepcopy(draw(st.sampled_from(corpus().files)))
        _, other = draw(st.sampled_from(corpus().files))
        filling = draw(st.sampled_from([block for block in blocks(other) if block]))
        form = ast.parse(draw(st.sampled_from(FORMS)))
        targets = blocks(tree) if draw(st.booleans()) else [draw(st.sampled_from(blocks(tree)))]
        for target in targets:
            position = draw(st.integers(0, len(target)))
            target[position:position] = Filler(filling).visit(copy.deepcopy(form)).body
        text = ast.unparse(ast.fix_missing_locations(tree))
        if parsed(text) is not None:
            found[name] = text
    return found


def stumbles(project: dict[str, str]) -> Iterator[str]:
    """What goes wrong on a project: crashes, files that are not read, and places that are not in a file."""
    outcome = examine(corpus().rules, project)
    for fault in outcome.faults:
        yield f"{fault.card} in {fault.path}: {fault.message}"
    for found in outcome.findings:
        if not _lies_in(project[found.path].split("\n"), found):
            yield f"{found.code} in {found.path} at {found[1:5]}"


def _lies_in(lines: list[str], found: Finding) -> bool:
    if not 1 <= found.line <= found.end_line <= len(lines):
        return False
    return (
        1 <= found.column <= len(lines[found.line - 1]) + 1
        and 1 <= found.end_column <= len(lines[found.end_line - 1]) + 1
    )


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@settings(max_examples=25)
@given(projects())
def test_no_card_stumbles(project: dict[str, str]) -> None:
    assert list(stumbles(project)) == []


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@settings(max_examples=25)
@given(
    odd_programs(), st.sampled_from(["app/orders.py", "app/workers/order_worker.py", "main.py", "app/dtos/order.py"])
)
def test_no_card_stumbles_over_odd_code(program: str, path: str) -> None:
    assert list(stumbles({path: program})) == []


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@settings(max_examples=15)
@given(disordered_files())
def test_no_card_stumbles_over_statements_in_disorder(text: str) -> None:
    assert list(stumbles({"app/services/order_service.py": text})) == []


ODD_PROJECTS: dict[str, dict[str, str]] = {
    "module beside a package": {
        "a/schemas/providers.py": "class ProviderService: ...\nclass Base: ...\ndef make() -> 'ProviderService': ...\n",
        "a/schemas/providers/__init__.py": "from .one import Base\n",
        "a/schemas/providers/one.py": "from ..providers import ProviderService\nclass Base(ProviderService): ...\n",
    },
    "module and its stub": {
        "m.py": "class OrderService:\n    def f(self): self.g()\n",
        "m.pyi": "class OrderService: ...\n",
    },
    "modules of one name": {
        "one/app/orders.py": "class OrderWorker: ...\n",
        "two/app/orders.py": "from app.orders import OrderWorker\nclass A(OrderWorker): ...\n",
    },
    "folder named like a module": {
        "a.py/b.py": "from . import c\nclass B: ...\n",
        "a/b.py": "import a.py.b\nclass BService: ...\n",
    },
    "names that are no identifiers": {
        "my-app/1st.py": "class OrderService: ...\nfrom . import x\n",
        "my-app/a.b.py": "class OrderService: ...\n",
        "my-app/a/b.py": "class OrderService(UserService): ...\n",
        "my app/class.py": "from .. import *\n",
        ".py": "class OrderService: ...\n",
        "a/.py": "class OrderService: ...\n",
    },
    "root that is a package": {"__init__.py": "from .a import OrderService\n", "a.py": "from . import OrderService\n"},
    "imports beyond the root": {"a.py": "from ....b import c\nfrom .. import d\nclass A(c.B, d): ...\n"},
}


@pytest.mark.parametrize("name", ODD_PROJECTS)
def test_no_card_stumbles_over_odd_projects(name: str) -> None:
    assert list(stumbles(ODD_PROJECTS[name])) == []


@pytest.mark.parametrize(
    "program",
    [
        "from typing import Annotated\ndef f(x: Annotated[()]) -> None: ...\ny: Annotated[()] = f()\ny.a()\n",
        "from typing import Coroutine\ndef f(x: Coroutine[()]) -> None:\n    x.y()\n",
        "from typing import Type\ndef f(x: Type[()]) -> None:\n    x.y()\n",
        "x: set[()] = f()\nx.add(1)\n",
        "try:\n    f()\nexcept ValueError:\n    g()\nexcept ():\n    h()\n",
    ],
)
def test_what_is_empty_is_no_stumbling_block(program: str) -> None:
    assert list(stumbles({"m.py": program})) == []
