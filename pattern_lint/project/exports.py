"""What the names of modules are, those included that they take from others with a star."""

from __future__ import annotations

from collections.abc import Callable

from .definitions import Definitions
from .facts import Facts

MOST_STARRED = 100
"""From how many modules a module takes everything, one through the other, as far as that is followed."""


class Exports:
    """Finds what a module's attribute is."""

    def __init__(self, definitions: Definitions, resolve: Callable[[str], str | None]) -> None:
        self._definitions = definitions
        self._modules = definitions.modules
        self._resolve = resolve
        self._stars: dict[str, list[Facts]] = {}

    def of(self, fact: Facts, name: str) -> str | None:
        """What a module's attribute is: its own, or one of the modules that it takes everything from."""
        own = self._own(fact, name)
        if own is not None or not fact["stars"]:
            return own
        found = (self._own(source, name) for source in self._starred(fact))
        return next((each for each in found if each is not None), None)

    def hidden(self, module: str, name: str) -> str | None:
        """What a module has that is called as something else of its package, which `package.name` means."""
        fact = self._modules.get(module)
        return self.of(fact, name) if fact is not None else None

    def _own(self, fact: Facts, name: str) -> str | None:
        symbol = fact["exports"].get(name)
        if symbol is not None:
            own = f"{fact['name']}.{name}"
            if symbol == own and (own in self._definitions.classes or self._definitions.function(own)):
                return own
            if symbol and symbol != own:
                module = self._modules.get(own) if symbol.startswith(f"{own}.") else None
                if module is not None and "." not in symbol[len(own) + 1 :]:  # `from .Tide import Tide`
                    return self.of(module, symbol[len(own) + 1 :])
                return self._resolve(symbol)
        return self._modules.find(f"{fact['name']}.{name}")

    def _starred(self, fact: Facts) -> list[Facts]:
        """The modules of which a module has all names, those first whose names count first; circles end."""
        if fact["name"] not in self._stars:
            order: dict[str, Facts] = {}
            waiting = [fact]
            while waiting and len(order) <= MOST_STARRED:
                current = waiting.pop()
                if current["name"] not in order:
                    order[current["name"]] = current
                    sources = (self._modules.get(self._modules.find(star) or "") for star in current["stars"])
                    waiting += reversed([source for source in sources if source is not None])
            self._stars[fact["name"]] = [*order.values()][1:]
        return self._stars[fact["name"]]
