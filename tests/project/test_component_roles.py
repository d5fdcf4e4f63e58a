"""Which component a site belongs to."""

from __future__ import annotations

from pathlib import Path

import pytest

from pattern_lint.engine.map import check_file
from pattern_lint.engine.plan import Plan
from pattern_lint.engine.policy import Policy
from pattern_lint.lang.python.layout import top_level_names
from pattern_lint.project.project import Project

SOURCES = {
    "app/workers/fill.py": "LIMIT = 3\n\ndef helper(): ...\n\nclass FillError(Exception): ...\n\nclass Fill: ...\n",
    "app/feeds.py": "class FeedService: ...\n\nclass BinanceAdapter: ...\n\nclass Plain: ...\n",
    "app/both.py": "from app.base import BaseExchange\n\nclass KrakenAdapter(BaseExchange): ...\n",
    "app/base.py": "class BaseExchange: ...\n",
    "app/plain.py": "class Plain: ...\n",
}


@pytest.fixture(scope="module")
def project() -> Project:
    plan = Plan(Path(), lambda: (), top_level_names(list(SOURCES)), load_policy=Policy)
    results = [check_file(plan, path, path, text.encode()) for path, text in SOURCES.items()]
    return Project(result.facts for result in results if result.facts is not None)


@pytest.mark.parametrize(
    ("owner", "path", "roles"),
    [
        ("app.workers.fill.Fill", "app/workers/fill.py", {"worker"}),
        ("app.workers.fill.FillError", "app/workers/fill.py", {"worker"}),
        ("", "app/workers/fill.py", {"worker"}),
        ("", "app/feeds.py", {"service", "adapter"}),
        ("app.feeds.FeedService", "app/feeds.py", {"service"}),
        ("app.feeds.Plain", "app/feeds.py", {"service", "adapter"}),
        ("app.both.KrakenAdapter", "app/both.py", {"adapter", "exchange"}),
        ("app.plain.Plain", "app/plain.py", set()),
        ("", "app/plain.py", set()),
        ("", "gone.py", set()),
    ],
)
def test_a_site_belongs_to_its_class_or_to_what_its_module_defines(
    project: Project, owner: str, path: str, roles: set[str]
) -> None:
    assert project.component_roles(owner, path) == roles
