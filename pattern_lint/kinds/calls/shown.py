"""Times that the holes of f-strings show: what a card says of a call that shows one holds of them as well."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ...lang.python.module import Module
from ...lang.python.unparsed import unparsed
from ..kit import Rule
from ..site_kind import Site
from .choice import is_such_time
from .options import Options

_CLOCKS = frozenset({"datetime", "timedelta"})


def times_in_texts(rules: Sequence[Rule[Options]], module: Module) -> Iterator[tuple[Rule[Options], Site]]:
    """The holes that cards mean; a file that imports no clock has no times to show."""
    texts = module.of(ast.JoinedStr) if rules and not module.imported_names.isdisjoint(_CLOCKS) else ()
    for text, scope in texts:
        for hole in text.values if isinstance(text, ast.JoinedStr) else ():
            for rule in rules if isinstance(hole, ast.FormattedValue) else ():
                if isinstance(hole, ast.FormattedValue) and is_such_time(
                    rule.options.on_times, hole.value, module, scope
                ):
                    name = unparsed(hole.value)
                    words = dict.fromkeys(Options.words, "") | {"name": name, "call": f"{{{name}}}"}
                    yield rule, Site(module, hole.value, scope, words | {"module": module.name, "subject": name})
