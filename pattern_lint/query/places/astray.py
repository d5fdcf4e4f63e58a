"""Places of a card that no file matches, because a glob with a slash begins at the root and its author forgot that."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from ...config.globs import matches

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
