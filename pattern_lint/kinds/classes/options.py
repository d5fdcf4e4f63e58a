"""What cards of this kind may say."""

from __future__ import annotations

from typing import ClassVar, Literal

import msgspec

from ...config.expressions import Expression
from ...query.functions.sizes import Limit, Sort
from ...query.naming.names import DefinedNames, Names
from ...query.values.values import Value
from .which import OnlyOptions


class Method(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """What a method must be."""

    parameters: tuple[str, ...] = ()
    """The names of parameters that it takes; variable ones with their stars. Example: `parameters = ["event"]`"""
    async_: bool | None = msgspec.field(default=None, name="async")
    """Whether it must be asynchronous, or must not be. Example: `async = true`"""
    own: bool = False
    """Whether the class must define it itself. Example: `own = true`"""
    does: bool = False
    """Whether one that does nothing is none in a base that `derives` names. Example: `does = true`"""


class BasesOptions(OnlyOptions, frozen=True, kw_only=True):
    """What it derives from."""

    bases: DefinedNames = ()
    """The bases that it must have, each at any depth, or be. Example: `bases = ["acme.db.BaseRepository"]`"""
    one_base_of: DefinedNames = ()
    """Bases of which it must have one at any depth, unless it has such a name itself, or all its heirs have one.
    Example: `one-base-of = ["acme.dto.Command", "acme.dto.Query"]`"""
    error_roots: tuple[str, ...] = ()
    """Names of classes of which it must be one or have one as a base, where the project has one; those that the
    configuration calls error roots belong to them. Example: `error-roots = ["AcmeError"]`"""
    abstract_counts: str = ""
    """A role: an abstract class that has its name and does something itself counts as one of these bases.
    Example: `abstract-counts = "service"`"""
    parametrized: bool = False
    """Whether a base that is generic must be given a parameter, by the class or by a base in between.
    Example: `parametrized = true`"""
    abstract_base: bool = False
    """Whether a base at any depth must be abstract, and ask for more than any component can be asked, such as to close.
    Example: `abstract-base = true`"""
    first_bases: Names = ()
    """Bases that stand before all others, where it names one. Example: `first-bases = ["*Mixin"]`"""
    no_bases: DefinedNames = ()
    """Bases that it must not have at any depth. Example: `no-bases = ["threading.Thread"]`"""


class Options(BasesOptions, frozen=True):
    """What it defines and declares, and how large it may be."""

    methods: dict[str, Method] | tuple[str, ...] = ()
    """The methods that it must define or inherit, those of interfaces aside: a list of names, or what each must be.
    Bases of others that `derives` names have none of them, nor of `attributes` and `has`.
    Example: `methods.close = { async = true }`"""
    at: Literal["method", "class"] = "method"
    """Where a method, or an attribute that the class sets, is shown that is not what it must be.
    Example: `at = "class"`"""
    paired: dict[str, str] = msgspec.field(default_factory=dict)
    """Methods of which it has both or none; the second does something about what the first opens.
    Example: `paired = { "__enter__" = "__exit__" }`"""
    no_methods: tuple[str, ...] = ()
    """Globs of methods that it must not define itself. Example: `no-methods = ["commit", "set_*"]`"""
    order: tuple[str, ...] = ()
    """Globs of names in the order in which the methods stand that they match; of a method the first one counts.
    Example: `order = ["__*__", "[!_]*", "_*"]`"""
    takes: tuple[str, ...] = ()
    """What its constructor must take, each a name or glob. Example: `takes = ["*timeout"]`"""
    uses_taken: tuple[str, ...] = ()
    """Globs of what its constructor takes, by name or type, and it must do something with, beside keeping it; what
    heirs do with it, and bases that have something so called, is not known.
    Example: `uses-taken = ["*_bus"]`"""
    decorators: Names = ()
    """The decorators that it must have, each of them. Example: `decorators = ["typing.final"]`"""
    attributes: dict[str, Value] = msgspec.field(default_factory=dict)
    """Attributes that it or a base sets, and what to; with a dot those of a class within it, as of `Meta`.
    Example: `attributes."Meta.ordering" = { given = true }`"""
    config: dict[str, Value] = msgspec.field(default_factory=dict)
    """What its keywords or `model_config` say. Example: `config.extra = { given = true, is = "forbid" }`"""
    has: tuple[str, ...] = ()
    """Globs of what it or a base must declare, a value or not, with `|` between several of which one is enough; one of
    which `attributes` says what it must be counts only where it is so. Example: `has = ["created_at", "id|uid"]`"""
    reasons: bool = False
    """Whether a comment beside an attribute or setting excuses that it is something else. Example: `reasons = true`"""
    coroutines: bool | None = None
    """Whether it may have asynchronous methods. Example: `coroutines = false`"""
    changes_module: bool | None = None
    """Whether it may change what variables of its module hold. Example: `changes-module = false`"""
    docstring: bool | None = None
    """Whether it must have a docstring. Example: `docstring = true`"""
    says: tuple[Expression, ...] = ()
    """Regular expressions each of which its docstring must hold. Example: `says = ["^Example:"]`"""
    abstract: bool | None = None
    """Whether it must be abstract, or must not be. Example: `abstract = true`"""
    most_methods: Limit | None = None
    """The most methods that it may define. Example: `most-methods = 10`"""
    not_counted: tuple[Sort, ...] = ()
    """The sorts of methods that do not count. Example: `not-counted = ["dunder", "property"]`"""
    most_lines: Limit | None = None
    """The most lines that it may have. Example: `most-lines = 200`"""

    words: ClassVar[tuple[str, ...]] = ("class", "module", "name", "count", "most")
    formerly = "max-methods: most-methods, roles: of, parameters: takes"
