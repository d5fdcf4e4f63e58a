from __future__ import annotations

import importlib
import sys

import pytest

from pattern_lint.knowledge.blocking import SORTS, blocking

STANDARD = sorted(
    symbol
    for symbol in blocking().calls
    if symbol.partition(".")[0] in (*sys.stdlib_module_names, "builtins") and not symbol.startswith("telnetlib")
)


@pytest.mark.parametrize("symbol", [symbol for symbol in STANDARD if "()" not in symbol])
def test_functions_of_the_standard_library_are_there(symbol: str) -> None:
    parts = symbol.split(".")
    for cut in range(len(parts) - 1, 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for part in parts[cut:]:
            found = getattr(found, part)
        assert callable(found)
        return
    pytest.fail(f"no module holds {symbol}")


def test_every_call_has_a_sort_and_a_name_to_look_for() -> None:
    known = blocking()
    assert set(known.calls.values()) == set(SORTS) - {"sdk"}
    assert {symbol.rpartition(".")[2] for symbol in known.calls} <= known.names
    assert {"historical_data", "hgetall", "create"} <= known.names


@pytest.mark.parametrize(
    ("symbol", "work"),
    [
        ("redis.Redis().hgetall", "database"),
        ("redis.Redis().close", None),
        ("redis.asyncio.Redis().get", None),
        ("kiteconnect.KiteConnect().set_access_token", None),
        ("sqlalchemy.orm.Session().query().filter().order_by().all", "database"),
        ("sqlalchemy.orm.Session().query().filter", None),
        ("redis.client.Pipeline().set", None),
        ("redis.client.Pipeline().set().execute", "database"),
        ("openai.OpenAI().chat.completions.create", "http"),
        ("openai.OpenAI().chat.completions.with_options", None),
        ("django.db.models.Model.objects.filter().first", "database"),
        ("boto3.client().get_paginator().paginate", "http"),
        ("boto3.client().get_waiter", None),
        ("os.replace", None),
        ("os.makedirs", None),
    ],
)
def test_work_of(symbol: str, work: str | None) -> None:
    assert blocking().work_of(symbol) == work
