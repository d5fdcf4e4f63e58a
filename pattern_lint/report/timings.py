"""Where the time of a run went, for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..engine.timings import Timings

_MOST = 10


def timings_text(timings: Timings) -> str:
    """The dearest files, kinds and cards."""
    tables = (
        ("files", timings.files),
        ("kinds of checks", timings.kinds),
        ("cards, each alone and before the join", timings.cards),
    )
    return "where time went, in seconds\n" + "\n".join(line for title, spent in tables for line in _table(title, spent))


def _table(title: str, spent: Mapping[str, float]) -> Iterator[str]:
    dearest = sorted(spent.items(), key=lambda entry: (-entry[1], entry[0]))
    yield f"{title}: {sum(spent.values()):.2f}"
    for name, seconds in dearest[:_MOST]:
        yield f"{seconds:>9.3f}  {name}"
    rest = dearest[_MOST:]
    if rest:
        yield f"{sum(seconds for _, seconds in rest):>9.3f}  {len(rest)} more"
