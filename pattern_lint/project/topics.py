"""Topics of facts that several kinds share: collected once for a file, where a card asks for it, and joined once.

What every run needs (definitions, calls, exports) is in `facts`; a topic is what only some cards make worth knowing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ..lang.python.module import Module


class Topic(NamedTuple):
    """One sort of facts: its name, and how a module tells of it; plain data, or nothing worth keeping."""

    name: str
    collect: Callable[[Module], object]
