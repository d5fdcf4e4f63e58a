"""The template map: component kinds against the patterns that each must have."""

from __future__ import annotations

from collections.abc import Iterator

from .basis import Basis
from .counts import Counts, total
from .model import Cell, Component
from .tally_table import TallyTable, summed

ALL_KINDS = "all"
"""The name of all component kinds together."""


def component_map(basis: Basis, table: TallyTable) -> tuple[Component, ...]:
    """Each kind that must have something, and how far its components have it."""
    return tuple(_components(basis, table.by_kind_and_code()))


def _components(basis: Basis, sums: dict[tuple[str, str], Counts]) -> Iterator[Component]:
    for kind, settings, origin in basis.components():
        cells = []
        for name, by in settings.required.items():
            cards = basis.running(basis.codes(by, origin.below(name)))
            counts = total(sums.get((kind, code), Counts()) for code in cards)
            cells.append(Cell(name, by, cards, counts))
        deciding = {code for cell in cells for code in cell.cards}
        counts = total(sums.get((kind, code), Counts()) for code in deciding)
        yield Component(kind, basis.target(settings), tuple(cells), counts)


def all_together(basis: Basis, table: TallyTable, components: tuple[Component, ...]) -> Component | None:
    """All kinds against the overall target; a site that counts for several kinds counts once here."""
    if not components:
        return None
    wanted = {(component.kind, code) for component in components for cell in component.cells for code in cell.cards}
    rows = (row for row in table.rows if any((kind, row.code) in wanted for kind in row.kinds))
    return Component(ALL_KINDS, basis.overall_target, (), summed(rows))
