"""What classes of the project extend that is another distribution's.

A class that is named for what a library calls its parts (a Celery `Task`, a Twisted `Service`, a `requests` adapter)
is such a part, and no component of the project. A name that stands for a project's own base (`BaseService`, `IWorker`)
says the contrary, whatever module it comes from.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from .definitions import Definitions
from .natures import is_named_interface
from .resolver import Resolver

BASE = re.compile(r"Base[A-Z]|.*(Mixin|Base)$")
"""What others are made of, which is itself no component."""
PLAIN_ROOTS = frozenset({"abc", "builtins", "typing", "typing_extensions"})
_PLAIN_LIBRARIES = PLAIN_ROOTS | sys.stdlib_module_names | {"pydantic", "pydantic_settings"}
"""What these give a class is known."""


class Libraries:
    """Tells which bases of a class the project does not show."""

    def __init__(self, definitions: Definitions, resolver: Resolver) -> None:
        self._definitions = definitions
        self._resolver = resolver

    def bases_of(self, cls: str) -> Iterator[str]:
        """The bases of a class, at any depth, that are other distributions'."""
        if cls in self._definitions.classes:
            yield from filter(self._is_foreign, self._resolver.linear(cls)[1:])

    def extended_by(self, cls: str) -> bool:
        """Whether a class has a base that may do for it what its code does not show."""
        return any(base.partition(".")[0] not in _PLAIN_LIBRARIES for base in self.bases_of(cls))

    def is_of_own_base(self, symbol: str) -> bool:
        """Whether something is of an instance of what is named like a base of the project's own, of a module that is
        not there: nothing shows what it is."""
        base, _, part = symbol.partition("().")
        is_shown = base in self._definitions.classes or base.partition(".")[0] in _PLAIN_LIBRARIES
        if not part or is_shown:
            return False
        simple = base.rpartition(".")[2]
        if self._is_ours(base):
            return simple[:1].isupper()
        return bool(BASE.match(simple)) or is_named_interface(base)

    def _is_ours(self, base: str) -> bool:
        modules = self._definitions.modules
        return modules.is_ours(base) or modules.find(base.rpartition(".")[0]) is not None

    def _is_foreign(self, base: str) -> bool:
        if not base or base in self._definitions.classes or self._is_ours(base):
            return False
        simple = base.rpartition(".")[2]
        return not BASE.match(simple) and not is_named_interface(base)
