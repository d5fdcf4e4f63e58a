"""A team's lists of names reach what the tool itself goes by, and a change of them is seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from .conftest import Lint, write

Project = Callable[[Mapping[str, str | bytes]], Path]

CONFIG = '[tool.pattern-lint]\nselect = ["no-blocking-in-async"]\ncards = ["patterns"]\n'
CODE = """\
import acme_http


async def ask(client: acme_http.Client) -> str:
    return client.things.fetch()
"""


def test_a_client_of_ones_own_blocks(lint_here: Lint, project: Project) -> None:
    folder = project({"pyproject.toml": CONFIG, "app.py": CODE, "patterns/vocabulary/acme.toml": "acme = []\n"})
    arguments = ("check", "--output-format", "json", "--jobs", "1")
    assert lint_here(*arguments).places == []
    write(folder, {"patterns/vocabulary/acme.toml": 'blocking-http = ["acme_http.Client().*.fetch"]\n'})
    assert lint_here(*arguments).places == [("app.py", 5, "PAT235")]
    write(folder, {"patterns/vocabulary/acme.toml": "acme = []\n"})
    assert lint_here(*arguments).places == []


def test_a_library_of_ones_own_makes_dataclasses(lint_here: Lint, project: Project) -> None:
    config = CONFIG.replace("no-blocking-in-async", "dto-base")
    code = "import acme_data\n\n\n@acme_data.record\nclass OrderDTO:\n    price: int\n"
    folder = project({"pyproject.toml": config, "dtos/order.py": code, "patterns/vocabulary/acme.toml": "acme = []\n"})
    assert b"OrderDTO is a plain class" in lint_here("check").out
    write(folder, {"patterns/vocabulary/acme.toml": 'dataclass-decorators = ["acme_data.record"]\n'})
    assert b"OrderDTO is a dataclass" in lint_here("check").out


def test_wrong_lists_are_said_before_anything_is_looked_at(lint_here: Lint, project: Project) -> None:
    project({"pyproject.toml": CONFIG, "app.py": CODE, "patterns/vocabulary/acme.toml": 'exceptions = ["acme.Gone"]\n'})
    answer = lint_here("check")
    assert answer.status == 2
    assert "acme.toml:1: entries of `exceptions`" in answer.err
