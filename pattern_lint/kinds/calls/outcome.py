"""What becomes of the value of a call, which time it tells, and what is called on it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ...flow.fate import is_entered, is_managed, is_used
from ...flow.tested import untested_use
from ...query.answers import answer, on_condition, some
from ...query.calls import Called
from ...query.chains import Links
from ...query.zones import SAID, zone_of
from ..site_kind import UNKNOWN, Judgement, Site, demanded


def of_result(site: Site, node: ast.Call, result: str, awaited: bool | None) -> Iterator[Judgement]:
    """Whether that becomes of what a call gives which must."""
    call, parent = site.words["call"], site.module.index.parents.get(node)
    if awaited is not None:
        is_awaited = isinstance(parent, ast.Await)
        said = f"{call} is not awaited" if awaited else f"{call} is not to be awaited"
        yield demanded(answer(is_awaited is awaited), said)
    if result == "used":
        yield demanded(answer(is_used(site.module, node, site.scope)), f"nobody uses what {call} gives")
    if result == "tested":
        use = untested_use(site.module, node, site.scope)
        said = f"what {call} gives may be missing; test it before this"
        symbol = site.subject.symbol if isinstance(site.subject, Called) else None
        gives = [on_condition(("gives", symbol, ()))] if symbol is not None else []
        yield demanded(some([answer(use is None), *gives]), said, use)
    if result == "managed":
        said = f"no `with` enters what {call} gives, and nobody else gets hold of it"
        yield demanded(answer(is_managed(site.module, node, site.scope)), said)
    if result == "entered":
        yield demanded(answer(is_entered(site.module, node, site.scope)), f"no `with` enters what {call} gives")


def of_zone(site: Site, node: ast.Call, tells: str) -> Iterator[Judgement]:
    """Whether a time that a call gives tells what it must."""
    zone = zone_of(site.module, node, site.scope) if tells != "any" else None
    if zone is None:
        return
    is_wrong = zone in SAID if tells == "utc" else zone.startswith("naive")
    said = f"{site.words['call']} gives {SAID.get(zone, '')}; use datetime.now(UTC)"
    yield UNKNOWN if zone == "unknown" else demanded(answer(not is_wrong), said)


def of_chain(site: Site, node: ast.Call, wanted: Sequence[str]) -> Iterator[Judgement]:
    """Whether all that must be is called on what a call gives, as far as that stays in sight."""
    if not wanted:
        return
    links = Links(site.module, site.scope, wanted[-1]).follow(node)
    missing = [name for name in wanted if name not in links.names]
    shown = " and ".join(f"{name}()" for name in missing)
    said = f"nothing calls {shown} on what {site.words['call']} gives"
    yield demanded(answer(None if missing and links.is_open else not missing), said, words={"missing": shown})
