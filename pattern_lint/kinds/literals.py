"""Texts, numbers and f-strings that are written out: where they stand, of what form they are, whether they may be.

A card says which it means by what they look like (`matches`, `shapes`), and by what they are given to: names (`named`)
or calls (`given-to`), also where a variable holds them on the way. Docstrings, texts that stand alone and annotations
are none. A part of a text that is not known, such as a hole of an f-string, may be anything where a form is demanded,
and is `{}` where `matches` looks at it.
"""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import translate
from typing import ClassVar

from ..config.globs import names_like
from ..flow.bindings import values_behind
from ..lang.python.module import Module
from ..lang.python.scopes import Scope
from ..project.called import may_call
from ..project.topics import Told
from ..query.agreeing import of_another_sort
from ..query.answers import YES, Answer, answer
from ..query.arguments import argument
from ..query.calls import CallTable, asked_of, words_of
from ..query.literals import Shape, Use, Written, fits, texts_in, written_as, written_in
from ..query.names import Names, NameSet, name_set
from ..query.places import Places, Where, stands_in
from ..query.plain import misplaced
from ..query.values import Scalar, Value, of_constant
from .kit import Rule
from .site_kind import Judgement, Site, SiteKind, SiteOptions, demanded, placed

_PLAIN = (("text",), ("list",), ("text", "list"))
"""Shapes of which each text stands as it is in the file."""
_LONGEST = 60
"""How long the values are that a message shows."""


class Options(SiteOptions, frozen=True, kw_only=True):
    """Which literals, and what holds of them."""

    matches: str = ""
    """Only those whose text matches a regular expression as a whole. Example: `matches = "AKIA[0-9A-Z]{16}"`"""
    not_matches: str = ""
    """None whose text matches a regular expression as a whole. Example: `not-matches = "(?i)changeme|your-.*"`"""
    besides: tuple[Scalar, ...] = ()
    """Values that are not meant. Example: `besides = [0, 1, -1, ""]`"""
    shapes: tuple[Shape, ...] = ("text",)
    """What they are; `built` is a text that `+`, `%` or `format` puts together, `list` a collection of several texts,
    of which each is looked at.
    Example: `shapes = ["text", "f-string"]`"""
    named: tuple[str, ...] = ()
    """Globs of what they are given to: variables, attributes, keywords, keys of dicts, parameters, functions that
    return them; capitals are as good as small letters. Example: `named = ["*password*", "api_key"]`"""
    not_named: tuple[str, ...] = ()
    """Globs of what they must not be given to, to be meant. Example: `not-named = ["*_url", "*_env"]`"""
    repeats_name: bool | None = None
    """Only those whose text ends like what they are given to, as `TYPE_TOKEN = "token"`, or only others.
    Example: `repeats-name = false`"""
    given_to: Names = ()
    """Calls that they are given to; of `named` and `given-to` one suffices. Example: `given-to = ["*.subscribe"]`"""
    unless_given_to: Names = ()
    """None that these calls are given, or that stand behind an `or` after one.
    Example: `unless-given-to = ["os.getenv"]`"""
    anyhow_inside: Places = ()
    """Places in which it does not matter what they are given to. Example: `anyhow-inside = ["body"]`"""
    argument: str = ""
    """The one argument of these calls that is meant, by keyword, with `|` between several; any without it.
    Example: `argument = "topic"`"""
    each_of: Names = ()
    """Those of these calls of which every argument by position is meant. Example: `each-of = ["acme.Reader"]`"""
    position: int | None = None
    """The place of that argument among the positional ones, from 0. Example: `position = 0`"""
    used_as: tuple[Use, ...] = ("value",)
    """What they are there for: as a value, as a key of a dict or an index, to be compared with, as a member of an enum.
    Example: `used-as = ["value", "member"]`"""
    forbidden: bool = False
    """Whether they must not be there at all. Example: `forbidden = true`"""
    only_inside: Places = ()
    """The only places where they may stand. Example: `only-inside = ["module:shop.topics"]`"""
    agree: str = ""
    """A regular expression whose group must take in the same in all of a file that it matches.
    Example: `agree = "(paper|live)[.].*"`"""
    value: Value | None = None
    """What they must be. Example: `value = { matches = "[a-z]+(\\\\.[a-z]+){2}" }`"""

    words: ClassVar[tuple[str, ...]] = ("value", "name", "call", "function", "module", "other")

    def complaints(self) -> Iterator[tuple[str, str]]:
        yield from super().complaints()
        if not (self.forbidden or self.only_inside or self.agree or self.value is not None):
            yield "forbidden", "say what holds of them: `forbidden = true`, `only-inside`, `agree` or `value`"
        if not (self.matches or self.named or self.given_to or "number" in self.shapes or self.inside):
            yield "named", "say which are meant: `matches`, `named`, `given-to`, or `inside` with places"
        if (self.argument or self.position is not None) and not self.given_to:
            yield "argument", "`argument` and `position` say which argument of the calls in `given-to` is meant"
        yield from (("value", said) for said in misplaced(self.value))
        form = self.value.matches if self.value is not None else ""
        for option, text in (
            ("matches", self.matches),
            ("not-matches", self.not_matches),
            ("agree", self.agree),
            ("value", form),
        ):
            try:
                re.compile(text)
            except re.error as error:
                yield option, f"`{text}` is no regular expression: {error}"


class Kind(SiteKind[Options]):
    """A site is a literal."""

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        wanted = [_Wanted(rule) for rule in rules]
        self._calls = CallTable((each, NameSet(each.options.given_to)) for each in wanted)
        self._excusing = CallTable((rule.code, NameSet(rule.options.unless_given_to)) for rule in rules)
        self._by_name = [each for each in wanted if each.options.named]
        by_form = [each for each in wanted if each.is_by_form]
        self._by_form = [each for each in by_form if not each.classes]
        self._in_classes = [each for each in by_form if each.classes]
        self._names = _any_of(sign for each in self._by_name for sign in each.signs)
        self._forms = _any_of(each.options.matches for each in self._by_form)

    def may_concern(self, file: Told) -> bool:
        if not self.may_lie_in(file):
            return False
        has_classes = bool(self._in_classes) and any(file.classes)
        return has_classes or bool(self._by_form) or self._may_name(file.read()) or may_call(file, self._calls)

    def _may_name(self, source: bytes) -> bool:
        """Whether a file may give something to a name that a card is about."""
        if not self._by_name or self._names is None:
            return bool(self._by_name)
        text = source.decode(errors="replace")
        plain = text if text.isascii() else unicodedata.normalize("NFKC", text)  # as Python reads names
        return self._names.search(plain.lower()) is not None

    def sites(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        together: dict[str, list[tuple[Rule[Options], Site]]] = {}
        for rule, site in self._found(module):
            if rule.options.agree and placed(rule.options, site).holds is not False:
                together.setdefault(rule.code, []).append((rule, site))
            elif not rule.options.agree:
                yield rule, site
        for found in together.values():
            texts = [(s.node, str(s.subject.value)) for _, s in found if isinstance(s.subject, Written)]
            odd = of_another_sort(texts, found[0][0].options.agree)
            for rule, site in found:
                yield rule, site._replace(words={**site.words, "other": odd.get(site.node, "")})

    def _found(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        seen = set(self._excused(module))
        for wanted, written, call, found in (*self._given(module), *self._written(module)):
            if (wanted.rule.code, written.node) not in seen and wanted.means(written):
                seen.add((wanted.rule.code, written.node))
                function = written.scope.function
                words = {"value": _shown(written), "name": written.name, "call": call, "module": module.name}
                words["other"] = ""
                words["function"] = function.name if function is not None else ""
                yield wanted.rule, Site(module, written.node, written.scope, words, found.when, written)

    def _excused(self, module: Module) -> Iterator[tuple[str, ast.expr]]:
        """What is given to calls that may be given it, by the cards that say so."""
        for code, call, found in self._excusing.matches(module):
            if found == YES and isinstance(call.node, ast.Call):
                yield from ((code, value) for value in call.node.args)
                yield from ((code, keyword.value) for keyword in call.node.keywords)
            parent = module.index.parents.get(call.node) if found == YES else None
            yield from ((code, value) for value in parent.values) if isinstance(parent, ast.BoolOp) else ()

    def _given(self, module: Module) -> Iterator[tuple[_Wanted, Written, str, Answer]]:
        """What is written out and given to a call, also through variables and in collections."""
        for wanted, calls in self._called(module).items():
            for (called, found), starts in calls.items():
                for node, scope in values_behind(starts, module):
                    written = written_as(node, scope)
                    if written is not None:
                        yield wanted, written, called, found

    def _called(self, module: Module) -> dict[_Wanted, dict[tuple[str, Answer], list[tuple[ast.expr, Scope]]]]:
        """What calls are given, by the cards that mean it and what is called."""
        table: dict[_Wanted, dict[tuple[str, Answer], list[tuple[ast.expr, Scope]]]] = {}
        for wanted, call, found in self._calls.matches(module):
            if isinstance(call.node, ast.Call):
                options = wanted.options
                is_each = bool(options.each_of) and bool(
                    name_set(options.each_of).match(asked_of(call), module.roots).holds
                )
                given = _arguments(call.node, options, module, call.scope, is_each=is_each)
                table.setdefault(wanted, {}).setdefault((words_of(module, call)["call"], found), []).extend(given)
        return table

    def _may_have_form(self, module: Module) -> bool:
        """Whether a file may have something of a form that a card is about."""
        if self._forms is None or any(each.options.shapes not in _PLAIN for each in self._by_form):
            return bool(self._by_form)
        return any(map(self._forms.fullmatch, texts_in(module)))

    def _written(self, module: Module) -> Iterator[tuple[_Wanted, Written, str, Answer]]:
        takers: dict[str, list[_Wanted]] = {"": []}
        in_classes = [each for each in self._in_classes if each.may_stand_in(module)]
        may_have = bool(in_classes) or self._may_name(module.source) or self._may_have_form(module)
        for written in written_in(module) if may_have else ():
            if written.name not in takers:
                takers[written.name] = [each for each in self._by_name if each.takes(written.name)]
            is_formed = self._forms is None or any(map(self._forms.fullmatch, written.texts))
            for wanted in (*takers[written.name], *in_classes, *(self._by_form if is_formed else ())):
                if wanted.takes(written.name) or wanted.stands(written, module):
                    yield wanted, written, "", YES

    def judge(self, site: Site, rule: Rule[Options]) -> Iterator[Judgement]:
        options, written = rule.options, site.subject
        assert isinstance(written, Written)
        what = f"the {written.shape}" + (f" for {site.words['name']}" if site.words["name"] else "")
        if options.forbidden:
            yield Judgement("violates", f"{what} is not to be written out here")
        if options.agree:
            is_odd = bool(site.words["other"])
            yield demanded(answer(not is_odd), f"{site.words['value']} does not go with {site.words['other']}")
        if options.only_inside:
            where = Where(site.module, site.node, site.scope)
            yield demanded(stands_in(options.only_inside, where), f"{what} has no place here")
        if options.value is not None:
            yield demanded(answer(fits(options.value, written)), f"{site.words['value']} is not what {what} must be")


class _Wanted:
    """A card, with what it looks for."""

    def __init__(self, rule: Rule[Options]) -> None:
        self.rule = rule
        self.options = options = rule.options
        self._named = _any_of(translate(glob.lower()) for glob in options.named)
        self._not_named = _any_of(translate(glob.lower()) for glob in options.not_named)
        self._matches, self._not_matches = re.compile(options.matches), re.compile(options.not_matches)

        globs = tuple(place.removeprefix("class:") for place in options.inside if place.startswith("class:"))
        self.classes = names_like(globs) if globs and len(globs) == len(options.inside) else None
        """Matches the names of the only classes that the card is about."""

    @property
    def is_by_form(self) -> bool:
        """Whether a literal may be meant whatever it is given to."""
        options = self.options
        return bool(options.anyhow_inside) or not (options.named or options.given_to)

    def may_stand_in(self, module: Module) -> bool:
        """Whether a file has a class that the card is about."""
        scopes = module.index.scopes if self.classes is not None else ()
        return any(
            each.kind == "class" and self.classes.match(each.name) for each in scopes if self.classes is not None
        )

    @property
    def signs(self) -> Iterator[str]:
        """What stands in every file in which something is given to one of the names."""
        yield from (re.escape(max(re.split(r"[*?\[\]]", glob.lower()), key=len)) for glob in self.options.named)

    def takes(self, name: str) -> bool:
        """Whether the card is about what is given to a name."""
        return self._named is not None and self._named.match(name.lower()) is not None

    def stands(self, written: Written, module: Module) -> bool:
        """Whether a literal stands where the card is about it whatever it is given to."""
        places = self.options.anyhow_inside
        return not places or stands_in(places, Where(module, written.node, written.scope)) == YES

    def means(self, written: Written) -> bool:
        """Whether the card is about a literal, as far as it shows itself."""
        options, texts = self.options, written.texts
        if written.shape not in options.shapes or written.use not in options.used_as:
            return False
        if self._not_named is not None and self._not_named.match(written.name.lower()):
            return False
        if options.repeats_name not in (None, _repeats_name(written)):
            return False
        if options.besides and True in of_constant(Value(one_of=options.besides), written.value):
            return False
        return not (
            (options.matches and not all(map(self._matches.fullmatch, texts)))
            or (options.not_matches and all(map(self._not_matches.fullmatch, texts)))
        )


def _repeats_name(written: Written) -> bool:
    """Whether a text says the same as the name that it is given to, or ends like it: it is the name of something."""
    name, text = (re.sub(r"[^a-z0-9]", "", str(each).lower()) for each in (written.name, written.value))
    return bool(text) and bool(name) and (text.endswith(name) or name.endswith(text))


def _any_of(expressions: Iterable[str]) -> re.Pattern[str] | None:
    """Matches what one of some expressions does; None where that may be anything, or cannot be asked at once."""
    found = list(dict.fromkeys(expressions))
    try:
        return re.compile("|".join(f"(?:{each})" for each in found)) if found and "" not in found else None
    except re.error:  # flags, and groups of one name
        return None


def _arguments(
    call: ast.Call, options: Options, module: Module, scope: Scope, *, is_each: bool
) -> Iterator[tuple[ast.expr, Scope]]:
    """The arguments of a call that a card means."""
    if not options.argument and options.position is None:
        yield from ((value, scope) for value in (*call.args, *(keyword.value for keyword in call.keywords)))
        return
    if is_each:
        yield from ((value.value if isinstance(value, ast.Starred) else value, scope) for value in call.args)
    for name in dict.fromkeys(options.argument.split("|")):
        given = argument(call, name, options.position, module, scope)
        if given.value is not None:
            yield given.value, given.scope


def _shown(written: Written) -> str:
    text = repr(written.value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."
