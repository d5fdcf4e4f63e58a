"""The join of what a project registers in its containers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .keys import EACH, Key, PlainKeys
from .lookups import Lookup
from .modules import defined_at
from .project import Project
from .registered import Registration
from .registrations import is_container_symbol, is_registering

_ELEMENT = ".*"
"""How the symbol of an element of a collection ends."""


class Registered:
    """All that a project registers, by name, by type and by constant."""

    def __init__(self, project: Project, facts: Mapping[str, object]) -> None:
        self._project = project
        self._literal_names = False
        self.keys: set[Key] = set()
        self.mentioned: set[str] = set()
        self.is_visible = False
        """Whether anything is seen to be registered."""
        self.is_dynamic = False
        """Whether something is registered whose name cannot be told."""
        self._texts: dict[str, Mapping[str, str]] = {}
        self._lists: dict[str, PlainKeys] = {}
        self._spread_out: set[str] = set()
        classes: set[str] = set()
        for path, stored in facts.items():
            assert isinstance(stored, dict)
            name = project.files[path]["name"]
            classes |= {f"{name}.{qualname}" for qualname in stored.get("classes", ())}
            self._texts[name] = stored.get("texts", {})
            self._lists |= {f"{name}.{constant}": keys for constant, keys in stored.get("lists", {}).items()}
            self._mention(stored.get("mentioned", ()))
        self.container_classes = classes
        self.registrations: list[tuple[str, Registration]] = []
        """Each with the path of its file."""
        for path, stored in facts.items():
            assert isinstance(stored, dict)
            for registration in map(Registration._make, stored.get("registrations", ())):
                is_one = not registration.unsure or is_container_symbol(project, registration.unsure)
                if is_one and not _is_idle(registration.handed_on_by, project):
                    self.registrations.append((path, registration))
                    keys = None if _is_called_beside(registration, path, project) else registration.keys
                    self._add(registration.method, keys, registration.mentioned)

    def canonical(self, key: Key) -> Key:
        """A key as the project spells it where the thing is defined."""
        if key.kind == "name":
            return key
        if key.kind == "symbol":
            return self._constant(defined_at(key.text, self._project.modules))
        found = self._project.resolver.resolve(key.text) or key.text
        return Key("type", found.removesuffix("()"))

    def has(self, key: Key) -> bool:
        """Whether something registers the key; a class is also found by its name, and the other way round."""
        wanted = self.canonical(key)
        if wanted in self.keys:
            return True
        if key.kind == "type":
            return Key("name", wanted.text.rpartition(".")[2]) in self.keys
        return key.kind == "name" and any(
            known.kind == "type" and known.text.rpartition(".")[2] == key.text for known in self.keys
        )

    def may_have(self, key: Key) -> bool:
        """Whether it cannot be told that nothing registers the key."""
        if self.is_dynamic:
            return True
        wanted = self.canonical(key)
        if key.kind == "type":
            implementations = self.mentioned | {known.text for known in self.keys if known.kind == "type"}
            return any(wanted.text in self._project.resolver.linear(cls) for cls in implementations)
        if key.kind == "name":
            return any(known.kind == "symbol" for known in self.keys)
        return self._literal_names

    def may_be_other(self, lookup: Lookup) -> bool:
        """Whether what is asked for a text may be a mapping: only its name says otherwise, and all keys are types."""
        if lookup.typed or lookup.method != "get" or lookup.key[0] != "name":
            return False
        return lookup.subscript or all(key.kind == "type" for key in self.keys)

    def _add(self, method: str, keys: PlainKeys | None, symbols: tuple[str, ...]) -> None:
        self._mention(symbols)
        if is_registering(method):
            self.is_visible = True
        keys = self._spread(keys) if keys is not None else None
        if keys is None:
            self.is_dynamic = True
            return
        if not keys and not symbols:
            own = any(self._project.resolver.resolve(f"{cls}.{method}") for cls in self.container_classes)
            self.is_dynamic |= not own
        self._literal_names |= any(kind == "name" for kind, _ in keys) and all(kind != "symbol" for kind, _ in keys)
        self.keys |= {self.canonical(Key(*key)) for key in keys}

    def _spread(self, keys: PlainKeys) -> PlainKeys | None:
        """The keys that constants hold in place of these, each constant once; None where one does not show."""
        found: list[tuple[str, str]] = []
        for kind, text in keys:
            if kind == "name" or (kind != EACH and not text.endswith(_ELEMENT)):
                found.append((kind, text))
                continue
            name = defined_at(text.removesuffix(_ELEMENT), self._project.modules)
            if name not in self._lists:
                return None
            found += self._lists[name] if name not in self._spread_out else ()
            self._spread_out.add(name)
        return tuple(found)

    def _mention(self, symbols: Iterable[str]) -> None:
        """Note the classes that symbols name, hold or give, also through a factory that is named."""
        for symbol in symbols:
            found = self._project.resolver.resolve(symbol)
            if found is None:
                continue
            self.mentioned.add(found.removesuffix("()"))
            factory = self._project.definitions.function(found)
            if factory is not None:
                given = self._project.resolver.resolve(factory.returns) if factory.returns else None
                self.mentioned |= {given.removesuffix("()")} if given else set()
                self.mentioned |= {self._project.resolver.resolve(call[0]) or "" for call in factory.calls}

    def _constant(self, symbol: str) -> Key:
        """What a constant stands for: the text that its module or class gives it, or else itself."""
        owner, _, name = symbol.rpartition(".")
        text = self._texts.get(owner, {}).get(name)
        if text is None:
            home, _, cls = (self._project.resolver.resolve(owner) or "").rpartition(".")
            text = self._texts.get(home, {}).get(f"{cls}.{name}")
        return Key("symbol", symbol) if text is None else Key("name", text)


def _is_called_beside(registration: Registration, path: str, project: Project) -> bool:
    """Whether other files than its own call the function that registers what it is given; tests give it stand-ins."""
    function = registration.told_by_calls_of
    callers = project.calls.callers(function) if function else ()
    return any(each.path != path and project.files[each.path]["category"] != "test" for each in callers)


def _is_idle(function: str, project: Project) -> bool:
    """Whether nobody calls a function, and no other module has it at hand, be it by the module or by a package."""
    if not function or any(True for _ in project.calls.callers(function)):
        return False
    home, wanted = function.rpartition(".")[0], [function]
    for symbol in wanted:  # grows on the way
        for fact in project.modules.by_name.values():
            kept = [name for name, held in fact["exports"].items() if held in (symbol, home) and fact["name"] != home]
            if kept and (not fact["package"] or home in fact["exports"].values()):
                return False
            wanted += [each for name in kept if (each := f"{fact['name']}.{name}") not in wanted]
    return True


def spelled(key: Key) -> str:
    """A key as a reader writes it."""
    return f'"{key.text}"' if key.kind == "name" else key.text.rpartition(".")[2]
