"""Calls in TypeScript and JavaScript by what is called, and what holds of them.

Names are followed through imports, constants and hooks: `axios.get` is that however the file imports it,
`useState().1` is the second part of what `useState` gives, and `*.json` any method of that name. What a file does not
show is unknown, and not reported.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, ClassVar, Literal, cast

import msgspec

from ...lang.python.module import Span
from ...lang.unit import Unit
from ..kit import Rule
from ..unit_kind import Judged, UnitKind, UnitOptions, Wrong

if TYPE_CHECKING:
    from ast_grep_py import SgNode

    from ...lang.code import Code
    from ...lang.script.names import Key
    from .given import Given

_LAST = re.compile(r"[\w$]+$")
_ALIAS = re.compile(r"(?:\bimport|\bas)\s+([\w$]+)")
"""What else an import may call a thing."""
_SHOWN = 60


class Options(UnitOptions, frozen=True, kw_only=True):
    """Which calls, and what holds of them."""

    language: tuple[Literal["typescript", "javascript"], ...] = ("typescript", "javascript")
    """The languages. Example: `language = ["typescript"]`"""
    of: tuple[str, ...]
    """What is called; `*` at the beginning stands for anything, and further on for a part of a name.
    Example: `of = ["fetch", "axios.get", "axios.create().get"]`"""
    not_in: tuple[str, ...] = ()
    """What must not run it in a function that it is given, nor in one that this one calls.
    Example: `not-in = ["*.useEffect"]`"""
    apart_from: tuple[str, ...] = ()
    """Options whose functions run later and elsewhere. Example: `apart-from = ["queryFn", "mutationFn"]`"""
    not_into: tuple[str, ...] = ()
    """What must not be given its value. Example: `not-into = ["*.useState().1"]`"""
    not_typed: str = ""
    """An expression for types that its value must not be given, by a cast, an annotation or a type argument.
    Example: `not-typed = "\\\\bany\\\\b"`"""
    not_own_type: bool = False
    """Whether its value must not be given a type that the same file makes up. Example: `not-own-type = true`"""
    takes: tuple[str, ...] = ()
    """The options that it must be given, in an object or in this order. Example: `takes = ["queryKey", "queryFn"]`"""
    names_all: dict[str, str] = msgspec.field(default_factory=dict)
    """Options that must name all variables that another one uses. Example: `names-all.queryKey = "queryFn"`"""
    services: tuple[str, ...] = ()
    """Names, in lower case, of variables that are services and no data, so that nobody has to name them.
    Example: `services = ["*client", "*provider"]`"""
    runs: dict[str, tuple[tuple[str, ...], ...]] = msgspec.field(default_factory=dict)
    """What the functions of options must call: of each list one. Example: `runs.onError = [["*.setQueryData"]]`"""
    when_runs: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    """Only calls with a function in an option that calls one of these.
    Example: `when-runs.onMutate = ["*.setQueryData"]`"""

    words: ClassVar[tuple[str, ...]] = ("call", "what")

    def complaints(self) -> Iterator[tuple[str, str]]:
        if not self.of:
            yield "of", 'say what is called: `of = ["fetch"]`'
        for name in self.of:
            if not _LAST.search(name):
                yield "of", f"`{name}` does not say what is called in the end; `*` may only stand before that"
        try:
            re.compile(self.not_typed)
        except re.error as error:
            yield "not-typed", f"`{self.not_typed}` is no regular expression: {error}"
        yield from super().complaints()


class Kind(UnitKind[Options]):
    """A site is a call."""

    languages = frozenset({"typescript", "javascript"})

    @classmethod
    def reads(cls, options: Options) -> frozenset[str]:
        return frozenset(options.language)

    def judged(self, unit: Unit, rule: Rule[Options]) -> Iterator[Judged]:
        from ...lang.code import span_of

        code, options = cast("Code", unit), rule.options
        lasts = {found[0] for name in options.of if (found := _LAST.search(name))}
        if not any(last in code.text for last in lasts):
            return
        may_mean = lasts | set(_ALIAS.findall(code.text))
        said: set[Span] = set()  # an answer that two calls make up, `(await fetch(url)).json()`, has one type
        for call in code.root.find_all(kind="call_expression"):
            called = call.field("function")
            last = _LAST.search(called.text()) if called is not None else None
            if (
                called is not None
                and last is not None
                and last[0] in may_mean
                and _is_one(code.names.symbol(called), options.of)
            ):
                judged = _Judge(code, call, options)
                everything = list(judged.wrong())
                wrong = [each for each in everything if each.span not in said]
                said.update(each.span for each in wrong)
                if judged.is_meant and (wrong or not everything):
                    yield Judged(span_of(call), wrong, "known" if judged.is_known or wrong else "unknown")


def _is_one(symbol: str, names: Sequence[str]) -> bool:
    return any(_compiled(name).fullmatch(symbol) for name in names)


@cache
def _compiled(name: str) -> re.Pattern[str]:
    """A star at the beginning stands for anything, and one further on for a part of a name."""
    start, rest = (".*", name[1:]) if name.startswith("*") else ("", name)
    return re.compile(start + fnmatch.translate(rest).replace(".*", "[^.()]*"))


class _Judge:
    """Judges one call."""

    def __init__(self, code: Code, call: SgNode, options: Options) -> None:
        self._code = code
        self._names = code.names
        self._call = call
        self._options = options
        self.is_known = True
        self.is_meant = True
        """Whether the card is about this call at all, as far as its options say."""

    def wrong(self) -> Iterator[Wrong]:
        """All that is wrong with the call."""
        options = self._options
        if options.not_in and self._runs_in(self._call, set()):
            yield self._wrong("it runs in an effect")
        elif options.not_into and self._is_taken():
            yield self._wrong("its value is kept by hand")
        if options.not_typed or options.not_own_type:
            yield from self._typed()
        if options.takes or options.runs or options.names_all:
            yield from self._given()

    def _wrong(self, said: str, node: SgNode | None = None) -> Wrong:
        from ...lang.code import span_of

        place = self._code.first_line_of(span_of(node or self._call))
        called = self._call.field("function")
        shown = " ".join(called.text().split())[:_SHOWN] if called is not None else ""
        return Wrong(place, f"{shown}: {said}", {"call": shown, "what": said})

    def _runs_in(self, node: SgNode, seen: set[Key]) -> bool:
        """Whether a node is run by one of what must not run it."""
        from ...lang.script.ends import Ends
        from ...lang.script.names import FUNCTIONS, key

        for around in node.ancestors():
            name = (
                around.field("key") or around.field("name") if around.kind() in ("pair", "method_definition") else None
            )
            if name is not None and name.text() in self._options.apart_from:
                return False
            if around.kind() not in FUNCTIONS or key(around) in seen:
                continue
            seen.add(key(around))
            if self._is_given_to_runner(around):
                return True
            for declared in Ends(self._names).named(around):
                for use in self._names.uses(declared):
                    outer = use.parent()
                    is_call = outer is not None and outer.kind() == "call_expression"
                    if self._is_given_to_runner(use) or (is_call and self._runs_in(use, seen)):
                        return True
        return False

    def _is_given_to_runner(self, node: SgNode) -> bool:
        given = node.parent()
        call = given.parent() if given is not None and given.kind() == "arguments" else None
        called = call.field("function") if call is not None else None
        return called is not None and _is_one(self._names.symbol(called), self._options.not_in)

    def _is_taken(self) -> bool:
        from ...lang.script.ends import Ends

        ends = (end for end in Ends(self._names).of(self._call) if end.kind == "taken")
        return any(_is_one(self._names.symbol(end.node), self._options.not_into) for end in ends)

    def _typed(self) -> Iterator[Wrong]:
        from .types import is_made_up, types_given

        made_up = False
        for written, is_argument in types_given(self._names, self._call):
            text = written.text().removeprefix(":").strip()
            if self._options.not_typed and re.search(self._options.not_typed, text):
                yield self._wrong(f"its answer is typed {text}", written)
            elif self._options.not_own_type and not (is_argument or made_up) and is_made_up(self._names, written):
                made_up = True  # what it is called further on follows from that
                yield self._wrong(f"its answer is typed {text}, which this file makes up", written)

    def _given(self) -> Iterator[Wrong]:
        from .given import given_to, run_by

        options = self._options
        given = given_to(self._names, self._call, options.takes)
        if given is None:
            self.is_known, self.is_meant = False, not options.when_runs
            return
        for name, wanted in options.when_runs.items():
            symbols, _ = run_by(self._names, given.options[name]) if name in given.options else (set(), True)
            self.is_meant = self.is_meant and any(_is_one(symbol, wanted) for symbol in symbols)
        if not self.is_meant:
            return
        missing = [name for name in options.takes if name not in given.options]
        if missing and given.is_whole:
            yield self._wrong(f"it lacks {', '.join(missing)}")
        self.is_known = self.is_known and (given.is_whole or not missing)
        yield from self._unrun(given)
        yield from self._unnamed(given)

    def _unrun(self, given: Given) -> Iterator[Wrong]:
        """What functions do not call and must."""
        from .given import run_by

        for name, wanted in self._options.runs.items():
            if name not in given.options:
                if given.is_whole:
                    yield self._wrong(f"it has no {name}")
                self.is_known = self.is_known and given.is_whole
                continue
            symbols, is_all = run_by(self._names, given.options[name])
            for each in wanted:
                if any(_is_one(symbol, each) for symbol in symbols):
                    continue
                self.is_known = self.is_known and is_all
                if is_all:
                    yield self._wrong(f"{name} calls none of {', '.join(part.rpartition('.')[2] for part in each)}")

    def _unnamed(self, given: Given) -> Iterator[Wrong]:
        """Variables that are used and not named."""
        from .variables import unnamed

        for namer, user in self._options.names_all.items():
            if namer in given.options and user in given.options:
                found = unnamed(self._names, given.options[user], given.options[namer], self._options.services)
                self.is_known = self.is_known and found is not None
                if found:
                    yield self._wrong(f"{namer} does not name {', '.join(found)}, which {user} uses")
