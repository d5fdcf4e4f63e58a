"""Where checks put their sites.

Conforming and unknown sites are counted by card and owner; violating ones are kept whole. A site may hang on a
condition that only the join can decide (`when`); the join drops it where the condition does not hold.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from ..lang.python.marks import WHOLE_FILE, digest
from ..lang.python.module import Span
from ..query.answers import Condition

if TYPE_CHECKING:
    from ..lang.python.module import Module
    from ..lang.python.scopes import Scope
    from ..lang.unit import Unit
    from ..project.facts import Facts
    from .kit import Rule

Chain: TypeAlias = Sequence[tuple[str, int, str]]
"""Related places: path, line, message."""


class Violation(NamedTuple):
    """A violating site, as plain data."""

    code: str
    path: str
    owner: str
    span: Span
    message: str
    related: tuple[tuple[str, int, str], ...]
    lower: bool
    when: tuple[Condition, ...]
    measure: int | None = None
    """What was counted, where a limit is exceeded."""
    scope: str = ""
    digest: str = ""
    """By what the site is known again; filled in when the checks are done with the file."""
    is_chain: bool = False
    """Whether the related places are the links of one chain, which ends at the cause of the violation."""
    subject: str = ""
    """What the site is called, where all that is wrong with it at one place is said in one finding."""


Count: TypeAlias = tuple[str, str, str, str, tuple[Condition, ...]]
"""Card code, verdict, path, owner and condition of sites that are only counted."""


def together(violations: Iterable[Violation]) -> list[Violation]:
    """Violations, with all that is wrong with one site at one place said in one of them."""
    found: dict[object, Violation] = {}
    for each in violations:
        key = (each.code, each.path, each.span, each.subject) if each.subject else len(found)
        first = found.get(key)
        found[key] = each if first is None else _joined(first, each)
    return list(found.values())


def _joined(first: Violation, other: Violation) -> Violation:
    """One violation that says both; the words that they begin or end with alike are said once."""
    said, more = first.message, other.message.removeprefix(f"{other.subject} ")
    _, comma, end = more.rpartition(", ")
    if not said.endswith(more):
        said = f"{said.removesuffix(comma + end) if comma else said}; {more}"
    related = (*first.related, *(place for place in other.related if place not in first.related))
    return first._replace(message=said, related=related)


class Sites:
    """Everything that checks reported for one file, or in the join."""

    def __init__(self) -> None:
        self.violations: list[Violation] = []
        self.counts: dict[Count, int] = {}

    def count(self, key: Count) -> None:
        self.counts[key] = self.counts.get(key, 0) + 1

    def clear(self) -> None:
        """Forget everything."""
        self.violations.clear()
        self.counts.clear()

    def take(self, other: Sites) -> None:
        """Take over everything that another holds."""
        if other.violations or other.counts:
            self.add(other)
            other.clear()

    def add(self, other: Sites) -> None:
        self.violations += other.violations
        self.add_counts(other.counts)

    def add_counts(self, more: Mapping[Count, int]) -> None:
        counts = self.counts
        for key, count in more.items():
            counts[key] = counts[key] + count if key in counts else count


class ModuleReport:
    """Takes the sites of one module."""

    def __init__(self, module: Module, sites: Sites) -> None:
        self._module = module
        self._path = module.path
        self._sites = sites
        self._owners: dict[Scope | None, str] = {None: ""}

    def conforms(self, rule: Rule[Any], scope: Scope, *, when: tuple[Condition, ...] = ()) -> None:
        owner, owners, counts = scope.owner, self._owners, self._sites.counts
        name = owners[owner] if owner in owners else self._owner(owner)
        key = (rule.code, "conforms", self._path, name, when)
        counts[key] = counts[key] + 1 if key in counts else 1

    def unknown(self, rule: Rule[Any], scope: Scope, *, when: tuple[Condition, ...] = ()) -> None:
        self._sites.count((rule.code, "unknown", self._path, self._owner(scope.owner), when))

    def violates(
        self,
        rule: Rule[Any],
        place: ast.AST | Span,
        scope: Scope,
        message: str,
        *,
        related: Chain = (),
        chain: Chain = (),
        lower: bool = False,
        when: tuple[Condition, ...] = (),
        measure: int | None = None,
        whole_file: bool = False,
        subject: str = "",
    ) -> None:
        """Report a violation.

        The last link of a `chain` is its cause, which others may have, too; `lower` says that this one weighs one
        level less than the card's others; `measure` is what was counted, where a limit is exceeded; `whole_file` says
        that the place is shown for want of a better one; `subject` is what the site is called, where all that is
        wrong with it is said in one finding.
        """
        span = self._module.header(place) if isinstance(place, ast.AST) else place
        owner = self._owner(scope.owner)
        self._sites.violations.append(
            Violation(
                rule.code,
                self._module.path,
                owner,
                span,
                message,
                tuple(chain or related),
                lower,
                when,
                measure,
                WHOLE_FILE if whole_file else "",
                is_chain=bool(chain),
                subject=subject,
            )
        )

    def _owner(self, owner: Scope | None) -> str:
        if owner is None or owner in self._owners:
            return self._owners[owner]
        name = self._owners[owner] = f"{self._module.name}.{owner.qualname}"
        return name


class UnitReport:
    """Takes the sites of one file in another language than Python."""

    def __init__(self, unit: Unit, sites: Sites) -> None:
        self._path = unit.path
        self._sites = sites

    def conforms(self, rule: Rule[Any]) -> None:
        self._sites.count((rule.code, "conforms", self._path, "", ()))

    def unknown(self, rule: Rule[Any]) -> None:
        self._sites.count((rule.code, "unknown", self._path, "", ()))

    def violates(
        self, rule: Rule[Any], span: Span, message: str, measure: int | None = None, *, path: str = "", text: str = ""
    ) -> None:
        """Report a violation, as `ModuleReport.violates` does; `path` and `text` are of a place in another file."""
        known_by = digest(text) if path and path != self._path else ""
        self._sites.violations.append(
            Violation(rule.code, path or self._path, "", span, message, (), False, (), measure, "", known_by)
        )


class ProjectReport:
    """Takes the sites that the join decides; `owner` is the symbol of the class that a site belongs to, or empty.

    A kind sees the files that any of its cards looks at; sites in files that a card does not look at are dropped.
    """

    def __init__(self, sites: Sites, files: Mapping[str, Facts]) -> None:
        self._sites = sites
        self._files = files

    def conforms(self, rule: Rule[Any], path: str, owner: str = "") -> None:
        if self._looks_at(rule, path):
            self._sites.count((rule.code, "conforms", path, owner, ()))

    def all_conform(self, rule: Rule[Any], paths: Iterable[str]) -> None:
        """Report many sites that conform, without a call for each: a card may have one in every file."""
        files, counts, where, code = self._files, self._sites.counts, rule.options.where, rule.code
        for path in paths:
            if path not in files or files[path]["category"] in where:
                key = (code, "conforms", path, "", ())
                counts[key] = counts[key] + 1 if key in counts else 1

    def unknown(self, rule: Rule[Any], path: str, owner: str = "") -> None:
        if self._looks_at(rule, path):
            self._sites.count((rule.code, "unknown", path, owner, ()))

    def violates(
        self,
        rule: Rule[Any],
        path: str,
        span: Span,
        message: str,
        *,
        owner: str = "",
        related: Chain = (),
        chain: Chain = (),
        lower: bool = False,
        measure: int | None = None,
    ) -> None:
        """Report a violation, as `ModuleReport.violates` does; the last link of a `chain` is its cause."""
        if self._looks_at(rule, path):
            places, is_chain = tuple(chain or related), bool(chain)
            self._sites.violations.append(
                Violation(rule.code, path, owner, span, message, places, lower, (), measure, is_chain=is_chain)
            )

    def _looks_at(self, rule: Rule[Any], path: str) -> bool:
        known = self._files.get(path)
        return known is None or known["category"] in rule.options.where
