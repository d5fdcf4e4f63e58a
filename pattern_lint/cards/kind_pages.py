"""What is to be said of a kind of checks, made from its types: what a site is, and every option with an example."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Annotated, Any, NamedTuple, get_args, get_origin

import msgspec
import msgspec.json
import msgspec.structs

from ..config.strict import describe
from ..fix import repair
from ..kinds import kind_module, options_class
from ..query.naming import names
from ..query.places import places
from ..query.values import values

_EXAMPLE = re.compile(r"\s*Example: (`+)(?P<toml>.+?)\1\s*$", re.DOTALL)


class Option(NamedTuple):
    """One option of a kind, or one key of a table that an option is."""

    name: str
    type: str
    default: str
    meaning: str
    example: str
    """A line of TOML as a card has it below `[options]`; empty where the option shows none."""
    parts: tuple[Option, ...] = ()
    """The keys of the table that it is, or of each table in it."""
    is_keyed: bool = False
    """Whether the author chooses the names of what is in it, such as those of arguments."""

    @property
    def is_value(self) -> bool:
        """Whether it says what a value must be, in the words that all kinds share."""
        return value_words() <= {part.name for part in self.parts}

    @property
    def own_parts(self) -> tuple[Option, ...]:
        """Its keys, those that all values have aside."""
        return tuple(part for part in self.parts if not (self.is_value and part.name in value_words()))


class Section(NamedTuple):
    """Options that belong together."""

    title: str
    options: tuple[Option, ...]


class Page(NamedTuple):
    """A kind: its name, what it looks at, what its cards may say."""

    name: str
    about: str
    sections: tuple[Section, ...]
    demanding: tuple[str, ...] = ()
    """The options that say what must hold, of which a card has to have one; none where a kind does not tell."""

    @property
    def options(self) -> tuple[Option, ...]:
        """All options of the kind."""
        return tuple(option for section in self.sections for option in section.options)


def page_of(kind: str) -> Page:
    """The page of a kind."""
    struct = options_class(kind)
    page = Page(kind, about_kind(kind), tuple(_sections(struct)))
    known: frozenset[str] = getattr(kind_module(kind), "DEMANDING", frozenset())
    names = {field.encode_name for field in msgspec.structs.fields(struct) if field.name in known}
    return page._replace(demanding=tuple(each.name for each in page.options if each.name in names))


def about_kind(kind: str) -> str:
    """What a kind looks at."""
    return inspect.getdoc(kind_module(kind)) or ""


def _sections(struct: type[msgspec.Struct]) -> Iterator[Section]:
    """The options of a kind by the classes that have them, each of which says in its first line what they are about."""
    options = {option.name: _with_words(option, struct) for option in options_of(struct)}
    names = {field.name: field.encode_name for field in msgspec.structs.fields(struct)}
    for cls in _classes(struct):
        own = [names[name] for name in cls.__annotations__ if name in names]
        found = tuple(options.pop(name) for name in own if name in options)
        if found:
            yield Section((inspect.getdoc(cls) or "").partition("\n")[0].rstrip("."), found)


def _with_words(option: Option, struct: type[msgspec.Struct]) -> Option:
    """An option; that of the message with what may stand in its braces."""
    words = getattr(struct, "words", ()) if option.name == "message" else ()
    known = ", ".join(f"`{{{word}}}`" for word in words)
    return option._replace(meaning=f"{option.meaning} It may have {known}.") if known else option


def options_of(struct: type[msgspec.Struct], around: tuple[type[msgspec.Struct], ...] = ()) -> Iterator[Option]:
    """The fields of a struct as options: those that come early, those of its own, and those that it inherits.

    A struct that lies in itself, as `around` says, is not gone into again.
    """
    meanings = _meanings(struct)
    fields = {field.name: field for field in msgspec.structs.fields(struct)}
    for name in (name for cls in _classes(struct) for name in cls.__annotations__):
        field = fields.pop(name, None)
        if field is not None:
            meaning, example = _taken_apart(meanings.get(name, ""))
            within = (*around, struct)
            structs = (nested for nested in _structs(field.type) if nested not in within)
            parts = tuple(part for nested in structs for part in options_of(nested, within))
            type_ = describe(field.type, briefly=True)
            keyed = get_origin(field.type) is dict
            yield Option(field.encode_name, type_, _default(field), meaning, example, parts, keyed)


def _classes(struct: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    """The classes that have the fields of a struct, as early as they say."""
    classes = [cls for cls in struct.__mro__ if issubclass(cls, msgspec.Struct) and cls is not msgspec.Struct]
    yield from sorted(classes, key=lambda cls: -cls.__dict__.get("early", 0))


def example_for(struct: type[msgspec.Struct], keys: Sequence[str]) -> str:
    """The example of the option that keys lead to, or else of what it lies in; empty where there is none."""
    options, example, is_own = tuple(options_of(struct)), "", False
    for key in keys:
        found = next((option for option in options if option.name == key and not is_own), None)
        is_own = found is not None and found.is_keyed
        if found is not None:
            example, options = found.example or example, found.parts
    return example


def _taken_apart(docstring: str) -> tuple[str, str]:
    found = _EXAMPLE.search(docstring)
    meaning = docstring[: found.start()] if found is not None else docstring
    return " ".join(meaning.split()), found["toml"] if found is not None else ""


def _default(field: msgspec.structs.FieldInfo) -> str:
    """The default as TOML would have it; empty where the option has to be given or is left out."""
    value = field.default
    if value is msgspec.NODEFAULT:
        if field.default_factory is msgspec.NODEFAULT:
            return "required"
        value = field.default_factory()
    if value is None or value in ((), {}, ""):
        return ""
    return msgspec.json.encode(value).decode()


def _structs(wanted: Any) -> Iterator[type[msgspec.Struct]]:
    """The structs that a type holds."""
    if get_origin(wanted) is Annotated:
        yield from _structs(get_args(wanted)[0])
    elif isinstance(wanted, type) and issubclass(wanted, msgspec.Struct):
        yield wanted
    else:
        for part in get_args(wanted):
            yield from _structs(part)


@cache
def _meanings(struct: type[msgspec.Struct]) -> Mapping[str, str]:
    """What stands below each field in the source, for a struct and its bases."""
    found: dict[str, str] = {}
    for cls in reversed(struct.__mro__):
        if issubclass(cls, msgspec.Struct) and cls is not msgspec.Struct:
            try:
                source = inspect.getsource(cls)
            except OSError:  # it may be installed without its source
                continue
            (node,) = ast.parse(textwrap.dedent(source)).body
            assert isinstance(node, ast.ClassDef)
            found |= dict(_documented(node))
    return found


def _documented(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for statement, following in zip(node.body, node.body[1:], strict=False):
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            value = following.value if isinstance(following, ast.Expr) else None
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield statement.target.id, value.value


@cache
def value_words() -> frozenset[str]:
    """The words in which cards say what a value must be."""
    return frozenset(option.name for option in options_of(values.Value))


def as_markdown(page: Page) -> str:
    """The page as Markdown."""
    rows = [f"# {page.name}", "", page.about, ""]
    for section in page.sections:
        rows += [f"## {section.title}", "", *(row for option in section.options for row in _rows(option))]
    return "\n".join(rows)


def _rows(option: Option) -> Iterator[str]:
    yield from (f"### `{option.name}`", "", *_paragraphs(option))
    for part in option.own_parts:
        shown = f": {part.meaning}" if part.meaning else ""
        example = f" For example `{part.example}`." if part.example else ""
        yield f"* `{part.name}` ({part.type}){shown}{example}"
    yield from ["* what a [value](values.md) must be"] if option.is_value else []
    yield from [""] if option.parts else []


def _paragraphs(option: Option) -> Iterator[str]:
    defaults = {"": "", "required": ", required"}
    default = defaults.get(option.default, f", by default `{option.default}`")
    yield f"{option.type[:1].upper()}{option.type[1:]}{default}. {option.meaning}"
    yield ""
    if option.example:
        yield from ("```toml", "[options]", option.example, "```", "")


def _listed(struct: type[msgspec.Struct], about: str | None) -> str:
    """All that a table may say, each with its example."""
    parts = (f"* `{option.name}`: {option.meaning} Example: `{option.example}`" for option in options_of(struct))
    return "\n".join([(about or "").strip(), "", *parts])


TOPICS: Mapping[str, str] = {
    "names": names.__doc__ or "",
    "places": places.__doc__ or "",
    "values": _listed(values.Value, values.Value.__doc__),
    "repairs": _listed(repair.Repair, repair.__doc__),
}
"""What all kinds share, in the words of the modules that are their home."""
