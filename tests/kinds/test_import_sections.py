from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pattern_lint.engine.examine import examine
from pattern_lint.engine.plan import Planned
from pattern_lint.kinds.import_sections import Options
from pattern_lint.kinds.kit import Rule
from pattern_lint.outcome import Outcome

Judge = Callable[..., Outcome]

PLANNED = Planned(Rule("PAT901", "sections", Options()), "import-sections", "error")
STANDARD = ("import abc", "import json", "from os import path", "from typing import Any")
THIRD_PARTY = ("import httpx", "from pydantic import BaseModel")
PROJECT = ("from desk import book", "from desk.orders import Order")


def judged(text: str) -> list[tuple[int, str]]:
    sources = {"desk/a.py": text, "desk/book.py": "", "desk/orders.py": "class Order: ...\n"}
    found = [finding for finding in examine([PLANNED], sources).findings if finding.path == "desk/a.py"]
    return [(finding.line, finding.message) for finding in found]


@given(st.lists(st.sampled_from([STANDARD, THIRD_PARTY, PROJECT]), unique=True, min_size=1), st.randoms())
def test_sections_in_order_conform_and_no_other_order_does(
    sections: list[tuple[str, ...]], generator: random.Random
) -> None:
    in_order = sorted(sections, key=[STANDARD, THIRD_PARTY, PROJECT].index)
    assert judged("\n\n".join("\n".join(section) for section in in_order)) == []
    if sections != in_order:
        assert judged("\n\n".join("\n".join(section) for section in sections))
    if len(sections) > 1:
        assert judged("\n".join(line for section in in_order for line in section))
    shuffled = [generator.sample(section, len(section)) for section in in_order]
    assert bool(judged("\n\n".join("\n".join(section) for section in shuffled))) is (
        any(list(section) != lines for section, lines in zip(in_order, shuffled, strict=True))
    )


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("import httpx\n\nimport os\n", "`import os` (standard library) in line 3 stands behind `import httpx`"),
        ("import os\nimport httpx\n", "no blank line stands between `import os` (standard library) and"),
        ("import abc\n\nimport os\n", "a blank line divides the standard library imports above `import os`"),
        ("import sys\nimport os\n", "`import os` in line 2 is not sorted among the standard library imports"),
        ("from .orders import Order\nfrom .book import x\n", "`from .book` in line 2 is not sorted"),
    ],
)
def test_the_message_names_the_first_fault(text: str, complaint: str) -> None:
    ((line, message),) = judged(text)
    assert line == 1
    assert complaint in message


@pytest.mark.parametrize(
    "text",
    [
        "from __future__ import annotations\nimport os\n",
        "import os\n\nimport httpx\n\nfrom backend.core import flow\n",
        "import os  # isort: skip\nimport abc\n",
        "import v2\nimport v10\n",
        "import os\n\nfrom desk import book\n\n# registers the models\nfrom desk.orders import Order\n",
        "import os\n\nfrom desk import book\nfrom ..b import x\nfrom .a import y\n",
        "import os\n\nvalue = os.name\n\nimport abc\n",
    ],
)
def test_what_other_tools_and_teams_write_conforms(text: str) -> None:
    assert judged(text) == []


def test_sections_between_third_parties_need_a_reason() -> None:
    text = "import httpx\n\nimport yaml\n\nfrom desk import book\n"
    assert "a blank line divides the third party imports" in judged(text)[0][1]
