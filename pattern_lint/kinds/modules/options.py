"""What cards of this kind may say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import msgspec

from ...config.expressions import Expression
from ...config.globs import complaint
from ...query.functions.sizes import Limit
from ...query.naming.names import Names
from ...query.places.places import Places
from ..site_kind import SiteOptions
from .companions import unread


class Definition(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """What a module must bind at its top level."""

    names: tuple[str, ...] = ("*",)
    """Globs of names of which it must bind one. Example: `names = ["logger", "log"]`"""
    by: Names = ()
    """The calls one of which must make it, where it is not imported. Example: `by = ["logging.getLogger"]`"""


class Options(SiteOptions, frozen=True):
    """Which modules, and what holds of them."""

    with_code: bool = False
    """Whether modules are left aside that hold nothing but a docstring and imports. Example: `with-code = true`"""
    no_scripts: bool = False
    """Whether modules are left aside that can be run as scripts. Example: `no-scripts = true`"""
    docstring: bool | None = None
    """Whether it must have a docstring. Example: `docstring = true`"""
    says: tuple[Expression, ...] = ()
    """Regular expressions each of which its docstring must hold. Example: `says = ["^Layer: "]`"""
    defines: tuple[Definition, ...] = ()
    """What it must bind at its top level. Example: `defines = [{ names = ["logger"], by = ["logging.getLogger"] }]`"""
    no_names: tuple[str, ...] = ()
    """Globs of names that it must not bind at its top level. Example: `no-names = ["settings"]`"""
    unchanged: bool = False
    """Whether what its names hold must stay as it is: no function of the module changes a collection or an object that
    one of them holds. Example: `unchanged = true`"""
    never_rebound_by: tuple[str, ...] = ()
    """Globs of functions that must not bind its names to something else by `global`, themselves, in a function in them
    or by one of the module that they call. Example: `never-rebound-by = ["test*"]`"""
    put_back_in: Places = ()
    """Where a collection that is cleared, or a name that is bound anew, is put back for all that run after, so that it
    may be changed. Example: `put-back-in = ["decorated:pytest.fixture", "function:setup*"]`"""
    companions: tuple[str, ...] = ()
    """Globs of files of each of which the project must have one: `{file}` stands for the name of the module without
    its ending, `{folder}` for the folder that it lies in. Where there is none for any module, nothing is known.
    Example: `companions = ["tests/**/test_{file}.py", "docs/{folder}/{file}.md"]`"""
    most_lines: Limit | None = None
    """The most lines that it may have. Example: `most-lines = 350`"""
    most_lines_in: dict[str, Limit] = msgspec.field(default_factory=dict)
    """Other limits of lines for files that a glob matches; the most specific glob holds, and 0 stands for no limit.
    Example: `most-lines-in = { "services/" = 400, "*_tables.py" = 0 }`"""
    most_lines_of_tests: Limit | None = None
    """The most lines of a test, wherever it lies; 0 stands for no limit. Example: `most-lines-of-tests = 600`"""
    most_classes: Limit | None = None
    """The most classes that it may define, private ones aside. Example: `most-classes = 1`"""
    most_functions: Limit | None = None
    """The most functions that it may define, private ones aside. Example: `most-functions = 12`"""
    counted_roles: tuple[str, ...] = ()
    """The roles of the classes that count, where not all do. Example: `counted-roles = ["service", "repository"]`"""
    not_counted: tuple[str, ...] = ()
    """Globs of names of classes and functions that do not count. Example: `not-counted = ["Base*", "*Mixin"]`"""

    words: ClassVar[tuple[str, ...]] = ("module", "path", "name", "count", "most")
    formerly = (
        "limit: most-lines, limits: most-lines-in, test-limit: most-lines-of-tests, max-classes: most-classes, "
        "roles: counted-roles, except-names: not-counted, modules: inside, modules-with: inside"
    )

    def complaints(self) -> Iterator[tuple[str, str]]:
        yield from super().complaints()
        yield from (("most-lines-in", said) for glob in self.most_lines_in if (said := complaint(glob)))
        yield from (("companions", said) for said in unread(self.companions))
        if self.given <= _CHOOSING:
            yield (
                "docstring",
                "nothing is demanded of a module; say what holds, such as `says` or `no-names`",
            )


_CHOOSING = frozenset(
    "with_code no_scripts put_back_in counted_roles not_counted inside also_inside outside"
    " told_by message where needs".split()
)
"""Options that demand nothing."""
