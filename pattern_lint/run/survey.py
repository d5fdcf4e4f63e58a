"""The step before the map: what has to be seen of many files at once, such as by another tool's one process.

What it finds out about a file becomes part of that file's own result and is cached with it. A plan without such
checks does nothing here.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from ..checks.kit import Check, Surveyed
from ..outcome import Fault
from ..source.paths import category
from ..tools import ToolError
from .files import File
from .map import describe
from .plan import Plan, build_checks

Answers: TypeAlias = Mapping[str, Mapping[str, object]]
"""Path -> check kind -> what was said of the file."""


class Survey(NamedTuple):
    """What was said of the files, and what failed on the way."""

    answers: Answers
    faults: tuple[Fault, ...]


NOTHING = Survey({}, ())


def survey(plan: Plan, files: Sequence[File]) -> Survey:
    """Let the checks that ask for it look at all files that have to be looked at again."""
    answers: dict[str, dict[str, object]] = {}
    faults: list[Fault] = []
    for kind, check in plan.surveys:
        wanted = {name for rule in check.rules for name in rule.options.where}
        paths = tuple(sorted(file.path for file in files if category(file.label) in wanted))
        if not paths:
            continue
        for path, said in _said(plan, check, Surveyed(plan.root, paths, plan.packages, plan.isolated), faults).items():
            answers.setdefault(path, {})[kind] = said
    return Survey(answers, tuple(faults))


def survey_texts(plan: Plan, texts: Mapping[str, bytes]) -> Survey:
    """The same for files that are in memory: other tools want to see them in a folder."""
    if not plan.surveys:
        return NOTHING
    with tempfile.TemporaryDirectory(prefix="pattern-lint-") as folder:
        for name, text in texts.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)
        files = [File(name, name, 0, len(text)) for name, text in texts.items()]
        return survey(replace(plan, root=Path(folder).resolve()), files)


def _said(plan: Plan, check: Check[Any], files: Surveyed, faults: list[Fault]) -> Mapping[str, object]:
    """What a check says; of one that fails, the cards that do not fail alone are asked together once more."""
    try:
        return check.survey(files)
    except Exception as error:
        reason = _reason(error)
    codes = [rule.code for rule in check.rules]
    healthy = []
    for code in codes if len(codes) > 1 else ():
        ((_, alone),) = build_checks([plan.by_code[code]])
        try:
            alone.survey(replace(files, paths=files.paths[:1]))
        except Exception as error:
            faults.append(Fault("", code, _reason(error)))
        else:
            healthy.append(plan.by_code[code])
    if len(healthy) == len(codes) or len(codes) == 1:
        faults += [Fault("", code, reason) for code in codes]
        return {}
    if not healthy:
        return {}
    ((_, rest),) = build_checks(healthy)
    return _said(plan, rest, files, faults)


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, ToolError) else describe(error)
