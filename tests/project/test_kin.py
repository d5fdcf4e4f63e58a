"""What a quick look at texts tells of who may have a role, a base or a member."""

from __future__ import annotations

import pytest

from pattern_lint.knowledge.lacking import HAS, KEPT, RENAMED
from pattern_lint.project.kin import Kin, is_shown, own_names
from pattern_lint.project.look import Look
from pattern_lint.project.roles import ROLE, default_roles

SERVICE = "role:service"


def who_may_have(what: str, **texts: str) -> frozenset[str]:
    kin = Kin(default_roles(), [what])
    for name, text in texts.items():
        kin.add(Look(f"{name.replace('_in_', '/')}.py", text.encode()))
    return kin.found()[what]


@pytest.mark.parametrize(
    ("texts", "cls"),
    [
        ({"a": "class OrderService: ...\n"}, "OrderService"),
        ({"a": "class Orders(BaseService): ...\n"}, "Orders"),
        ({"a": "class Orders(\n    shop.base.BaseService,\n    Generic[T],\n): ...\n"}, "Orders"),
        ({"a": "class Orders[T](BaseService): ...\n"}, "Orders"),
        ({"a": "class  Orders (BaseService) : ...\n"}, "Orders"),
        ({"a": "class Middle(BaseService): ...\n", "b": "class Orders(Middle): ...\n"}, "Orders"),
        (
            {"b": "class Orders(Middle): ...\n", "a": "class Middle(Low): ...\n", "c": "class Low(BaseService): ...\n"},
            "Orders",
        ),
        ({"a": "from base import BaseService as Root\nclass Orders(Root): ...\n"}, "Orders"),
        ({"a": "import base\nRoot = base.BaseService\nclass Orders(Root): ...\n"}, "Orders"),
        ({"a": "class Orders(made(BaseService)): ...\n"}, "Orders"),
    ],
)
def test_who_may_be_a_service(texts: dict[str, str], cls: str) -> None:
    assert cls in who_may_have(SERVICE, **texts)


def test_who_has_neither_the_name_nor_such_a_base_is_none() -> None:
    text = "class Order(Model): ...\nclass Line(Order): ...\nclass OrderServices: ...\n"
    assert who_may_have(SERVICE, a=text).isdisjoint(("Order", "Line", "OrderServices"))


def test_a_place_gives_a_role() -> None:
    assert "Orders" in who_may_have("role:worker", shop_in_workers_in_a="class Orders: ...\n")
    assert "Orders" not in who_may_have("role:worker", shop_in_a="class Orders: ...\n")


def test_errors_are_known_by_what_they_derive_from() -> None:
    text = "class Missing(LookupError): ...\nclass Gone(Missing): ...\nclass Order: ...\n"
    found = who_may_have("role:error", a=text)
    assert {"Missing", "Gone"} <= found
    assert "Order" not in found


def test_a_member_is_had_by_those_whose_file_names_it_and_their_heirs() -> None:
    found = who_may_have(
        f"{HAS}__aenter__",
        a="class Lock:\n    async def __aenter__(self): ...\n",
        b="class Fine(Lock): ...\nclass Other: ...\n",
    )
    assert {"Lock", "Fine"} <= found
    assert "Other" not in found


def test_what_is_known_of_other_files_counts() -> None:
    kin = Kin(default_roles(), [SERVICE], {SERVICE: frozenset({"Middle"})})
    kin.add(Look("b.py", b"class Orders(Middle): ...\n"))
    assert kin.found()[SERVICE] == {"Middle", "Orders"}


def test_what_modules_call_otherwise_is_known_by_its_own_names() -> None:
    kin = Kin(default_roles(), [f"{RENAMED}get", f"{RENAMED}sleep"])
    text = b"from requests import (\n    get as http_get,\n    post as http_post,\n)\npause = time.sleep\n"
    kin.add(Look("a.py", text))
    kin.add(Look("b.py", b"try:\n    wait = clock.sleep\nexcept get as error:\n    pass\n"))
    assert own_names(kin.found()) == {"http_get": ("get",), "pause": ("sleep",)}


@pytest.mark.parametrize("role", ["model", "stream-service", "nobody-knows-it"])
def test_roles_that_names_do_not_tell(role: str) -> None:
    assert not is_shown(f"{ROLE}{role}", default_roles())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("from functools import partial\nsend = partial(post, 3)\n", "send"),
        ("import functools\nsend: Callable[..., None] = functools.partial(post, 3)\n", "send"),
        ("send = (\n    functools\n    .partial(post, key=3)\n)\n", "send"),
        ("if FAST:\n    send = other = partial(post, 3)\n", "send"),
        ("if FAST:\n    send = other = partial(post, 3)\n", "other"),
        ("from functools import partial as bound\nsend = bound(post, 3)\n", "send"),
        ("one = partial(a)\ntwo = 2\nsend = partial(b)\n", "send"),
        ("tell = partial(post, 3)\nfrom .a import tell as send\n", "send"),
    ],
)
def test_what_may_keep_a_partial(text: str, name: str) -> None:
    assert name in who_may_have(f"{KEPT}partial", a=text)


def test_what_keeps_something_else_keeps_no_partial() -> None:
    text = "from functools import partial\nsize = 3\nsend = partial(post, 3)\nretries = 5\ncount == 3\n"
    assert who_may_have(f"{KEPT}partial", a=text, b="total = 3\n") == {"send"}
