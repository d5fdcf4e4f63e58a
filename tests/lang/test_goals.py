"""Where links lead."""

from __future__ import annotations

import pytest

from pattern_lint.lang.goals import Goals, anchors
from pattern_lint.lang.markdown import Document

GOALS = Goals(["app/main.py", "docs/conf.py"], {"README.md": {"a"}, "docs/start.md": {"first-steps"}})


@pytest.mark.parametrize(
    ("target", "leads"),
    [
        ("start.md", True),
        ("./start.md#first-steps", True),
        ("start.md#First-Steps", True),
        ("start.md#second", False),
        ("strat.md", False),
        ("../README.md", True),
        ("../app/main.py#L3", True),
        ("../app/mian.py", False),
        ("#first-steps", True),
        ("#nowhere", False),
        ("st%61rt.md", True),
        ("generated/a.md", None),
        ("../pictures/a.png", None),
        ("../other/a.md", None),
        ("https://x.org/a.md", None),
        ("mailto:a@x.org", None),
        ("/start.md", None),
        ("{{ page }}.md", None),
    ],
)
def test_links_of_a_document_lead_somewhere_nowhere_or_elsewhere(target: str, leads: bool | None) -> None:
    assert GOALS.leads("docs/start.md", target, ["production"]) is leads


def test_headings_are_named_as_code_hosts_name_them() -> None:
    text = "# What is left?\n## A `b` & c\n## Twice\n## Twice\n<a id='Own'></a>\n"
    found = anchors(Document("a.md", "a.md", text.encode()))
    assert {"what-is-left", "a-b--c", "a-b-c", "twice", "twice-1", "own"} <= found
