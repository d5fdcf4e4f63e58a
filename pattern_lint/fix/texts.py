"""Fixes of a small project that is in memory, as examples of cards are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ..kinds.kit import Surveyed
from ..kinds.ruff import settings_of
from ..outcome import Finding
from .fixer import Fixer
from .repair import Repair
from .repairs.by_ruff import Project

_MOST_ROUNDS = 20


def fix_texts(
    sources: Mapping[str, str], find: Callable[[Mapping[str, str]], Sequence[Finding]], repairs: Mapping[str, Repair]
) -> dict[str, str]:
    """The texts with all that can be put right of what `find` finds in them, and in what became of them."""
    surveyed = Surveyed(Path(), tuple(sources), Path(), isolated=True, everything=tuple(sources))
    fixer = Fixer(repairs, lambda path: Project(Path.cwd(), lambda: settings_of(surveyed)))
    texts = dict(sources)
    for _ in range(_MOST_ROUNDS):
        findings, before = find(texts), dict(texts)
        for path in {finding.path for finding in findings}:
            content = texts[path].encode()
            proposals = fixer.proposals(path, content, [each for each in findings if each.path == path])
            texts[path] = fixer.change(path, content, proposals).content.decode()
        if texts == before:
            break
    return texts
