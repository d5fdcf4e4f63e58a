"""What all that a call is given must be, or all that is given under names of some form."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...config.globs import fnmatchcase
from ...lang.python.unparsed import unparsed
from ...query.values.values import holds
from ...query.wording import worded
from ..site_kind import CONFORMS, Judgement, Site, demanded
from .arguments import Known, of_argument
from .decorators import as_call
from .wanted import Argument


def of_each_argument(site: Site, glob: str, wanted: Argument, known: Known) -> Iterator[Judgement]:
    """What becomes of each argument that is given by a name which a glob matches; `*` is also what has none."""
    yield CONFORMS
    call = as_call(site.node, site.module)
    names = [word.arg for word in call.keywords if word.arg is not None and fnmatchcase(word.arg, glob)]
    yield from (of_argument(site, name, wanted, known) for name in names)
    for value in call.args if glob == "*" else ():
        given = value.value if isinstance(value, ast.Starred) else value
        shown = unparsed(given)
        words = {"argument": shown, "value": shown}
        said = worded(wanted.message, f"{site.words['call']} is given {shown}", {**site.words, **words})
        if given is value:
            held = holds(wanted, given, site.module, site.scope)
            yield demanded(held, said, None if known.at == "call" else given, words)
