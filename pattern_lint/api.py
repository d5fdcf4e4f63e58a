"""What packs of other packages may import: all of it is kept as it is while `API_VERSION` stays the same.

Everything else in pattern-lint may change from one release to the next. How to write a pack: docs/how-to/packs.md.
"""

from __future__ import annotations

from .flow.fate import is_entered, is_used
from .kinds.kit import Check, KindOptions, Rule
from .kinds.report import ModuleReport, ProjectReport, UnitReport
from .kinds.site_kind import CONFORMS, UNKNOWN, Judgement, Site, SiteKind, SiteOptions, demanded
from .kinds.unit_kind import Judged as UnitSite
from .kinds.unit_kind import UnitKind, UnitOptions
from .kinds.unit_kind import Wrong as UnitFault
from .lang.python.module import CallSite, Decoration, Module, Span
from .lang.python.scopes import Scope
from .lang.unit import Unit
from .packs.pack import API_VERSION, Pack
from .project.project import Project
from .project.roles import Role
from .project.topics import Told, Topic
from .query.answers import NO, YES, Answer, answer, every, opposite
from .query.calls.arguments import argument
from .query.calls.calls import CallTable, Match, words_of
from .query.naming.names import Asked, Name, Names, NameSet
from .query.places.places import Place, Places, Where, stands_in
from .query.values.values import Value, holds

__all__ = [
    "API_VERSION",
    "CONFORMS",
    "NO",
    "UNKNOWN",
    "YES",
    "Answer",
    "Asked",
    "CallSite",
    "CallTable",
    "Check",
    "Decoration",
    "Judgement",
    "KindOptions",
    "Match",
    "Module",
    "ModuleReport",
    "Name",
    "NameSet",
    "Names",
    "Pack",
    "Place",
    "Places",
    "Project",
    "ProjectReport",
    "Role",
    "Rule",
    "Scope",
    "Site",
    "SiteKind",
    "SiteOptions",
    "Span",
    "Told",
    "Topic",
    "Unit",
    "UnitFault",
    "UnitKind",
    "UnitOptions",
    "UnitReport",
    "UnitSite",
    "Value",
    "Where",
    "answer",
    "argument",
    "demanded",
    "every",
    "holds",
    "is_entered",
    "is_used",
    "opposite",
    "stands_in",
    "words_of",
]
