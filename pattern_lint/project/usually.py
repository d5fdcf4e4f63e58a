"""What the files of a project give to something more often than anything else."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .project import Project


def is_usually_given(project: Project, value: str, topic: tuple[str, ...]) -> bool:
    """Whether no value is told of more often in a topic than this one."""
    counted = Counter[str]()
    for fact in project.files.values():
        counted.update(fact["topics"].get(topic[0]) or {})
    usual = counted.most_common(1)
    return bool(usual) and usual[0][0] == value
