"""The join of all files' facts: what only the whole project can tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, partial
from typing import Any

from .at_hand import at_hand
from .calls import Calls
from .clauses import Clauses
from .conditions import holds
from .coroutines import Coroutines
from .definitions import Definitions
from .descent import Descent
from .endings import Endings
from .facts import Facts
from .given import Given
from .handing_on import HANDED_ON
from .insisted import INSISTED
from .insistence import Insistence
from .members import Members
from .messages import MESSAGES, Messages
from .modules import Modules
from .relations import RELATIONS, references_of
from .resolver import Resolver
from .roles import ERROR, Role, Roles, default_roles
from .running import functions_handed
from .signatures import Signatures
from .signs import Signs
from .stream_handlers import StreamHandlers, handed_functions
from .texts import TEXTS, Texts
from .topics import Topic
from .untold import UNTOLD

ASKED_LATER = frozenset({"classes", "fields", "pairs"})
"""Check kinds of whose facts the project makes answers for all."""


class Project:
    """Modules, definitions, hierarchy and roles of one project."""

    def __init__(
        self,
        facts: Iterable[Facts],
        roles: Mapping[str, Role] | None = None,
        settings: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        self.files: dict[str, Facts] = {fact["path"]: fact for fact in sorted(facts, key=lambda fact: fact["path"])}
        self.modules: Modules = Modules(self.files.values())
        self.definitions: Definitions = Definitions(self.modules)
        self.resolver: Resolver = Resolver(self.definitions)
        known: Mapping[str, Role] = default_roles() if roles is None else roles
        self.roles: Roles = Roles(self.definitions, self.resolver, known)
        self.settings = settings or {}
        """What files of settings tell the tool that runs the tests, by path."""
        self._module_roles: dict[str, frozenset[str]] = {}
        self._spellings: dict[tuple[str, ...], frozenset[str | None]] = {}

    @cached_property
    def signs(self) -> Signs:
        """What the project shows of what cards speak of."""
        return Signs(self)

    @cached_property
    def calls(self) -> Calls:
        """The call graph, made when the first check asks for it."""
        return Calls(self.files, self.definitions, self.resolver)

    def spellings_of(self, names: tuple[str, ...]) -> frozenset[str | None]:
        """What some names are in the end."""
        if names not in self._spellings:
            self._spellings[names] = frozenset(map(self.resolver.resolve, names))
        return self._spellings[names]

    def topic(self, topic: Topic) -> Mapping[str, Any]:
        """What the files tell of a topic, by path."""
        facts = ((path, fact["topics"].get(topic.name)) for path, fact in self.files.items())
        return {path: told for path, told in facts if told is not None}

    @cached_property
    def members(self) -> Members:
        """What classes take, have and are, with what they inherit."""
        return Members(
            self.files.values(), self.definitions, self.resolver, self.roles, self.descent, partial(holds, self)
        )

    @cached_property
    def descent(self) -> Descent:
        """What classes derive from."""
        return Descent(self.definitions, self.resolver, self.roles)

    @cached_property
    def signatures(self) -> Signatures:
        """What functions take."""
        handed_on = {name: beside for told in self.topic(HANDED_ON).values() for name, beside in told.items()}
        return Signatures(self.definitions, self.resolver, self.calls, self.roles.natures, handed_on)

    @cached_property
    def coroutines(self) -> Coroutines:
        """What has to be awaited."""
        return Coroutines(self.definitions, self.resolver)

    @cached_property
    def texts(self) -> Texts:
        """The texts that modules and classes keep as constants."""
        told = ((self.files[path]["name"], texts) for path, texts in self.topic(TEXTS).items())
        return Texts(told, self.definitions)

    @cached_property
    def insistence(self) -> Insistence:
        """What code insists on."""
        return Insistence(self.topic(INSISTED), self)

    @cached_property
    def run_again(self) -> Mapping[str, Sequence[tuple[str, str, str]]]:
        """The functions that modules hand to what may run them again, with what that is."""
        return functions_handed(self)

    @cached_property
    def untold_names(self) -> Mapping[str, Sequence[str]]:
        """The types behind names of modules that are not told what they hold."""
        told = ((self.files[path]["name"], names) for path, names in self.topic(UNTOLD).items())
        return {f"{module}.{name}": symbols for module, names in told for name, symbols in names.items()}

    @cached_property
    def lazy_relations(self) -> frozenset[str]:
        """The relationships of tables that are read row by row, each with its class."""
        return frozenset(name for told in self.topic(RELATIONS).values() for name in told)

    @cached_property
    def at_hand(self) -> frozenset[str]:
        """What modules have at hand of what others keep."""
        return at_hand(self)

    @cached_property
    def references(self) -> Mapping[str, str]:
        """What the relationships of tables refer to, each with its class."""
        return references_of(self)

    @cached_property
    def endings(self) -> Endings:
        """What classes end of what they keep."""
        return Endings(self)

    @cached_property
    def clauses(self) -> Clauses:
        """What except clauses catch."""
        return Clauses(self)

    @cached_property
    def stream_handlers(self) -> StreamHandlers:
        """What modules register to handle messages."""
        return StreamHandlers(self)

    @cached_property
    def handed(self) -> Mapping[str, Sequence[str]]:
        """The functions that functions of the project are given, and get as their first decorator."""
        return handed_functions(self)

    @cached_property
    def given(self) -> Given:
        """Which functions other modules give to calls of some names."""
        return Given(self, partial(holds, self))

    @cached_property
    def messages(self) -> Messages:
        """What the exceptions of the project tell their readers."""
        makers = ((self.files[path]["name"], told) for path, told in self.topic(MESSAGES).items())
        return Messages(makers, self.definitions, self.resolver, self.roles)

    @cached_property
    def _classes_of_module(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for cls in self.definitions.classes:
            home = self.definitions.home(cls)
            if home is not None:
                found.setdefault(home["name"], []).append(cls)
        return found

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for cls, fact in self.definitions.classes.items():
            for base in fact.bases:
                resolved = self.resolver.resolve(base) if base else None
                if resolved is not None:
                    found.setdefault(resolved, []).append(cls)
        return found

    def heirs_of(self, cls: str) -> list[str]:
        """The classes of the project that derive from a class at any depth."""
        if cls.rpartition(".")[2] not in self.definitions.heirs:
            return []
        found = dict.fromkeys(self._children.get(cls, ()))
        pending = [*found]
        while pending:
            new = [heir for heir in self._children.get(pending.pop(), ()) if heir not in found]
            found.update(dict.fromkeys(new))
            pending += new
        return [heir for heir in found if heir != cls]

    def classes_of(self, module: str) -> list[str]:
        """The classes that a module defines."""
        return self._classes_of_module.get(module, [])

    def module_roles(self, module: str) -> frozenset[str]:
        """The roles of the classes that a module defines."""
        if module not in self._module_roles:
            self._module_roles[module] = frozenset().union(*map(self.roles.of, self.classes_of(module)))
        return self._module_roles[module]

    def component_roles(self, owner: str, path: str) -> frozenset[str]:
        """The roles of the component that a site belongs to.

        That is the class around it; where there is none, or one without a role, it is whatever component the
        module defines: a module's header and its helpers are part of the worker that it is about.
        """
        roles = self.roles.of(owner) - ERROR if owner in self.definitions.classes else frozenset()
        if roles or path not in self.files:
            return roles
        return self.module_roles(self.files[path]["name"]) - ERROR
