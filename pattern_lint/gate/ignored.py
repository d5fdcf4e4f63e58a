"""What the configuration ignores by path, told like its waivers: it accepts findings, too, without reason and end."""

from __future__ import annotations

from collections.abc import Iterator

from ..engine.targets import Target
from ..outcome import Outcome, WaiverUse


def ignored_by_path(target: Target, outcome: Outcome) -> Iterator[WaiverUse]:
    """Each selector that `per-path` ignores, and how much it accepts of the whole project's outcome."""
    if target.config_file is None or not target.config.per_path:
        return
    from ..cards.catalogue import load_catalog
    from ..cards.selection import Selectors
    from ..config.globs import matches

    catalog = load_catalog(target.config.card_folders, documents=target.config.documents, trusting=True)
    selectors = Selectors(catalog.cards, catalog.profiles)
    found = [
        (waived.finding.path, waived.finding.code)
        for waived in outcome.waived
        if waived.by == "configuration" and not waived.reason  # a waiver has one
    ]
    for glob, settings in target.config.per_path.items():
        origin = target.config.origin("per-path", glob, "ignore")
        for selector in settings.ignore:
            codes = selectors.codes(selector) or set()
            accepts = sum(code in codes and matches(glob, path) for path, code in found)
            place = origin.problem("", about=selector)
            yield WaiverUse(selector, glob, "", "", "", str(place.path), place.line, accepts, is_expired=False)
