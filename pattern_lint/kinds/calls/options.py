"""What cards of this kind may say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

import msgspec

from ...config.expressions import Expression
from ...knowledge.lacking import HAS, KEPT
from ...query.calls.making import classes_among
from ...query.naming.names import Name, Names
from ...query.places.places import Places
from ...query.wording import complaints as wrong_words
from .arguments import Place
from .standing import Standing
from .unless import UnlessOptions
from .unlike import Unlike
from .wanted import Argument

MAY_KEEP_PARTIALS = f"{KEPT}partial"
"""What may keep a partial, for those who ask before anything is parsed."""


class Options(UnlessOptions, frozen=True):
    """What must hold of them."""

    forbidden: bool = False
    """Whether it must not be there at all. Example: `forbidden = true`"""
    only_inside: Places = ()
    """The only places where it may stand. Example: `only-inside = ["path:clock.py"]`"""
    never_inside: Places = ()
    """Places where it must not stand. Example: `never-inside = ["async", "loop"]`"""
    at_home: tuple[str, ...] = ()
    """Globs of folders, each with all that lies in it: it must be called in the one in which it is defined.
    Example: `at-home = ["services/*"]`"""
    arguments: dict[str, Argument] = msgspec.field(default_factory=dict)
    """What its arguments must be, by keyword; with `|` between several, one of them must be so. With a star it is about
    all that are given by such a name, and `*` about what is given by position as well.
    Example: `arguments.timeout = { given = true, is-none = false }`"""
    at: Place = "argument"
    """Where what is wrong is shown: at the argument (that of a decorator is shown at it), where the value of the
    argument is written, at the call, or at the function or class that it stands in. Example: `at = "call"`"""
    awaited: bool | None = None
    """Whether it must be awaited, or must not be. Example: `awaited = true`"""
    result: Literal["any", "used", "entered", "managed", "tested"] = "any"
    """What must become of its value: it is used at all, a `with` enters it, a `with` enters it unless it is handed on
    or closed in a `finally`, or it is tested before an attribute or item of it is asked for. What only lets go of
    something else that it was given is managed by whoever gave that. Example: `result = "used"`"""
    alone_outside: Places = ()
    """Outside of these places none of them may run after another one in the same function.
    Example: `alone-outside = ["with:*.begin"]`"""
    only_once_in: Literal["", "function", "class", "file"] = ""
    """In what only one of them may stand; each further one is reported. Example: `only-once-in = "file"`"""
    tells: Literal["any", "zone", "utc"] = "any"
    """What a time that it gives must tell: its zone, or that it is UTC; of calls that no list of
    `time.toml` has as a clock, nothing is said.
    Example: `tells = "utc"`"""
    helpers: bool = False
    """Whether code in the places of `inside` must not come to a wrong one through functions of the project that are in
    none, either; with `inside = ["body"]` it is about all that an import runs. Example: `helpers = true`"""
    instead: dict[Name, str] = msgspec.field(default_factory=dict)
    """What must not be there at all, each with what to write in its place; it needs no place in `of`.
    Example: `instead = { "os.popen" = "subprocess.run()" }`"""
    beneath: dict[Name, Name] = msgspec.field(default_factory=dict)
    """Decorators of functions, each with one that must stand beneath it; they need no place in `of`.
    Example: `beneath = { "acme.api.route" = "acme.auth.login_required" }`"""
    never_above: Names = ()
    """Decorators that must not stand beneath it. Example: `never-above = ["acme.retries.with_retry"]`"""
    unlike: Unlike | None = None
    """Another decorator of the same function, which must not be given what it is mostly given in functions of some
    other decorators of its module, or of the project where that has none.
    Example: `unlike = { decorator = ["acme.limit"], of = ["acme.get"] }`"""
    followed_by: tuple[str, ...] = ()
    """Methods that must be called on what it gives, in one chain or in several statements; the last one ends the chain.
    Example: `followed-by = ["with_retries", "build"]`"""
    asked_for: tuple[str, ...] = ()
    """Globs of methods and attributes of which one must be asked of what it gives; where somebody else gets hold of
    that, nothing is known. Example: `asked-for = ["raise_for_status", "status*"]`"""
    after: Names = ()
    """Calls of which one must come before it in its function, given the same first argument or asking the same by name;
    in a private helper, one may come before it is called. What is only known from what `beside` gave cannot be asked
    for. Example: `after = ["like:cache.get"]`"""
    made_anew: Names = ()
    """What makes something new each time: whatever is given first and is made of that, nothing can ask for before.
    Example: `made-anew = ["uuid.uuid4"]`"""
    earlier: Names = ()
    """Calls of which one must come before it, in its function or on the way there. Example: `earlier = ["*.check"]`"""
    earlier_always: bool = False
    """Whether that must come before it on every way through the function, and have run well.
    Example: `earlier-always = true`"""
    later: Names = ()
    """Calls of which one must come after it. Example: `later = ["like:store.mark_done"]`"""
    later_same: bool = False
    """Whether what comes after it must not be given another text first. Example: `later-same = true`"""
    await_inside: Places = ()
    """The places where what it was called on may be awaited then. Example: `await-inside = ["with:asyncio.timeout"]`"""
    stands: Standing = "anywhere"
    """Whether it must belong to the first thing that its function does, docstring and imports aside, or to the last.
    Example: `stands = "first"`"""
    commented: Expression = ""
    """A regular expression that a comment beside it, or alone on the line above, must match as a whole, without its
    sign. Example: `commented = "why: .*"`"""
    guarded_by: Names = ()
    """Decorators and calls of which one must guard it: in its function, around it, or in what leads there; trying it in
    a loop does, too. Example: `guarded-by = ["tenacity.retry", "tenacity.Retrying"]`"""
    guarded_sessions: Names = ()
    """What guards all calls of a module in which it is made. Example: `guarded-sessions = ["urllib3.util.Retry"]`"""
    guards_told: dict[str, Names] = msgspec.field(default_factory=dict)
    """Sessions and decorators that guard only where they are given an argument that says so.
    Example: `guards-told.max_retries = ["requests.adapters.HTTPAdapter"]`"""
    after_work: bool = False
    """Whether what was taken from what it is called on must have been worked off before, and not have failed.
    Example: `after-work = true`"""
    function_calls: tuple[str, ...] = ()
    """Globs of names of which the function that it stands in must call one, itself or by what it calls; or else
    all that call it, before. Example: `function-calls = ["*overlap*"]`"""
    prepared: tuple[str, ...] = ()
    """Globs of attributes that are set and methods that are called, one of which must prepare what it is called on, or
    what it is given, before, on every way. Example: `prepared = ["parameters.timeout", "set_timeout"]`"""
    prepared_given: Names = ()
    """Of these calls what they are given last, wherever what they are called on comes from.
    Example: `prepared-given = ["acme.Solver().solve_with"]`"""

    words: ClassVar[tuple[str, ...]] = ("call", "name", "argument", "value", "function", "class", "missing", "module")
    formerly = "functions: inside, zone: tells"

    def kin_named(self) -> Iterator[str]:
        yield from super().kin_named()
        yield from (f"{HAS}{member}" for member in self.making)
        yield from classes_among(self.of) if self.heirs else ()
        yield from [MAY_KEEP_PARTIALS] if self.partials else []

    def complaints(self) -> Iterator[tuple[str, str]]:
        yield from super().complaints()
        if not (self.of or self.instead or self.beneath or self.making or self.decorated or self.given_by_name):
            said = "`of` is missing; it must be a list of names of what is called."
            yield "of", f'{said} Example: `of = ["requests.get", "*.commit"]`'
        if {"*", "*.*"}.intersection(self.of):
            yield (
                "of",
                "name what is called; `given-by-name` is about calls of whatever it is that are given an argument",
            )
        for name, wanted in self.arguments.items():
            yield from ((f"arguments.{name}", said) for said in wrong_words(wanted.message, self.words))
        if self.in_texts and self.on_times == "anything":
            yield "in-texts", "it says where times are shown only with `on-times`"
        if self.earlier_always and not self.earlier:
            yield "earlier-always", "it says how what `earlier` names must come; say that, too"
        if self.helpers and not self.inside:
            yield "helpers", "it says from where helpers are followed only with `inside`"
