"""Places of a card that no file matches, or none that the card looks at.

A glob with a slash begins at the root, and tests are looked at by cards alone that say so: authors forget either.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from ...config.globs import matches
from ...lang.python.paths import Category, category

_PATH, _ANYWHERE = "path:", "**/"


def astray(places: Iterable[str], paths: Collection[str]) -> Iterator[str]:
    """What to say of such places, each with the one that its author may have meant."""
    for place in dict.fromkeys(places):
        glob = place.removeprefix(_PATH)
        if glob == place or glob.startswith(_ANYWHERE) or any(matches(glob, path) for path in paths):
            continue
        deeper = f"{_ANYWHERE}{glob.lstrip('/')}"
        found = next((path for path in paths if matches(deeper, path)), None)
        if found is not None:
            yield f"`{place}` begins at the root and matches no file here; `{_PATH}{deeper}` matches {found}"


def nowhere(places: Iterable[str], paths: Collection[str]) -> Iterator[str]:
    """What to say of places by their paths in which no file lies, at whatever depth."""
    for place in dict.fromkeys(places):
        glob = place.removeprefix(_PATH)
        if glob != place and not any(matches(each, path) for path in paths for each in (glob, f"{_ANYWHERE}{glob}")):
            yield f"`{place}` matches no file here"


def unseen(places: Iterable[str], where: Collection[Category]) -> Iterator[str]:
    """What to say of places in which lie only files of a kind at which a card does not look."""
    for place in dict.fromkeys(places):
        kind = category(place.removeprefix(_PATH)) if place.startswith(_PATH) else "production"
        if kind != "production" and kind not in where:
            kinds = ", ".join(f'"{each}"' for each in (*where, kind))
            yield f"`{place}` holds files of the kind `{kind}`, which the card leaves out; say `where = [{kinds}]`"
