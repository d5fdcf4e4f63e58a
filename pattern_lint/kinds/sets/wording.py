"""How findings speak of where a name has to be."""

from __future__ import annotations

from ...query.origins.source_options import Source


def told(source: Source) -> str:
    """Where the names of a set are, as it is said of one that is not there."""
    if source.exported:
        return "handed on by its package"
    if source.implemented:
        return "implemented by a class"
    if source.written_in:
        return f"written in {', '.join(source.written_in)}"
    if source.keys_in:
        return f"a key of {', '.join(source.keys_in)}"
    if source.values_in:
        return f"what {', '.join(source.values_in)} says{f' under {source.key}' if source.key else ''}"
    if source.mentioned_in:
        return f"named in {', '.join(source.mentioned_in)}"
    if source.methods_of:
        return f"a method of {', '.join(source.methods_of)}"
    places = [*source.elements_of, *source.given_to, *source.members_of, *source.decorated, *source.derives]
    return f"in what {', '.join(places)} holds" if places else "where it has to be"
