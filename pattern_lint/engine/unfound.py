"""Why nothing is found where the author of an example expects a finding, as far as it can be told."""

from __future__ import annotations

from collections.abc import Mapping

from ..config.globs import matches_one
from ..lang.python.layout import top_level_names
from ..lang.python.paths import category
from ..outcome import Outcome
from ..problems import listing
from .names_there import bases_there, names_there
from .plan import Planned

_PATH = "path:"
_MOST = 3


def unlooked_at(planned: Planned, path: str, text: str) -> str:
    """What to say of a file that the card does not look at, as it is of another kind."""
    where = planned.rule.options.where
    kind = category(path, text.encode()) if path.endswith((".py", ".pyi")) else where[0]
    if kind in where:
        return ""
    return f'; {path} is a file of the kind `{kind}`, at which the card looks by `where = ["{kind}"]` only'


def reason(planned: Planned, sources: Mapping[str, str], path: str, line: int, outcome: Outcome) -> str:
    """What to add to the message that nothing was found on a line."""
    text = sources[path]
    aside = unlooked_at(planned, path, text) or _elsewhere(planned, path)
    if aside:
        return aside
    tallies = [each for (code, _, home), each in outcome.tallies.items() if (code, home) == (planned.rule.code, path)]
    judged = sum(each.total for each in tallies)
    unknown = sum(each.unknown for each in tallies)
    options = planned.rule.options
    roots = top_level_names([each for each in sources if each.endswith((".py", ".pyi"))])
    if (unknown or not judged) and (bases := bases_there(options, path, text, line, roots)):
        return bases
    hanging = _of_what(outcome, planned, path)
    if judged and judged == unknown:
        return f"; what the card asks of it is not known, as the example does not show it{hanging}"
    by_itself = names_there(options, path, text, line, frozenset())  # whatever else of the project that may be
    if not judged:
        return by_itself or f"; nothing in {path} is what the card is about"
    if unknown and not names_there(options, path, text, line, roots):
        return f"; of {judged} sites in {path}, it is not known of {unknown} whether they conform{hanging}"
    if by_itself or unknown:
        return by_itself
    conform = sum(each.conforms for each in tallies)
    return f"; of {judged} sites in {path}, the card takes {conform} to be right" if conform else ""


def _elsewhere(planned: Planned, path: str) -> str:
    """What to say of a file that lies in none of the paths that a card is about."""
    places = getattr(planned.rule.options, "inside", ())
    globs = [place.removeprefix(_PATH) for place in places if place.startswith(_PATH)]
    if len(globs) < len(places) or not globs or matches_one(tuple(globs), path):
        return ""
    return f"; {path} lies in none of the places of `inside`"


def _of_what(outcome: Outcome, planned: Planned, path: str) -> str:
    """On what it hangs that sites are unknown, as far as that has a name."""
    names = dict.fromkeys(outcome.unshown.get((planned.rule.code, path), ()))
    return f": it hangs on {listing([*names][:_MOST])}" if names else ""
