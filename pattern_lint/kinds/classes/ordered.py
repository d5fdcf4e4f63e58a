"""In which order a class names its bases and defines its methods."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...config.globs import fnmatchcase
from ...lang.python.module import name_of
from ...lang.python.scopes import FunctionNode
from ...lang.python.unparsed import unparsed
from ...lang.python.walking import start_of
from ...query.answers import YES, opposite
from ...query.naming.names import Asked, name_set
from ..site_kind import CONFORMS, Judgement, Site, demanded
from .options import Options


def of_order(options: Options, site: Site, code: str) -> Iterator[Judgement]:
    yield CONFORMS
    if options.first_bases:
        yield from _of_bases(options, site)
    if options.order:
        yield from _of_methods(options, site)


def _of_bases(options: Options, site: Site) -> Iterator[Judgement]:
    """The first base that stands behind one of another sort."""
    assert isinstance(site.node, ast.ClassDef)
    names, home = name_set(options.first_bases), site.scope.parent or site.module.scope
    is_first = True
    for base in site.node.bases:
        named = base.value if isinstance(base, ast.Subscript) else base
        asked = Asked(site.module.symbol(named, home), name_of(named))
        held = names.match(asked, site.module.roots)
        held = YES if _is_called_so(options.first_bases, asked.written) else held
        if held.holds and not is_first:
            said = f"{unparsed(base)} stands behind another base of {site.words['class']}"
            yield demanded(opposite(held), said, words={"name": unparsed(base)})
            return
        is_first = is_first and held == YES


def _is_called_so(names: tuple[str, ...], written: str) -> bool:
    """Whether a base is called as a name without dots says, wherever it comes from."""
    return any("." not in name and fnmatchcase(written, name) for name in names)


def _of_methods(options: Options, site: Site) -> Iterator[Judgement]:
    """Each method that stands behind one that should come later."""
    latest, before = -1, ""
    for child in sorted(site.scope.children, key=lambda each: start_of(each.node)):
        place = next((n for n, glob in enumerate(options.order) if fnmatchcase(child.name, glob)), None)
        if not isinstance(child.node, FunctionNode) or place is None:
            continue
        if place < latest:
            said = f"{site.words['class']}.{child.name} stands below {before}"
            yield Judgement("violates", said, child.node, words={"name": child.name})
        else:
            latest, before = place, child.name
