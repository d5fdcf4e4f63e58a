"""The length of files, with limits by path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

import msgspec

from ..config.globs import Ranked, complaint
from ..lang.python.module import Module
from ..lang.python.paths import Category
from .kit import Check, KindOptions, Rule
from .report import ModuleReport

Limit = Annotated[int, msgspec.Meta(ge=0)]


class Options(KindOptions, frozen=True):
    """How long files may be; 0 stands for no limit."""

    where: tuple[Category, ...] = ("production", "test")
    limit: Limit = 350
    """The lines of a file that no glob matches."""
    limits: Mapping[str, Limit] = msgspec.field(default_factory=dict)
    """The lines of files by glob; the most specific glob holds."""
    test_limit: Limit = 0
    """The lines of a test, wherever it lies."""

    def __post_init__(self) -> None:
        if wrong := [message for glob in self.limits if (message := complaint(glob))]:
            raise ValueError("; ".join(wrong))


class Kind(Check[Options]):
    """Counts the lines of every file."""

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._globs = [(rule, Ranked(rule.options.limits), _least(rule.options)) for rule in rules]

    def module(self, module: Module, report: ModuleReport) -> object:
        length = module.source.count(b"\n") + (not module.source.endswith(b"\n") and module.source != b"")
        for rule, globs, least in self._globs:
            if length <= least and module.category != "test":
                report.conforms(rule, module.scope)
                continue
            limit, origin = _limit(rule.options, globs, module)
            if not limit:
                continue
            if length > limit:
                message = (
                    f"{length} lines, {length - limit} more than the {limit} allowed {origin}; split it by subject"
                )
                report.violates(rule, (1, 1, 1, 1), module.scope, message, measure=length, whole_file=True)
            else:
                report.conforms(rule, module.scope)
        return None


def _least(options: Options) -> int:
    """The length up to which a file conforms wherever it lies; 0 where some have no limit."""
    return min((options.limit, *options.limits.values()))


def _limit(options: Options, globs: Ranked, module: Module) -> tuple[int, str]:
    """The lines that a file may have, and whose limit that is."""
    if module.category == "test":
        return options.test_limit, "for tests"
    glob = globs.best(module.path)
    return (options.limits[glob], f"for `{glob}`") if glob is not None else (options.limit, "for a file")
