"""The work on one file, which needs no other file: parse, index, check, collect facts."""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ..kinds import check_class
from ..kinds.kit import Check, Rule
from ..kinds.report import ModuleReport, Sites, Violation
from ..lang.languages import language_of
from ..lang.python.marks import TOP, WHOLE_FILE, ScopeLines, Scopes, mark, scope_lines
from ..lang.python.module import Module
from ..lang.python.parsing import UnreadableError
from ..lang.python.walking import deepest
from ..project.collect import collect, recalled
from ..project.facts import Facts
from .crashes import OneByOne, describe, one_by_one
from .plan import Plan


class FileResult(NamedTuple):
    """All that one file gave; plain data, so that it can be cached and handed between processes."""

    path: str
    facts: Facts | None
    violations: list[tuple[Any, ...]]
    counts: dict[tuple[Any, ...], int]
    waivers: tuple[tuple[Any, ...], ...]
    unreadable: tuple[str, int, int] | None
    faults: tuple[tuple[str, str, str], ...]
    scopes: tuple[ScopeLines, ...] = ()
    """Where classes and functions are, for what the join finds."""
    notes: tuple[str, ...] = ()
    """What could not be found out of the file, and why."""
    looks_beside: bool = False
    """Whether it hangs on files that take no part, so that it is not to be remembered."""
    told: dict[str, object] | None = None
    """What check kinds collected of a file in another language, which has no facts."""


_ALIKE = 2
"""The last format of marshal in which equal values look alike, whatever else refers to parts of them."""


def stored(result: FileResult) -> tuple[bytes, bytes]:
    """A result as plain data, and the file's facts in a form by which equal ones are known."""
    plain: Any = result.facts
    told = (plain, result.told)
    return marshal.dumps((result.path, marshal.dumps(told), *result[2:-1])), marshal.dumps(told, _ALIKE)


def loaded(blob: bytes, *, facts: bool = True) -> FileResult:
    """The result that `stored` gave, with the file's facts or without."""
    path, stored_facts, *others = marshal.loads(blob)
    if not facts:
        return FileResult(path, None, *others)
    collected, told = marshal.loads(stored_facts)
    return FileResult(path, collected, *others)._replace(told=told)


def check_file(
    plan: Plan,
    path: str,
    label: str,
    source: bytes,
    surveyed: Mapping[str, object] | None = None,
    known: Facts | None = None,
) -> FileResult:
    """Look at one file; `surveyed` is what a look at many files said of it, by check kind, and `known` are its facts,
    as far as they were told before."""
    plan.put_in_force()
    if language_of(path) is not None:
        from .units import check_other  # few projects have cards about other languages

        return check_other(plan, path, label, source)
    try:
        module = Module(path, source, plan.package_roots, label)
        module.surveyed = surveyed or {}
        facts = collect(module) if known is None else _without_kinds(recalled(module, known))
    except Exception as error:  # whatever is wrong with the tool must not stop the other files
        return not_looked_at(path, error)
    sites, local, faults = Sites(), Sites(), []
    report = ModuleReport(module, local)
    for kind, check in plan.checks(module.category, path):
        try:
            collected = check.module(module, report)
        except Exception as error:  # noqa: PAT139 -- running each card alone tells whose error it is
            local.clear()
            if isinstance(error, RecursionError) and deepest(module.tree) >= _DEEP:
                collected = None
                _too_deep(check, module, report)
            else:
                found, collected = _alone(kind, check, module)
                sites.add(found.sites)
                faults += found.faults
        sites.take(local)
        if collected is not None:
            facts["kinds"][kind] = collected
    for topic in plan.topics(module.category, path):
        if known is not None and topic.name in known["topics"]:
            continue
        try:
            told = topic.collect(module)
        except Exception as error:
            faults.append((path, "", describe(error)))
        else:
            facts["topics"] |= {topic.name: told} if told else {}
    waivers, scopes, notes = module.waivers, scope_lines(module.index.scopes), (*module.notes, *_cut_off(module))
    violations = [*map(tuple, _marked(sites.violations, module, scopes))]
    module.release()
    return FileResult(path, facts, violations, sites.counts, waivers, None, tuple(faults), scopes, notes)


def not_looked_at(path: str, error: Exception) -> FileResult:
    """The result of a file that no card could look at: it cannot be read, or the tool crashed on it."""
    if isinstance(error, UnreadableError) and error.is_template:
        return FileResult(path, None, [], {}, (), None, (), notes=(f"line {error.line} is one of a template",))
    if isinstance(error, UnreadableError):
        return FileResult(path, None, [], {}, (), (error.message, error.line, error.column), ())
    if isinstance(error, RecursionError):
        return FileResult(path, None, [], {}, (), ("nested too deeply", 1, 1), ())
    return FileResult(path, None, [], {}, (), None, ((path, "", describe(error)),))


def _without_kinds(facts: Facts) -> Facts:
    """The facts that hang on no card."""
    copied = facts.copy()
    copied["kinds"], copied["topics"] = {}, dict(facts["topics"])
    return copied


def _marked(violations: Sequence[Violation], module: Module, scopes: Sequence[ScopeLines]) -> Iterator[Violation]:
    """The violations with their marks; those that the join may drop get theirs when it has not."""
    around = Scopes(scopes) if any(not violation.when for violation in violations) else None
    for violation in violations:
        if violation.when or around is None:
            yield violation
        else:
            scope, digest = mark(TOP if violation.scope == WHOLE_FILE else violation.span, around, module.lines)
            yield violation._replace(scope=scope, digest=digest)


_DEEP = 100
"""How deep code has to nest that it may be the reason why a check runs out of stack."""
_SHOWN = 5


def _too_deep(check: Check[Any], module: Module, report: ModuleReport) -> None:
    """A check ran out of stack because the code nests deeply: what it would say is unknown."""
    for rule in check.rules:
        report.unknown(rule, module.scope)
    codes = ", ".join(sorted(rule.code for rule in check.rules))
    module.notes.append(f"the code nests too deeply for {codes}; what they would say is unknown")


def _cut_off(module: Module) -> Iterator[str]:
    """Where names were not followed."""
    lines = sorted(module.names.cut_off)
    if lines:
        shown = ", ".join(map(str, lines[:_SHOWN]))
        more = f" and {len(lines) - _SHOWN} more" if len(lines) > _SHOWN else ""
        yield f"nests too deeply to be followed (line {shown}{more}); what hangs on it is unknown"


def _alone(kind: str, check: Check[Any], module: Module) -> tuple[OneByOne, object]:
    """What the cards of a crashed kind say, each alone, and what those that do not crash collect together."""

    def look(rule: Rule[Any], sites: Sites) -> None:
        check_class(kind)([rule]).module(module, ModuleReport(module, sites))

    found = one_by_one(check.rules, module.path, look)
    if not found.healthy or len(found.healthy) == len(check.rules):
        return found, None
    return found, check_class(kind)(found.healthy).module(module, ModuleReport(module, Sites()))
