"""How large functions are, and how much they take."""

from __future__ import annotations

from collections.abc import Iterator

from ...lang.python.scopes import FunctionNode
from ...lang.python.unparsed import unparsed
from ...lang.python.walking import start_of
from ...query.answers import answer
from ...query.definitions.signatures import parameters_of
from ...query.functions.sizes import branches_in, calculations_in, lines_of, statements_in
from ..site_kind import CONFORMS, Judgement, Site, demanded, limited
from .options import Options


def of_size(options: Options, site: Site) -> Iterator[Judgement]:
    name, node = site.words["function"], site.node
    assert isinstance(node, FunctionNode)
    limits = []
    if options.most_branches is not None:
        count = branches_in(
            node,
            refusals_aside=options.refusals_aside,
            errors_aside=options.errors_aside,
            comprehensions_aside=options.comprehensions_aside,
        )
        limits.append(limited(name, count, options.most_branches, "branches"))
    if options.most_statements is not None:
        limits.append(limited(name, statements_in(node), options.most_statements, "statements"))
    if options.most_lines is not None:
        limits.append(limited(name, lines_of(node), options.most_lines, "lines"))
    if limits:  # one thing that is too large is said once
        yield next((each for each in limits if each is not CONFORMS), CONFORMS)
    if options.calculates is False:
        found = calculations_in(node, site.module, site.scope)
        place = unparsed(min(found, key=start_of)) if found else ""
        yield demanded(answer(not found), f"{name} computes something: {place}")
    taken = parameters_of(site.scope, site.module)
    if options.most_parameters is not None:
        yield limited(name, len(taken), options.most_parameters, "parameters")
    if options.most_by_position is not None:
        by_position = [each for each in taken if not (each.by_name or each.stars)]
        yield limited(name, len(by_position), options.most_by_position, "parameters by position")
