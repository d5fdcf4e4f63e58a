"""The percentage as a badge for a README."""

from __future__ import annotations

from ..coverage.model import Coverage
from .coverage_words import percent

_LABEL = "patterns"
_CHARACTER = 6.6
"""The width of a character of the badge's font, on average."""
_MARGIN = 8

_BADGE = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" role="img" aria-label="{label}: {value}">
  <title>{label}: {value}</title>
  <clipPath id="round"><rect width="{width}" height="20" rx="3"/></clipPath>
  <g clip-path="url(#round)">
    <rect width="{left}" height="20" fill="#4a4f57"/>
    <rect x="{left}" width="{right}" height="20" fill="{colour}"/>
  </g>
  <g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">
    <text x="{left_middle}" y="14">{label}</text>
    <text x="{right_middle}" y="14">{value}</text>
  </g>
</svg>
"""


def badge(coverage: Coverage) -> str:
    """An SVG that needs nothing from elsewhere."""
    figure = coverage.overall.coverage
    value = percent(figure) if figure is not None else "no sites"
    left, right = _width(_LABEL), _width(value)
    return _BADGE.format(
        width=left + right,
        left=left,
        right=right,
        left_middle=left / 2,
        right_middle=left + right / 2,
        label=_LABEL,
        value=value,
        colour=_colour(figure),
    )


def _width(text: str) -> int:
    return round(len(text) * _CHARACTER) + 2 * _MARGIN


def _colour(figure: float | None) -> str:
    if figure is None:
        return "#6b7280"
    return "#1a7f4b" if figure >= 95 else "#9a6700" if figure >= 75 else "#b3261e"
