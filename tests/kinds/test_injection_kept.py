from __future__ import annotations

from collections.abc import Callable

import pytest

from pattern_lint.outcome import Outcome

Judge = Callable[..., Outcome]

CLIENT = "import functools\nclass ApiClient: ...\n_client = None\n"


def found(judge: Judge, source: str) -> list[int]:
    outcome = judge("no-module-instances", source)
    assert not outcome.faults
    return [finding.line for finding in outcome.findings]


@pytest.mark.parametrize(
    ("statement", "wrong"),
    [
        ("client = ApiClient()", True),
        ("client: ApiClient = ApiClient()", True),
        ("a = b = ApiClient()", True),
        ("clients = {'a': ApiClient(), 'b': ApiClient()}", True),
        ("if DEBUG:\n    client = ApiClient()", True),
        ("client = None", False),
        ("make = functools.partial(ApiClient)", False),
        ("make = lambda: ApiClient()", False),
        ("run(ApiClient())", False),
        ("if __name__ == '__main__':\n    client = ApiClient()", False),
        ("container = make()\ncontainer.register('client', ApiClient())\nclient = ApiClient()", False),
    ],
)
def test_what_a_module_keeps(judge: Judge, statement: str, wrong: bool) -> None:
    assert len(found(judge, CLIENT + statement)) == wrong


@pytest.mark.parametrize(
    ("function", "wrong"),
    [
        (
            "def get():\n    global _client\n    if not _client:\n        _client = ApiClient()\n    return _client",
            True,
        ),
        ("def get():\n    global _client\n    _client = _client or ApiClient()\n    return _client", True),
        ("def get():\n    _client = ApiClient()\n    return _client", False),
        ("def put(client: ApiClient):\n    global _client\n    if not _client:\n        _client = client", False),
        ("def start():\n    global _client\n    _client = ApiClient()\n    _client.start()", False),
        ("@functools.cache\ndef get():\n    return ApiClient()", True),
        ("@functools.lru_cache(maxsize=None)\ndef get(name):\n    return ApiClient()", False),
        ("def get():\n    if not hasattr(get, 'it'):\n        get.it = ApiClient()\n    return get.it", True),
    ],
)
def test_what_a_getter_keeps(judge: Judge, function: str, wrong: bool) -> None:
    expected = [4 + function.startswith("@")] if wrong else []
    assert found(judge, CLIENT + function) == expected


def test_an_inner_function_keeps_for_the_outer_one(judge: Judge) -> None:
    inner = "    def get():\n        nonlocal it\n        it = it or ApiClient()\n        return it\n    return get\n"
    assert found(judge, f"{CLIENT}def outer():\n    it = None\n{inner}") == []
