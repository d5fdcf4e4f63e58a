"""Data that components hand to each other: Pydantic models, frozen, with every field described."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from ..lang.python.module import Module, Span
from ..project.project import Project
from .kit import Check, KindOptions, Rule
from .models.collection import collected
from .models.joined import Models
from .report import ModuleReport, ProjectReport


class Options(KindOptions, frozen=True):
    """What is demanded of the data classes of certain roles."""

    demand: Literal["model", "frozen", "described-fields"]
    """Data is carried by models; models are frozen; each of their own fields has a description."""
    roles: tuple[str, ...] = ("dto",)


class Kind(Check[Options]):
    """Collects classes that may be models, and judges them when the hierarchy is known."""

    reads_project = True

    def module(self, module: Module, report: ModuleReport) -> object:
        return collected(module)

    def project(self, project: Project, facts: Mapping[str, Any], report: ProjectReport) -> None:
        for rule in self.rules:
            where = rule.options.where
            models = Models(project, facts)
            seen = [cls for cls in project.definitions.classes if _category(project, cls) in where]
            for cls in seen:
                if rule.options.demand == "model":
                    _is_model(project, models, rule, cls, report)
                elif project.roles.has(cls, rule.options.roles) and _passes_for_model(project, models, cls):
                    judge = _frozen if rule.options.demand == "frozen" else _described
                    judge(project, models, rule, cls, report)
            if rule.options.demand == "model":
                _made(project, models, rule, report)


def _passes_for_model(project: Project, models: Models, cls: str) -> bool:
    """Whether a class is a model: by its bases, or where one is not known, by fields that only models have."""
    if project.roles.natures.is_model(cls):
        return True
    return any(field.has_field for field in models.fields(cls)) and models.is_open(cls)


def _category(project: Project, cls: str) -> str:
    home = project.definitions.home(cls)
    return home["category"] if home is not None else ""


def _place(project: Project, cls: str) -> tuple[str, Span]:
    home, fact = project.definitions.home(cls), project.definitions.classes[cls]
    return (home["path"] if home is not None else ""), (fact.line, fact.column, fact.end_line, fact.end_column)


def _simple(cls: str) -> str:
    return cls.rpartition(".")[2]


def _is_model(project: Project, models: Models, rule: Rule[Options], cls: str, report: ProjectReport) -> None:
    roles = project.roles
    natures = roles.natures
    if roles.claims(cls).isdisjoint(rule.options.roles) or project.definitions.classes[cls].nested:
        return
    if natures.is_enum(cls) or natures.is_exception(cls) or natures.is_interface(cls) or natures.is_table(cls):
        return
    path, span = _place(project, cls)
    if natures.is_model(cls):
        report.conforms(rule, path, cls)
        return
    what = _instead_of_model(project, models, cls)
    if what == "?":
        report.unknown(rule, path, cls)
    elif what:
        message = f"{_simple(cls)} is {what} and carries data unchecked; derive it from a Pydantic model"
        report.violates(rule, path, span, message, owner=cls)


def _instead_of_model(project: Project, models: Models, cls: str) -> str:
    """What a data class is that is no model; "?" where that is not known, empty where it carries no data."""
    natures = project.roles.natures
    linear = project.resolver.linear(cls)
    if natures.is_tuple(cls):
        return next(f"a {base.rpartition('.')[2]}" for base in linear if base.endswith(("Tuple", "tuple", "Dict")))
    carries = any(_carries(models, ancestor) for ancestor in linear)
    if natures.is_dataclass(cls):
        return "a dataclass" if carries else ""
    if not carries or cls in models.mixed_in:
        return ""
    return "?" if models.is_open(cls) else "a plain class"


def _carries(models: Models, cls: str) -> bool:
    model = models.of(cls)
    return model is not None and (bool(model.fields) or model.stores)


def _made(project: Project, models: Models, rule: Rule[Options], report: ProjectReport) -> None:
    for path, name, span, what in models.made():
        if not project.roles.of_path(path).isdisjoint(rule.options.roles):
            message = f"{name} is {what} and carries data unchecked; make it a class that derives from a Pydantic model"
            report.violates(rule, path, span, message)


def _frozen(project: Project, models: Models, rule: Rule[Options], cls: str, report: ProjectReport) -> None:
    path, span = _place(project, cls)
    setting = models.setting(cls, "frozen")
    if setting is True or setting == "explained":
        report.conforms(rule, path, cls)
    elif setting == "open" or (setting is None and models.is_open(cls)):
        report.unknown(rule, path, cls)
    else:
        how = "says frozen=False without a reason beside it" if setting is False else "is not frozen"
        message = f"{_simple(cls)} {how}; set frozen=True in its model_config or in that of its base"
        report.violates(rule, path, span, message, owner=cls)


def _described(project: Project, models: Models, rule: Rule[Options], cls: str, report: ProjectReport) -> None:
    path, _ = _place(project, cls)
    for field in models.fields(cls):
        answers = {field.described, *(models.describes(alias) for alias in field.aliases)} - {None}
        by_docstring = field.has_docstring and models.setting(cls, "use_attribute_docstrings") is True
        if True in answers or by_docstring:
            report.conforms(rule, path, cls)
        elif field.described is None:
            report.unknown(rule, path, cls)
        else:
            lack = "whose description is missing or empty" if field.has_field else "without Field(description=...)"
            message = f"{_simple(cls)}.{field.name} is a field {lack}; say what it holds, in which unit or form"
            report.violates(rule, path, field.span, message, owner=cls)
