"""Words of cards that teams asked for: what each finds, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from pattern_lint.cards.card import load_cards
from pattern_lint.engine.examples import failures

CARD = """\
+++
code = "TST101"
name = "first"
summary = "First."
check = "{kind}"
[options]
{options}
+++
# First
Because.

## Violates: it
{files}
"""


def judged(folder: Path, kind: str, options: str, *files: tuple[str, str]) -> str:
    """What is otherwise than the marks in some files say."""
    fences = "".join(f'```{_language(name)} title="{name}"\n{text}\n```\n' for name, text in files)
    (folder / "card.md").write_text(CARD.format(kind=kind, options=options, files=fences), encoding="utf-8")
    (card,) = load_cards([folder])
    return "\n".join(map(str, failures(card)))


def _language(name: str) -> str:
    return {"py": "python"}.get(name.rpartition(".")[2], name.rpartition(".")[2])


RECEIVERS = """\
@acme.heard
def told(sender, **kwargs): ...
@acme.heard
def counted(*args, **_): ...
@acme.heard
def lost(sender, *args): ...  # expect: TST101"""
BY_NAME = """\
def load(path, *, strict: bool = True): ...
def read(path, strict: "bool | None" = None): ...  # expect: TST101
def each(keep: list[bool]): ..."""
KEPT = """\
def spent(order):
    order.paid = True  # expect: TST101
def shown(order, session):
    session.order = order
    order.append(1)
def inner(order):
    def own(order): ...
    return own(order)
def anew(order):
    order = dict(order)
    order["paid"] = True"""
ROUTES = """\
@app.get("/ready")
def ready(): ...  # expect: TST101
@app.get(path="/ready")
def also(): ...  # expect: TST101
@app.get("/orders", summary="Whether all is /ready")
def orders(): ..."""


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ('decorated = ["acme.heard"]\nparameters."**" = { given = true }', f"import acme\n{RECEIVERS}"),
        ('parameters."*" = { typed = ["bool"], by-name = true }', BY_NAME),
        ("parameters.order = { unchanged = true }", KEPT),
        (
            'decorated = ["acme.App().get"]\ndecorator-says = ["/ready"]\nforbidden = true',
            f"import acme\napp = acme.App()\n{ROUTES}",
        ),
    ],
)
def test_functions(tmp_path: Path, options: str, code: str) -> None:
    assert judged(tmp_path, "functions", options, ("app.py", code)) == ""


META = """\
from acme import Factory
class Orders(Factory):
    class Meta: ...
class Lines(Factory):  # expect: TST101
    Other = 1
class Own(Orders): ..."""
SHOWN = """\
from acme import Model
class Base(Model):  # expect: TST101
    pass
class Order(Model):
    def __str__(self): ...
class Sale(Order): ..."""


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ('derives = ["acme.Factory"]\nhas = ["Meta"]', META),
        ('derives = ["acme.Model"]\nmethods = ["__str__"]', SHOWN),
    ],
)
def test_bases_of_others_that_a_card_names_have_nothing(tmp_path: Path, options: str, code: str) -> None:
    assert judged(tmp_path, "classes", options, ("app.py", code)) == ""


FIELDS = """\
from django.db import models
class Order(models.Model):
    is_open = models.BooleanField()
    paid = models.BooleanField(default=False)  # expect: TST101
    sent: bool = models.BooleanField()  # expect: TST101
    name = models.TextField()
    class Meta:
        abstract = models.BooleanField"""


def test_fields_are_what_a_card_says_that_makes_them(tmp_path: Path) -> None:
    options = 'derives = ["django.db.models.Model"]\nmade-by = ["*.BooleanField"]\nunnamed = ["is_*"]\nforbidden = true'
    assert judged(tmp_path, "fields", options, ("app.py", FIELDS)) == ""


FROZEN = """\
from dataclasses import dataclass
@dataclass
class Price: ...  # expect: TST101
@dataclass(frozen=True)
class Order: ..."""
HANDED = """\
import acme
def pages():
    rows = acme.rows()
    acme.pages(rows.sorted())
def whole():
    rows = acme.rows()  # expect: TST101
    acme.pages([])
    return rows
def at_once():
    return acme.pages(of=acme.rows().sorted().cut())
def asked():
    return acme.rows().pages()  # expect: TST101"""


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ('of = ["dataclasses.dataclass"]\narguments.frozen = { given = true }\nat = "class"', FROZEN),
        ('of = ["acme.rows"]\nforbidden = true\nunless-given-to = ["acme.pages"]', HANDED),
    ],
)
def test_calls(tmp_path: Path, options: str, code: str) -> None:
    assert judged(tmp_path, "calls", options, ("app.py", code)) == ""


@pytest.mark.parametrize(
    ("form", "value"), [("list", "[1]"), ("set", "{1}"), ("set", "set()"), ("lambda", "lambda: 1"), ("dict", "dict()")]
)
def test_forms_of_values(tmp_path: Path, form: str, value: str) -> None:
    options = f'of = ["print"]\narguments.end = {{ not-a = ["{form}"] }}'
    code = f"print(end={value})  # expect: TST101\nprint(end=(1,))\nprint(end='[]')\nprint(end=other())"
    assert judged(tmp_path, "calls", options, ("app.py", code)) == ""


@pytest.mark.parametrize(
    ("value", "is_found"),
    [
        ("60 * 60 * 48", True),
        ("DAY * 2", True),
        ("2 * times.DAY", False),
        ("60 * 60", False),
        ("DAY - 1", False),
        ("DAY / 0", False),
        ("DAY % 7", False),
        ("DAY * 'x'", False),
        ("100 // 3 + 86400", True),
        ("asked() * 60", False),
    ],
)
def test_numbers_that_are_computed(tmp_path: Path, value: str, is_found: bool) -> None:
    mark = "  # expect: TST101"
    code = f"import acme, times\nDAY = 24 * 3600\nacme.keep(ttl={value}){mark if is_found else ''}"
    code += f"\nacme.keep(ttl=86401){mark}"
    options = 'of = ["acme.keep"]\narguments.ttl = { most = 86400 }'
    assert judged(tmp_path, "calls", options, ("app.py", code)) == ""


def test_where_functions_yield(tmp_path: Path) -> None:
    code = """\
from contextlib import asynccontextmanager, contextmanager
@contextmanager
def kept():
    made = open("a")
    try:
        yield made
    finally:
        made.close()
@contextmanager
def entered():
    with open("a") as made:
        yield made
@asynccontextmanager
async def lost():
    made = open("a")
    yield made  # expect: TST101
    made.close()
@contextmanager
def later():
    def each():
        yield 1
    for one in each():
        yield one  # expect: TST101
    print(2)"""
    options = 'decorated = ["contextlib.contextmanager", "contextlib.asynccontextmanager"]\nyields-inside = ["try"]'
    assert judged(tmp_path, "functions", options, ("app.py", code)) == ""


def test_what_returns_nothing(tmp_path: Path) -> None:
    code = "def f() -> None: ...\ndef g() -> 'int | None': ...  # expect: TST101\ndef h(): ...  # expect: TST101"
    assert judged(tmp_path, "functions", 'returns = { given = true, is = ["None"] }', ("app.py", code)) == ""
    code = "def f() -> None: ...  # expect: TST101\ndef g() -> 'int | None': ..."
    assert judged(tmp_path, "functions", 'returns = { given = true, is = ["int"] }', ("app.py", code)) == ""


def test_keys_by_what_they_are_asked_of(tmp_path: Path) -> None:
    code = """\
hass.data["a"]  # expect: TST101
data.get("a", "b")  # expect: TST101
data[KEY], other["a"], {"data": "a"}, other.get("a")"""
    options = 'in-dicts = ["data"]\nused-as = ["key"]\nforbidden = true'
    assert judged(tmp_path, "literals", options, ("app.py", code)) == ""


def test_members_need_no_form_to_be_meant(tmp_path: Path) -> None:
    code = 'import enum\nclass A(enum.Enum):\n    X = "X"  # expect: TST101\n    Y = "y"\nclass B:\n    X = "X"'
    options = 'used-as = ["member"]\nvalue = { matches = "[a-z]+" }'
    assert judged(tmp_path, "literals", options, ("app.py", code)) == ""


def test_what_is_imported_of_the_future(tmp_path: Path) -> None:
    files = (("a.py", "import os  # expect: TST101"), ("b.py", "from __future__ import annotations"))
    options = 'of = ["__future__.annotations"]\nrequired = true\ninside = ["path:**"]'
    assert judged(tmp_path, "imports", options, *files) == ""


ONCE = """\
from acme import path
urls = [path("a", name="a"), path("b", name="b"), path("c")]
more = [path("d", name="a")]"""


def test_what_occurs_once(tmp_path: Path) -> None:
    options = 'of = { given-to = ["acme.path"], argument = "name", position = -1 }\nof-one = true'
    twice = ONCE.replace("]\n", "]  # expect: TST101\n", 1).replace('"a")]', '"a")]  # expect: TST101')
    assert judged(tmp_path, "sets", f"{options}\nonly-once = true", ("app.py", twice)) == ""
    other = 'from acme import path\nurls = [path("x", name="a")]  # expect: TST101'
    assert judged(tmp_path, "sets", options, ("app.py", twice), ("other.py", other)) == ""
    assert "Missing" in judged(tmp_path, "sets", options, ("app.py", twice))


def test_keys_of_files(tmp_path: Path) -> None:
    code = 'from acme import on\non("dark")\non("orders.new")\non("new")\non("orders.old")  # expect: TST101\non(x)'
    options = 'of = { given-to = ["acme.on"] }\nin = { keys-in = ["flags.*"] }'
    assert judged(tmp_path, "sets", options, ("app.py", code), ("flags.toml", "dark = 1\n[orders]\nnew = 2")) == ""
    assert (
        judged(tmp_path, "sets", options, ("app.py", code), ("flags.json", '{"dark": 1, "orders": {"new": 2}}')) == ""
    )


def test_variables_that_calls_make(tmp_path: Path) -> None:
    options = 'of = { made-by = ["acme.Flag"] }\nin = { mentioned-in = ["path:docs.py"] }'
    flags = "import acme\nNEW = acme.Flag()\nOLD: acme.Flag = acme.Flag()  # expect: TST101"
    inner = "def f():\n    own = acme.Flag()"
    docs = "from shop import flags\nshown = [flags.NEW]"
    assert judged(tmp_path, "sets", options, ("shop/flags.py", f"{flags}\n{inner}"), ("docs.py", docs)) == ""
