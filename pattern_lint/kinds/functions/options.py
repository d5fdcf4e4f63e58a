"""What cards of this kind may say."""

from __future__ import annotations

from typing import ClassVar, Literal

import msgspec

from ...config.expressions import Expression
from ...query.functions.sizes import Limit
from ...query.naming.names import Names
from ...query.values.types import Type
from .parameters import Parameter, Untaken
from .ways import DoneOptions


class SizeOptions(DoneOptions, frozen=True, kw_only=True):
    """How large it may be."""

    most_statements: Limit | None = None
    """The most statements that it may have, docstring aside. Example: `most-statements = 40`"""
    most_lines: Limit | None = None
    """The most lines that it may have. Example: `most-lines = 60`"""
    most_branches: Limit | None = None
    """The most places where it may branch: conditions, loops, comprehensions, cases, except clauses.
    Example: `most-branches = 10`"""
    refusals_aside: bool = False
    """Whether branches that only raise an error do not count as such. Example: `refusals-aside = true`"""
    errors_aside: bool = False
    """Whether except clauses that only raise another error do not count as branches. Example: `errors-aside = true`"""
    comprehensions_aside: bool = False
    """Whether comprehensions do not count as branches. Example: `comprehensions-aside = true`"""


class Options(SizeOptions, frozen=True):
    """What it takes, how it is declared, and what its docstring says."""

    parameters: dict[str, Parameter] = msgspec.field(default_factory=dict)
    """What its parameters must be, by name or glob, variable ones with their stars; `**` is whatever takes the rest.
    Example: `parameters.event = { given = true }`"""
    never_takes: Untaken = Untaken()
    """What it must not take. Example: `never-takes = { named = ["*_client"], typed = ["*Client"] }`"""
    most_parameters: Limit | None = None
    """The most parameters that it may take, `self` aside. Example: `most-parameters = 6`"""
    most_by_position: Limit | None = None
    """The most parameters that it may be given by position, `self` aside; those behind a `*` can be given by name only.
    Example: `most-by-position = 3`"""
    annotated: Literal["", "all", "parameters", "return"] = ""
    """What must have an annotation, the first parameter of a method aside. Example: `annotated = "all"`"""
    returns: Type = Type()
    """What the annotation of its return must be. Example: `returns = { never = ["dict"] }`"""
    async_: bool | None = msgspec.field(default=None, name="async")
    """Whether it must be asynchronous, or must not be. Example: `async = true`"""
    decorators: Names = ()
    """The decorators that it must have, each of them. Example: `decorators = ["acme.auth.login_required"]`"""
    one_decorator_of: Names = ()
    """Decorators of which it must have one, or else what `depends-on` says, where that is said too.
    Example: `one-decorator-of = ["acme.auth.public", "acme.auth.private"]`"""
    depends_on: Names = ()
    """What a framework must be told that it depends on, one of them: in an argument of a decorator, by what that
    belongs to, or by a parameter. Example: `depends-on = ["acme.auth.current_user"]`"""
    no_decorators: Names = ()
    """Decorators that it must not have; one is reported where it stands.
    Example: `no-decorators = ["functools.lru_cache"]`"""
    docstring: bool | None = None
    """Whether it must have a docstring. Example: `docstring = true`"""
    says: tuple[Expression, ...] = ()
    """Regular expressions each of which its docstring must hold; one that does not say so holds nothing.
    Example: `says = ["^Raises:"]`"""
    abstract: bool = False
    """Whether it must be an abstract method of a class that keeps its word, an ABC or a Protocol.
    Example: `abstract = true`"""
    owner_has: tuple[str, ...] = ()
    """Globs of methods of which its class must have one, its own, inherited or an heir's.
    Example: `owner-has = ["close"]`"""

    words: ClassVar[tuple[str, ...]] = ("function", "class", "module", "name", "parameter", "count", "most")
    formerly = "roles: of, methods: of"
