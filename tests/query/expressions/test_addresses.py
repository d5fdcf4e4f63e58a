from __future__ import annotations

import ast

import pytest

from pattern_lint.lang.python.module import Module
from pattern_lint.query.expressions.addresses import addressed, host_of


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("https://api.research.io/v1", "api.research.io"),
        ("http://user:word@Prices.IO:8080", "prices.io"),
        ("wss://stream.prices.io?x=1", "stream.prices.io"),
        ("http://localhost:8080/x", ""),
        ("http://10.0.0.7/x", ""),
        ("https://svc.default.local/x", ""),
        ("/orders/1", ""),
        ("https://{host}/x", ""),
    ],
)
def test_the_host_of_an_address_is_that_of_somebody_else(text: str, host: str) -> None:
    assert host_of(text) == host


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('"https://a.io/x"', "host:a.io"),
        ('f"{BASE}/orders/{id}"', "host:a.io"),
        ('BASE + "/orders"', "host:a.io"),
        ('"{}/x".format(id)', ""),
        ("urljoin(BASE, path)", "host:a.io"),
        ('os.environ["RESEARCH_URL"] + "/x"', "setting:research_url"),
        ('os.getenv("RESEARCH_URL", "x")', "setting:research_url"),
        ('os.environ["RESEARCH_KEY"]', ""),
        ('f"{self.settings.research_url}/x"', "setting:research_url"),
        ("self.url", ""),
        ("url", ""),
    ],
)
def test_what_an_address_begins_with(expression: str, expected: str) -> None:
    source = f'import os\nfrom urllib.parse import urljoin\nBASE = "https://a.io/v1"\nx = {expression}\n'
    module = Module("a.py", source.encode())
    statement = module.tree.body[-1]
    assert isinstance(statement, ast.Assign)
    assert addressed(statement.value, module, module.scope) == expected
