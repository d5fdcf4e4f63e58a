"""`pattern-lint explain`: why a card is there, what to do instead, and examples."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Iterable, Mapping

from ..cards.card import Card, Example, with_text
from ..cards.catalogue import Catalog, load_catalog
from ..cards.kind_pages import TOPICS, Option, Page, about_kind, page_of
from ..cards.profiles import PatternEntry, pattern_index
from ..cards.repairs import fix_of
from ..kinds import kind_names
from ..outcome import Fix
from ..problems import Problems, UsageError, unknown
from ..report.style import Style, style_for
from ..tool_findings import TOOL_FINDINGS, TOOL_NAMES, ToolFinding
from ..visible import guarded, plain, plain_lines
from .finding_cards import catalog_here
from .output import write
from .rules import profiles_of

_HEADS = {
    "conforms": "Conforms",
    "violates": "Violates",
    "fixed": "Fixed",
    "known-miss": "Known miss",
    "known-noise": "Known noise",
}
_KINDS, _LISTS, _END = "kinds", "lists", "\n"
_FIXES: Mapping[Fix, str] = {
    "none": "",
    "safe": "`pattern-lint check --fix` puts right what can be put right safely.",
    "unsafe": "`pattern-lint check --fix --unsafe-fixes` puts it right; look at what it changes.",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "names",
        nargs="+",
        metavar="CODE|NAME",
        help="a card's code or name, what codes begin with, a kind of checks, an option of one (calls.arguments), "
        "kinds, names, places, values, lists, a list of names (@http-requests), or a pattern's id",
    )


def run(arguments: argparse.Namespace) -> int:
    catalog = _catalog_for(arguments.names)
    style = style_for(sys.stdout)
    texts = [_explained(name, catalog, style) for name in arguments.names]
    write(guarded("\n".join(texts)))
    return 0


def _catalog_for(names: Iterable[str]) -> Catalog:
    """The cards here; pages of kinds are for those who write one, so that what is wrong with it does not hide them."""
    try:
        return catalog_here()
    except Problems:
        if not all(map(_is_for_authors, names)):
            raise
        return load_catalog()


def _is_for_authors(name: str) -> bool:
    return name in (*TOPICS, _KINDS, _LISTS) or name.startswith("@") or name.partition(".")[0] in kind_names()


def _explained(name: str, catalog: Catalog, style: Style) -> str:
    tool = next((tool for tool in TOOL_FINDINGS if name in tool[:2]), None)
    if tool is not None:
        return _tool_text(tool, style)
    card = catalog.find(name)
    if card is not None:
        return _card_text(card, catalog, style)
    patterns = pattern_index(catalog.profiles)
    if name in patterns:
        return _pattern_text(patterns[name], catalog, style)
    if name in kind_names():
        return _kind_text(page_of(name), catalog, style)
    if name == _KINDS:
        return _text([f"{style.bold(kind)}: {about_kind(kind).partition(_END)[0]}" for kind in kind_names()])
    if name.partition(".")[0] in kind_names():
        return _option_text(name, style)
    if name == _LISTS:
        return _text(f"@{each}: {_counted(catalog.words[each])}" for each in sorted(catalog.words))
    if name.removeprefix("@") in catalog.words:
        return _list_text(name.removeprefix("@"), catalog, style)
    if name in TOPICS:
        return _text([style.bold(name), TOPICS[name]])
    own = [card for card in catalog.cards if name in card.patterns]
    if own:
        return "\n".join(_card_text(card, catalog, style) for card in own)
    beginning = [card for card in catalog.cards if card.code.startswith(name)]
    if beginning:
        return _beginning_text(name, beginning, style)
    known = [
        *TOPICS,
        _KINDS,
        _LISTS,
        *(f"@{each}" for each in catalog.words),
        *kind_names(),
        *TOOL_NAMES,
        *patterns,
        *(text for card in catalog.cards for text in (card.code, card.name)),
    ]
    raise UsageError(
        f"{unknown('code, name, kind or pattern', name, known, list_known=False)} `pattern-lint rules` lists all."
    )


def _tool_text(tool: ToolFinding, style: Style) -> str:
    return _text([f"{style.level(tool.level, tool.code)} {style.bold(tool.name)}", tool.summary, "", tool.why])


def _card_text(card: Card, catalog: Catalog, style: Style) -> str:
    card = with_text(card)
    patterns = pattern_index(catalog.profiles)
    about = [f"Pattern {id_}: {patterns[id_].title}" for id_ in card.patterns if id_ in patterns]
    profiles = profiles_of(card, catalog)
    parts = [
        f"{style.level(card.level, card.code)} {style.bold(card.name)} ({card.level})",
        plain(card.summary),
        "",
        *about,
        f"Profiles: {', '.join(profiles)}" if profiles else "No profile has it on.",
        f"Comments that accept {', '.join(card.equivalents)} accept it, too." if card.equivalents else "",
        f"Judged by hand: {card.judged}." if card.judged is not None else "",
        _FIXES[fix_of(card)],
        "",
        style.bold(plain(card.title)),
        plain_lines(card.why),
    ]
    return _text(parts) + "".join(_example(example, style) for example in card.examples)


def _example(example: Example, style: Style) -> str:
    parts = [f"\n{style.bold(f'{_HEADS[example.kind]}: {plain(example.title)}')}\n"]
    for file in example.files:
        if len(example.files) > 1:
            parts.append(f"\n  {style.dim(plain(file.name))}\n")
        parts += [f"    {line}".rstrip() + "\n" for line in plain_lines(file.text).rstrip("\n").split("\n")]
    return "".join(parts)


def _beginning_text(beginning: str, cards: Iterable[Card], style: Style) -> str:
    """The cards whose codes begin so, a line each."""
    lines = [
        f"{style.level(card.level, card.code)} {style.bold(card.name)}: {plain(card.summary)}"
        for card in sorted(cards, key=lambda card: card.code)
    ]
    return _text([f"Codes that begin with {beginning}; `pattern-lint explain CODE` tells more of one.", "", *lines])


def _pattern_text(pattern: PatternEntry, catalog: Catalog, style: Style) -> str:
    cards = [card for card in catalog.cards if pattern.id in card.patterns]
    head = f"{style.bold(pattern.id)} {pattern.title} ({pattern.status}, in the profile {pattern.profile})"
    if not cards:
        return _text([head, "", "No card enforces it so far."])
    return _text([head, "", f"Enforced by {', '.join(card.code for card in cards)}.", ""]) + "\n".join(
        _card_text(card, catalog, style) for card in cards
    )


def _kind_text(page: Page, catalog: Catalog, style: Style) -> str:
    cards = [card.code for card in catalog.cards if card.check == page.name]
    used = f"Cards of this kind: {', '.join(cards)}." if cards else "No card of this kind ships."
    held = [f"One of these says what must hold: {', '.join(page.demanding)}."] if page.demanding else []
    text = _text([style.bold(page.name), page.about, "", used, *held])
    for section in page.sections:
        options = "".join(_option(each, style) for each in section.options)
        text += f"\n{style.bold(section.title)}\n{'-' * len(section.title)}\n{options}"
    return text


def _list_text(name: str, catalog: Catalog, style: Style) -> str:
    """The names of a list, those that the team adds among them."""
    return _text([style.bold(f"@{name}"), *(f"    {plain(each)}" for each in catalog.words[name])])


def _counted(names: Collection[str]) -> str:
    return f"{len(names)} names" if len(names) != 1 else "1 name"


def _option_text(name: str, style: Style) -> str:
    """One option of a kind, or one in it, such as `calls.arguments.position`."""
    kind, *way = name.split(".")
    options = page_of(kind).options
    for place, key in enumerate(way):
        option = next((each for each in options if each.name == key), None)
        if option is None:
            what = f"option of {'.'.join((kind, *way[:place]))}"
            raise UsageError(unknown(what, key, [each.name for each in options]))
        options = option.parts
    return _option(option, style) if option is not None else ""


def _option(option: Option, style: Style, indent: str = "") -> str:
    default = f" = {option.default}" if option.default not in ("", "required") and not option.parts else ""
    required = " (required)" if option.default == "required" else ""
    lines = [f"{style.bold(option.name)}{default}{required}: {option.type}", f"    {option.meaning}"]
    lines += [f"    {style.dim(option.example)}"] if option.example else []
    text = "".join(f"{indent}{line}\n" for line in lines if line.strip())
    text += "".join(_option(part, style, indent + "    ") for part in option.own_parts)
    return text + (f"{indent}    and what a value must be: `pattern-lint explain values`\n" if option.is_value else "")


def _text(lines: Iterable[str]) -> str:
    """The lines, without repeated empty ones."""
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "".join(f"{line}\n" for line in kept)
