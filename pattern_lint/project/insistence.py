"""Which names the code of a project insists on, itself or by functions that it gives them to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .insisted import EVERY

if TYPE_CHECKING:
    from .project import Project


class Insistence:
    """Finds out what is insisted on."""

    def __init__(self, told: Mapping[str, Any], project: Project) -> None:
        self._project = project
        self._names = {name for each in told.values() for name in each["names"]}
        taking = {name: params for each in told.values() for name, params in each["taking"].items()}
        for each in told.values():
            for symbol, place, names in each["given"]:
                function = project.resolver.resolve(symbol) or ""
                if self._takes(function, place, taking):
                    self._names.update(names)

    def _takes(self, function: str, place: int | str, taking: Mapping[str, tuple[str, ...]]) -> bool:
        fact = self._project.definitions.function(function)
        if fact is None or function not in taking:
            return False
        own = fact.parameters[1:] if fact.owner and fact.parameters[:1] in (("self",), ("cls",)) else fact.parameters
        name = place if isinstance(place, str) else own[place] if place < len(own) else ""
        return name.lstrip("*") in taking[function]

    def on(self, cls: str, name: str) -> bool:
        """Whether a name is insisted on, or all fields of a class are."""
        family = (cls, *self._project.resolver.linear(cls), *self._project.heirs_of(cls)) if cls else ()
        return name.lower() in self._names or any(f"{EVERY}{each}" in self._names for each in family)
