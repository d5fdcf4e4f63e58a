"""What variables of generic classes stand for where an heir says of what it is one."""

from __future__ import annotations

from collections.abc import Callable

from ..lang.python.type_variables import OPEN, VARIABLE
from .definitions import Definitions
from .lineage import Lineage


class Promises:
    """What methods promise when they are called on heirs of their classes."""

    def __init__(self, definitions: Definitions, lineage: Lineage, resolve: Callable[[str], str | None]) -> None:
        self._classes = definitions.classes
        self._lineage = lineage
        self._resolve = resolve

    def told(self, promised: str, function: str, heir: str) -> str:
        """The promise with the heir's own classes in it; nothing where nobody says which these are."""
        if VARIABLE not in promised:
            return promised
        owner = function.rpartition(".")[0]
        most = len(self._classes[owner].parameters) if owner in self._classes else 0
        for each in self._lineage.of(heir) if most else ():
            fact = self._classes.get(each)
            if each == owner or fact is None or len(fact.parameters) != most or owner not in self._lineage.of(each):
                continue
            for place, given in enumerate(fact.parameters):
                if given and self._resolve(given) not in OPEN:
                    promised = promised.replace(f"{VARIABLE}{place}()", f"{given}()")
            return "" if VARIABLE in promised else promised
        return ""
