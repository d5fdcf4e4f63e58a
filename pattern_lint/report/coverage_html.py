"""The coverage report as one file for a browser, which needs nothing else: no network, no server.

What people read first is written into the page; findings and the map of the code base travel as data and are shown
when somebody looks at them, so that a page with tens of thousands of findings opens at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from markupsafe import Markup, escape

from .. import __version__
from ..coverage.model import Coverage, GroupedBy
from ..visible import guarded, plain
from . import coverage_words as words
from .coverage_cards import explanations
from .coverage_page_data import page_data

if TYPE_CHECKING:
    from ..coverage.counts import Counts

_FOLDER = Path(__file__).parent
_SCRIPTS = ("coverage.js", "coverage_table.js", "coverage_details.js", "coverage_map.js")
_COLUMNS = {
    "code": "Code",
    "name": "Pattern",
    "status": "Status",
    "tier": "Tier",
    "topic": "Topic",
    "sites": "Sites",
    "violating": "Violate",
    "waived": "Waived",
    "baselined": "Baselined",
    "unknown": "Unknown",
    "coverage": "Coverage",
    "trend": "Trend",
}
_GROUPS: dict[GroupedBy, str] = {
    "document": "Documents",
    "status": "Status",
    "tier": "Tiers",
    "topic": "Topics",
    "component": "Component kinds",
}
_VERDICTS = ("conforming", "violating", "waived", "baselined", "unknown")


def coverage_html(coverage: Coverage, files: Sequence[str]) -> str:
    """The page."""
    return _template().render(
        coverage=coverage,
        version=__version__,
        title=f"Pattern coverage of {coverage.project}" if coverage.project else "Pattern coverage",
        headline=words.headline(coverage),
        unreadable=words.unreadable(coverage),
        commit=words.commit,
        several=words.several,
        kept=words.KEPT,
        table=_columns(coverage),
        verdicts=_VERDICTS,
        cards=words.worst_first(coverage.cards),
        better=coverage.changed(1),
        worse=coverage.changed(-1),
        groups=[(title, rows) for by, title in _GROUPS.items() if (rows := words.groups(coverage, by))],
        required=list(dict.fromkeys(cell.name for kind in coverage.components for cell in kind.cells)),
        states=words.states,
        running={card.code for card in coverage.cards},
        explanations=explanations(coverage),
        style=_read("coverage.css"),
        script=Markup("\n").join(map(_read, _SCRIPTS)),
        waivers=coverage.waived or coverage.waivers,
        data=Markup(page_data(coverage, files)),
    )


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.filters.update(percent=words.percent, points=words.points, standing=words.standing, shares=_shares)
    return environment.get_template("coverage.html.j2")


def _shown(value: object) -> object:
    """What an expression of the page gives, as people and logs may safely see it; the page's own parts stay."""
    if isinstance(value, Markup):
        return value
    return Markup(guarded(str(escape(plain(value))), "&#58;", "&#35;")) if isinstance(value, str) else value


def _columns(coverage: Coverage) -> list[tuple[str, str]]:
    """The columns of the table of patterns: those in which nothing would stand are left out."""
    overall = coverage.overall
    rare = {
        "tier": any(card.tier is not None for card in coverage.cards),
        "waived": overall.waived,
        "baselined": overall.baselined,
        "unknown": overall.unknown,
        "trend": coverage.change is not None,
    }
    return [(key, title) for key, title in _COLUMNS.items() if rare.get(key, True)]


def _shares(counts: Counts) -> list[tuple[str, int, float]]:
    """Each verdict that some sites have, with their number and their share in percent."""
    found = [(verdict, getattr(counts, verdict)) for verdict in _VERDICTS]
    return [(verdict, count, 100 * count / counts.applicable) for verdict, count in found if count]


def _read(name: str) -> Markup:
    """A part of the page that is the package's own, so it is taken as it is."""
    return Markup((_FOLDER / name).read_text(encoding="utf-8"))
