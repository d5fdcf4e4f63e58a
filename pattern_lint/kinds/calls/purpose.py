"""What the value of a call is there for: another call, a comparison, the question whether there is anything."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from ...flow.truths import truths_of
from ...query.functions.uses_of import Uses
from ..site_kind import Site
from .fitted import is_given_to

if TYPE_CHECKING:
    from .options import Options


def is_used_so(options: Options, site: Site, call: ast.Call) -> bool:
    """Whether the value of a call is used in one of the ways that a card means."""
    if "compared" in options.used_as:
        uses = Uses(site.module, site.scope).of(call)
        if any(use.sort == "compared" for use in uses):
            return True
    return "truth" in options.used_as and truths_of(site.module, site.scope).alone(call)


def is_handed_over(options: Options, site: Site, call: ast.Call) -> bool:
    """Whether what a call gives is given to one of the calls that a card names."""
    return is_given_to(site, options.given_to)
