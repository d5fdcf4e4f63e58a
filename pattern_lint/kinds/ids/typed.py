"""Ids whose fields, patterns and generators fit each other, judged on the joined catalogue."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ...config.globs import looks_like
from ..kit import Rule
from ..report import ProjectReport
from .catalogue import Catalogue, OwnFields
from .generators import Generator, known_generators
from .options import Options
from .shape import Pattern, Shape
from .values import Function

_LOOKS_TYPED = re.compile(r"(?:\^|\\A|\()*[A-Z][A-Z0-9]{1,9}\\?_\(?(?:\\d|\[0-9\])\{8\}")


def _typed_fields(rule: Rule[Options], catalogue: Catalogue, report: ProjectReport) -> None:
    options = rule.options
    envelopes = looks_like(options.envelopes)
    for field in OwnFields(catalogue, looks_like(options.names), options.suffixes).of_roles(options.roles):
        if envelopes(field.cls.rpartition(".")[2]):
            continue
        promise = catalogue.promise(field)
        validated = promise.is_validated or catalogue.is_validated(field)
        missing = []
        if promise.is_typed is False:
            missing.append("no default_factory" if promise.factory is None else "a default_factory that sets no prefix")
        if validated is False and promise.is_validated is False:
            missing.append("neither a pattern nor a validator of its own")
        if missing:
            heir = "" if field.cls == field.home else f", the id of {field.cls.rpartition('.')[2]},"
            message = (
                f"{field.label}{heir} has {' and '.join(missing)}; "
                "give it Field(default_factory=<its id generator>, pattern=<prefix and shape of its ids>)"
            )
            report.violates(rule, field.path, field.field.span, message, owner=field.home)
        elif promise.is_typed and validated:
            report.conforms(rule, field.path, field.home)
        else:
            report.unknown(rule, field.path, field.home)


def _shaped_patterns(rule: Rule[Options], catalogue: Catalogue, report: ProjectReport) -> None:
    options = rule.options
    shape = Shape(options.parts, options.separator)
    names = looks_like(options.names)
    own = {(f.home, f.name) for f in OwnFields(catalogue, names, options.suffixes).of_roles(options.roles)}
    for field in catalogue.fields(names):
        promise = catalogue.promise(field)
        is_typed = (field.home, field.name) in own or promise.is_typed or _LOOKS_TYPED.match(promise.pattern)
        if not promise.pattern or not is_typed:
            continue
        pattern = Pattern(promise.pattern, shape)
        if not pattern.is_readable:
            report.unknown(rule, field.path, field.home)
            continue
        faults = pattern.faults()
        related = []
        if promise.prefix and pattern.prefix is not None and not pattern.accepts(promise.prefix):
            faults.append(f"accepts {pattern.prefix} ids where its default_factory generates {promise.prefix}")
            if isinstance(promise.factory, Function) and promise.factory.place is not None:
                path, line, name = promise.factory.place
                related = [(path, line, f"{name}() generates {promise.prefix} ids")]
        if faults:
            message = (
                f"the pattern of {field.label} {' and '.join(faults)}; write {_wanted(promise.prefix, pattern, shape)}"
            )
            report.violates(rule, field.path, field.field.span, message, owner=field.home, related=related)
        else:
            report.conforms(rule, field.path, field.home)


def _wanted(prefix: str, pattern: Pattern, shape: Shape) -> str:
    return f"r'{shape.expression(prefix or pattern.prefix or pattern.first_word)}'"


def _unique_prefixes(rule: Rule[Options], catalogue: Catalogue, report: ProjectReport) -> None:
    earlier: dict[str, list[Generator]] = {}
    for generator in known_generators(catalogue, looks_like(rule.options.generators), looks_like(rule.options.names)):
        known = earlier.setdefault(generator.prefix, [])
        other = next((one for one in known if generator.collides(one)), None)
        known.append(generator)
        if other is None:
            report.conforms(rule, generator.path)
            continue
        message = (
            f"{generator.name} makes ids with the prefix {generator.prefix}, as {other.name} does: "
            "the prefix no longer tells what an id identifies; choose another"
        )
        related = [(other.path, other.span[0], f"{other.name} has the prefix {other.prefix} first")]
        report.violates(rule, generator.path, generator.span, message, related=related)


DEMANDS: Mapping[str, Callable[[Rule[Options], Catalogue, ProjectReport], None]] = {
    "typed-field": _typed_fields,
    "shaped-pattern": _shaped_patterns,
    "unique-prefix": _unique_prefixes,
}
