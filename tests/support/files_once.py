"""Files that are read once for many runs over them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from pattern_lint.engine import map as of_files
from pattern_lint.lang.python.module import Module
from pattern_lint.project.collect import collect
from pattern_lint.project.facts import Facts

_OWN = ("notes", "surveyed", "_ordered", "_derived")
"""What each run has anew: checks keep there what they find out."""


class _Reused(Module):
    """A file of which runs share what is made before any card is asked: its tree, what its names mean, its facts."""

    facts: Facts

    def release(self) -> None:
        """Other runs need it."""


@contextmanager
def files_read_once() -> Iterator[None]:
    """Let files be parsed, indexed and told of once; what the cards of a run make of them stays that run's own."""
    read: dict[tuple[Any, ...], dict[str, Any]] = {}

    def opened(*given: Any) -> Module:
        if given not in read:
            first = _Reused(*given)
            first.facts = collect(first)
            read[given] = {name: value for name, value in vars(first).items() if name not in _OWN}
        module = _Reused.__new__(_Reused)
        vars(module).update(read[given], notes=[], surveyed={}, _ordered={}, _derived={})
        return module

    def told(module: _Reused) -> Facts:
        return {**module.facts, "kinds": {}, "topics": {}}

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(of_files, "Module", opened)
        patched.setattr(of_files, "collect", told)
        yield
