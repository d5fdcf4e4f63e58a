from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pattern_lint.outcome import Outcome

Judge = Callable[..., Outcome]

Settings = list[tuple[bool | None, list[int]]]
"""What each class of a hierarchy says itself, and which of the earlier ones are its bases."""


@st.composite
def hierarchies(draw: st.DrawFn) -> Settings:
    said: Settings = []
    for place in range(draw(st.integers(1, 6))):
        bases = draw(st.lists(st.integers(0, place - 1), unique=True, max_size=2)) if place else []
        said.append((draw(st.sampled_from([True, False, None])), sorted(bases, reverse=True)))
    return said


def frozen(said: Settings, place: int) -> bool | None:
    """What Pydantic makes of it: the last base that says something, unless the class says something itself."""
    own, bases = said[place]
    inherited = [frozen(said, base) for base in bases]
    return own if own is not None else next((value for value in reversed(inherited) if value is not None), None)


@given(hierarchies(), st.integers(0, 3))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_settings_reach_models_along_the_hierarchy(judge: Judge, said: Settings, split: int) -> None:
    forms = ["ConfigDict(frozen={})", "{{'frozen': {}}}", "dict(frozen={})"]
    sources = {"base.py": "", "dtos/models.py": "from base import *\n"}
    for place, (own, bases) in enumerate(said):
        path = "base.py" if place < split else "dtos/models.py"
        config = f"    model_config = {forms[place % 3].format(own)}\n" if own is not None else "    pass\n"
        named = ", ".join(f"M{base}" for base in bases) or "BaseModel"
        sources[path] += f"from pydantic import BaseModel, ConfigDict\nclass M{place}({named}):\n{config}"
    outcome = judge("dto-frozen", sources)
    expected = {f"M{place}" for place in range(split, len(said)) if frozen(said, place) is not True}
    assert {finding.message.partition(" ")[0] for finding in outcome.findings} == expected


@pytest.mark.parametrize(
    ("comment", "is_reason"),
    [
        ("# filled in place by the form", True),
        ("# noqa: RUF012", False),
        ("# type: ignore[misc]", False),
        ("# -----", False),
        ("#", False),
    ],
)
def test_only_a_comment_for_people_is_a_reason(judge: Judge, comment: str, is_reason: bool) -> None:
    source = (
        f"from pydantic import BaseModel\nclass Draft(BaseModel):\n    model_config = {{'frozen': False}}  {comment}\n"
    )
    assert (judge("dto-frozen", {"dtos/drafts.py": source}).findings == []) is is_reason


def test_a_comment_behind_the_line_above_is_about_that_line(judge: Judge) -> None:
    source = (
        "from pydantic import BaseModel\nclass Draft(BaseModel):  # of an order\n    model_config = {'frozen': False}\n"
    )
    assert len(judge("dto-frozen", {"dtos/drafts.py": source}).findings) == 1


def test_what_cannot_be_read_is_unknown(judge: Judge) -> None:
    source = """
from pydantic import BaseModel, ConfigDict
from vendor import BASE, merged

class Order(BaseModel):
    model_config = merged(frozen=True)

class Fill(BaseModel):
    model_config = ConfigDict(**BASE)

class Quote(BaseModel):
    model_config = ConfigDict(frozen=IS_STRICT)
"""
    outcome = judge("dto-frozen", {"dtos/orders.py": source})
    assert outcome.findings == []
    assert sum(tally.unknown for tally in outcome.tallies.values()) == 3


def test_names_of_annotations_are_followed_through_packages(judge: Judge) -> None:
    sources = {
        "core/types.py": (
            "from typing import Annotated\nfrom pydantic import Field\n"
            "TEXT = 'Pair to trade'\nSymbol = Annotated[str, Field(description=TEXT)]\nBare = Annotated[str, 1]\n"
        ),
        "core/__init__.py": "from .types import Bare, Symbol as Pair\n",
        "dtos/orders.py": (
            "from core import Bare, Pair\nfrom pydantic import BaseModel\n"
            "class Order(BaseModel):\n    symbol: Pair\n    bare: Bare\n    both: Pair | None = None\n"
        ),
    }
    assert [finding.line for finding in judge("dto-field-description", sources).findings] == [5]


def test_fields_under_a_condition_are_fields(judge: Judge) -> None:
    source = "from pydantic import BaseModel\nclass Order(BaseModel):\n    if __debug__:\n        size: int\n"
    assert [finding.line for finding in judge("dto-field-description", {"dto/order.py": source}).findings] == [4]
