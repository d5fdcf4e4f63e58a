"""The models of a whole project: what each is, and which configuration reaches it along the hierarchy."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Literal, TypeAlias

from ...lang.python.answers import Answers
from ...lang.python.module import Span
from ...project.project import Project
from .facts import Field, Model, Part

Setting: TypeAlias = bool | Literal["open", "explained"] | None
"""What a configuration says of one key; None where it says nothing, "explained" where False has a reason."""

_MAXIMAL_DEPTH = 8
_BARE = frozenset({"abc.ABC", "builtins.object", "typing.Generic", "typing.Protocol", "typing_extensions.Protocol"})


class Models:
    """Looks at the collected classes of all files."""

    def __init__(self, project: Project, facts: Mapping[str, Any]) -> None:
        self._project = project
        self._facts = facts
        self._models: dict[str, Model] = {}
        self._settings: Answers[tuple[str, str], Setting] = Answers()
        self._constants: Answers[tuple[str, str], Setting] = Answers()
        for path, stored in facts.items():
            name = project.files[path]["name"]
            self._models |= {f"{name}.{cls}": Model._make(model) for cls, model in stored["models"].items()}

    def of(self, cls: str) -> Model | None:
        return self._models.get(cls)

    def fields(self, cls: str) -> list[Field]:
        model = self._models.get(cls)
        return [Field._make(field) for field in model.fields] if model is not None else []

    @cached_property
    def mixed_in(self) -> frozenset[str]:
        """The classes that are no models but give their fields to some."""
        natures, linear = self._project.roles.natures, self._project.resolver.linear
        models = [cls for cls in self._project.definitions.classes if natures.is_model(cls)]
        return frozenset(base for cls in models for base in linear(cls) if base and not natures.is_model(base))

    def made(self) -> Iterator[tuple[str, str, Span, str]]:
        """The classes that calls make: path, name, place, and what they are."""
        for path, stored in self._facts.items():
            for name, span, what in stored["made"]:
                yield path, name, span, what

    def is_open(self, cls: str) -> bool:
        """Whether a base of the class is not known, or is a third party's that nothing is known of."""
        natures = self._project.roles.natures
        if natures.is_model(cls) and "" not in self._project.resolver.linear(cls):
            return False
        return any(_is_foreign(self._project, base) for base in self._project.resolver.linear(cls))

    def setting(self, cls: str, key: str) -> Setting:
        """What the configuration of a model says of a key, its bases' included: later bases win, and it itself."""
        return self._settings.of((cls, key), self._setting)

    def describes(self, alias: str) -> bool | None:
        """Whether a name for an annotation describes what it annotates."""
        found = self._constant(alias, "aliases")
        return found if found is None or isinstance(found, bool) else None

    def _setting(self, question: tuple[str, str]) -> Setting:
        cls, key = question
        fact = self._project.definitions.classes.get(cls)
        if fact is None:
            return "open" if _is_foreign(self._project, cls) and not cls.startswith(("pydantic", "sqlmodel.")) else None
        found: Setting = None
        for base in fact.bases:
            inherited = self.setting((self._project.resolver.resolve(base) or "") if base else "", key)
            found = inherited if inherited is not None else found
        model = self._models.get(cls)
        for part in model.config if model is not None else ():
            said = self._said(part, key)
            found = said if said is not None else found
        return "explained" if found is False and model is not None and model.is_explained else found

    def _said(self, part: Part, key: str) -> Setting:
        step, name, value = part
        if step == "set":
            return None if name != key else "open" if value is None else value
        if step == "open":
            return "open"
        owner, _, attribute = name.rpartition(".")
        cls = self._project.resolver.resolve(owner) if attribute == "model_config" else None
        if cls in self._project.definitions.classes:
            return self.setting(cls or "", key)
        return self._constants.of((name, key), self._said_by_constant)

    def _said_by_constant(self, question: tuple[str, str]) -> Setting:
        name, key = question
        parts = self._constant(name, "configs")
        if parts is None:
            return "open"
        found: Setting = None
        for inner in parts:
            said = self._said(inner, key)
            found = said if said is not None else found
        return found

    def _constant(self, symbol: str, table: str) -> Any:
        """What was collected of the constant that a symbol names, found through re-exports."""
        for _ in range(_MAXIMAL_DEPTH):
            module, _, name = symbol.rpartition(".")
            home = self._project.modules.get(self._project.modules.find(module) or "")
            if home is None:
                return None
            stored = self._facts.get(home["path"])
            if stored is not None and name in stored[table]:
                return stored[table][name]
            exported = home["exports"].get(name)
            if not exported or exported == symbol:
                return None
            symbol = exported
        return None


def _is_foreign(project: Project, base: str) -> bool:
    if base in project.definitions.classes or base in _BARE:
        return False
    root = base.partition(".")[0]
    return not base or not (root == "builtins" or root in sys.stdlib_module_names or root == "typing_extensions")
