"""What variables of generic classes stand for where an heir says of what it is one."""

from __future__ import annotations

from collections.abc import Callable

from ..lang.python.type_variables import OPEN, VARIABLE
from .definitions import Definitions
from .lineage import Lineage


def told_by_heir(
    promised: str,
    function: str,
    heir: str,
    definitions: Definitions,
    lineage: Lineage,
    resolve: Callable[[str], str | None],
) -> str:
    """What a method promises when it is called on an heir of its class; nothing where nobody says what that is."""
    owner = function.rpartition(".")[0]
    classes = definitions.classes
    most = len(classes[owner].parameters) if owner in classes else 0
    for each in lineage.of(heir) if most else ():
        fact = classes.get(each)
        if each == owner or fact is None or len(fact.parameters) != most or owner not in lineage.of(each):
            continue
        for place, given in enumerate(fact.parameters):
            if given and resolve(given) not in OPEN:
                promised = promised.replace(f"{VARIABLE}{place}()", f"{given}()")
        return "" if VARIABLE in promised else promised
    return ""
