"""What a file tells of values, as it is stored, and as it is read again where other cards may be asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...flow.parts import Source
from ...project.flows import Handing, Sink
from ...project.flows import Told as FileFlows


def numbered_as(codes: list[str], stored: Any) -> FileFlows:
    """What a file tells, with the numbers that cards have here: other cards may have been asked there."""
    there, plain = stored
    file = _read(plain)
    if list(there) == codes:
        return file
    places = {number: codes.index(code) for number, code in enumerate(there) if code in codes}

    def mask_of(mask: int) -> int:
        return sum(1 << place for number, place in places.items() if mask >> number & 1)

    def inputs_of(inputs: Iterable[Any]) -> tuple[Any, ...]:
        return tuple((*each[:3], mask_of(each[3])) for each in inputs)

    sinks = tuple(
        each._replace(bit=places[each.bit], inputs=inputs_of(each.inputs)) for each in file.sinks if each.bit in places
    )
    return file._replace(
        sources=tuple(each._replace(mask=mask_of(each.mask)) for each in file.sources),
        sinks=sinks,
        calls=tuple(
            each._replace(given=tuple((name, inputs_of(inputs)) for name, inputs in each.given)) for each in file.calls
        ),
        returns=tuple((symbol, key, inputs_of(inputs)) for symbol, key, inputs in file.returns),
    )


def plain(told: FileFlows) -> tuple[Any, ...]:
    return tuple(tuple(tuple(each) for each in part) for part in told)


def _read(stored: Any) -> FileFlows:
    sources, sinks, calls, returns = stored
    return FileFlows(
        tuple(map(Source._make, sources)), tuple(map(Sink._make, sinks)), tuple(map(Handing._make, calls)), returns
    )
