"""What cards look for among what is written out, each name and each text looked at once for all files."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial

from ...config.globs import Like, core_of, looks_like, matcher
from ...lang.python.module import Module, name_of
from ...query.answers import YES
from ...query.literals.literals import Written
from ...query.literals.texts import keys
from ...query.naming.meant import MeantNames
from ...query.naming.shown import classes, mentioned
from ...query.places.branches import around
from ...query.places.places import Where, stands_in
from ...query.values.demanded import compiled, of_constant
from ...query.values.values import Value
from ..kit import Rule
from .options import Options

_TEXTS = frozenset({"text", "f-string", "built", "list", "members"})
"""Shapes that are known by their texts, or by names."""
_REMEMBERED = 5_000
"""Of how many texts it is kept that nobody means them."""
_LONGEST = 8_192
"""What has more letters is data, and no text that has a form: expressions may take the square of its length."""
_FLAGS = re.compile(r"\(\?([ims]+)\)(.*)", re.DOTALL)


class Wanted:
    """A card, with what it looks for."""

    def __init__(self, rule: Rule[Options]) -> None:
        self.rule = rule
        self.options = options = rule.options
        self.takes = _called_so(options.named)
        """Tells whether the card is about what is given to a name, which is said in small letters."""
        self.holds = _called_so(options.in_dicts)
        """Tells whether it is about the values of a dict of a name, which is said in small letters."""
        self._is_other = _called_so(options.not_named)
        self.meant = Sieve(self._has_form).of
        """Those of some texts that may be meant."""
        globs = tuple(place.removeprefix("class:") for place in options.inside if place.startswith("class:"))
        self.classes = MeantNames(globs) if globs and len(globs) == len(options.inside) else None
        """Tells the names of the only classes that the card is about."""

    @property
    def is_of_files(self) -> bool:
        """Whether the card is about some files alone, by their paths."""
        inside = self.options.inside
        return bool(inside) and all(place.startswith("path:") for place in inside)

    @property
    def is_by_form(self) -> bool:
        """Whether a literal may be meant whatever it is given to."""
        options = self.options
        return bool(options.anyhow_inside) or not (options.named or options.in_dicts or options.given_to)

    def stands(self, written: Written, module: Module) -> bool:
        """Whether a literal stands where the card is about it whatever it is given to."""
        places = self.options.anyhow_inside
        return not places or stands_in(places, Where(module, written.node, written.scope)) == YES

    def may_stand_in(self, module: Module) -> bool:
        """Whether a file has a class that the card is about."""
        return self.classes is not None and bool(self.classes.shown(classes, module))

    def may_be_given_in(self, module: Module) -> bool:
        """Whether a file has texts that the card is about: two where it is about one that does not go with another."""
        options = self.options
        return options.shapes != ("text",) or len(self.meant(module.texts)) > bool(options.agree)

    @property
    def signs(self) -> Iterator[str]:
        """What stands in every file in which something is given to one of the names."""
        yield from (re.escape(core_of(glob.lower())) for glob in (*self.options.named, *self.options.in_dicts))

    @property
    def is_of_texts(self) -> bool:
        """Whether all that the card is about is known by its texts."""
        return _TEXTS.issuperset(self.options.shapes)

    def _has_form(self, text: str) -> bool:
        options = self.options
        if not (options.matches or options.not_matches):
            return True
        return len(text) <= _LONGEST and not (
            (options.matches and not compiled(options.matches).fullmatch(text))
            or (options.not_matches and compiled(options.not_matches).fullmatch(text))
        )

    def means(self, written: Written) -> bool:
        """Whether the card is about a literal, as far as it shows itself."""
        options, texts = self.options, written.texts
        if written.shape not in options.shapes or written.use not in options.used_as:
            return False
        if self._is_other(written.name.lower()):
            return False
        if not self._says_enough(written):
            return False
        if (options.matches or options.not_matches) and any(len(text) > _LONGEST for text in texts):
            return False
        if options.besides and True in of_constant(Value(one_of=options.besides), written.value):
            return False
        return not (
            (options.matches and not all(map(compiled(options.matches).fullmatch, texts)))
            or (options.not_matches and all(map(compiled(options.not_matches).fullmatch, texts)))
        )

    def _says_enough(self, written: Written) -> bool:
        """Whether a text says as much of its name as the card asks for; what dicts hold has no names of its own."""
        repeats, says = self.options.repeats_name, self.options.says_name
        if (repeats is None and says is None) or self.holds(written.holder.lower()):
            return True
        name, text = _letters(written.name), _letters(written.value)
        is_named = bool(name) and bool(text)
        is_said = is_named and text.endswith(name)
        return says in (None, is_said) and repeats in (None, is_said or (is_named and name.endswith(text)))

    def is_aside(self, written: Written, module: Module) -> bool:
        """Whether a literal lies within something that the card is not about."""
        is_meant = matcher(self.options.not_within) if self.options.not_within else None
        return is_meant is not None and any(is_meant(name.lower()) for name in _names_around(written.node, module))


def _called_so(globs: Iterable[str]) -> Like:
    """Tells names that are like one of some globs, whatever the size of the letters in these."""
    return looks_like(tuple(glob.lower() for glob in globs))


def _names_around(node: ast.AST, module: Module) -> Iterator[str]:
    """What the value that an expression is a part of is given to: keywords, keys and variables."""
    child = node
    for outer in around(node, module):
        match outer:
            case ast.keyword(arg=str(name)):
                yield name
            case ast.Dict(keys=keys, values=values):
                at = next((key for key, value in zip(keys, values, strict=True) if value is child), None)
                yield at.value if isinstance(at, ast.Constant) and isinstance(at.value, str) else ""
            case ast.Assign(targets=targets):
                yield from map(name_of, targets)
            case ast.AnnAssign(target=target):
                yield name_of(target)
        if isinstance(outer, ast.stmt):
            return
        child = outer


class Sieve:
    """Finds those of some texts that are meant; code has the same again and again, and each is looked at once."""

    def __init__(self, is_meant: Callable[[str], object]) -> None:
        self._is_meant = is_meant
        self._strange: set[str] = set()

    def of(self, texts: frozenset[str]) -> frozenset[str]:
        fresh = texts - self._strange
        found = frozenset(filter(self._is_meant, fresh))
        if len(self._strange) > _REMEMBERED:
            self._strange.clear()
        self._strange |= fresh - found
        return found


class Formed:
    """Tells which texts are of a form that one of many cards is about, each text looked at once for all of them."""

    def __init__(self, forms: re.Pattern[str] | None) -> None:
        self._sieve = Sieve(partial(_is_of_form, forms)) if forms is not None else None
        """Lets through what they match; None where any text may be of such a form."""

    def meant(self, texts: frozenset[str]) -> frozenset[str]:
        """Those of some texts that are of one of the forms."""
        return self._sieve.of(texts) if self._sieve is not None else texts


def _is_of_form(form: re.Pattern[str], text: str) -> bool:
    return len(text) <= _LONGEST and form.fullmatch(text) is not None


class Takers:
    """The cards that are about what is given to a name, each name looked at once: code has the same again and again."""

    def __init__(self, wanted: Sequence[tuple[Wanted, Like]]) -> None:
        self._wanted = wanted
        globs = (glob for each, _ in wanted for glob in (*each.options.named, *each.options.in_dicts))
        self._named = MeantNames([glob.lower() for glob in globs], small=True)
        self._known: dict[str, tuple[Wanted, ...]] = {"": ()}

    def of(self, name: str) -> tuple[Wanted, ...]:
        """The cards that are about a name."""
        if name not in self._known:
            lowered = name.lower() if self._named.match(name) else ""
            self._known[name] = tuple(each for each, takes in self._wanted if takes(lowered)) if lowered else ()
        return self._known[name]

    def shown(self, module: Module) -> Iterable[Wanted]:
        """The cards that are about a name which a module has, be it a text that stands for one."""
        named = (*self._named.shown(mentioned, module), *self._named.shown(keys, module))
        return dict.fromkeys(each for name in named for each in self.of(name))


def _letters(said: object) -> str:
    """What is left of a name or a text where only letters and figures count, small ones as good as others."""
    return re.sub(r"[^a-z0-9]", "", str(said).lower())


def any_of(expressions: Iterable[str]) -> re.Pattern[str] | None:
    """Matches what one of some expressions does; None where that may be anything, or cannot be asked at once."""
    return _any_of(tuple(dict.fromkeys(map(_with_own_flags, expressions))))


@cache
def _any_of(found: tuple[str, ...]) -> re.Pattern[str] | None:
    try:
        return re.compile("|".join(f"(?:{each})" for each in found)) if found and "" not in found else None
    except re.error:  # groups of one name
        return None


def _with_own_flags(expression: str) -> str:
    """An expression that can stand beside others: flags at its beginning are its own."""
    found = _FLAGS.fullmatch(expression)
    return f"(?{found[1]}:{found[2]})" if found is not None else expression
