"""What is called on what a call gives, in a chain or in several statements."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ...config.globs import fnmatchcase
from ...query.answers import answer
from ...query.calls.chains import Links
from ..site_kind import Judgement, Site, demanded


def of_chain(site: Site, node: ast.Call, wanted: Sequence[str]) -> Iterator[Judgement]:
    """Whether all that must be is called on what a call gives, as far as that stays in sight."""
    if not wanted:
        return
    links = Links(site.module, site.scope, wanted[-1]).follow(node)
    missing = [name for name in wanted if name not in links.names]
    shown = " and ".join(f"{name}()" for name in missing)
    said = f"nothing calls {shown} on what {site.words['call']} gives"
    words = {"missing": shown}
    if missing and links.keeper is not None and not links.is_open:
        is_alone = ("alone", site.module.names.qualified(links.keeper), ())
        yield Judgement("violates", said, when=(is_alone,), words=words)
        return
    yield demanded(answer(None if missing and links.is_open else not missing), said, words=words)


def of_questions(site: Site, node: ast.Call, wanted: Sequence[str]) -> Iterator[Judgement]:
    """Whether one of some things is asked of what a call gives, as far as that stays in sight."""
    if not wanted:
        return
    links = Links(site.module, site.scope, alone=True).follow(node)
    is_asked = any(fnmatchcase(name, glob) for name in links.names for glob in wanted)
    said = f"nobody asks what {site.words['call']} gives for {' or '.join(wanted)}"
    yield demanded(answer(True if is_asked else None if links.is_open else False), said)
