"""A first card of a team, made from a few answers and from what its kind says of its options.

Whatever is written has been tried before: the options are taken by the kind, and the example that violates is found.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import msgspec.json

from ..cards.card import Card, CardErrors, load_cards
from ..cards.kind_pages import Option, page_of
from ..cards.options import decode_options
from ..config.strict import convert
from ..config.toml_file import parse
from ..engine.examples import failures
from ..kinds import check_class, kind_names, options_class
from ..kinds.site_kind import SiteOptions
from ..lang.languages import BRANCH, COMMIT, PYTHON
from ..problems import Problem
from ..writing import replace as write_file

_FULL_NAME = re.compile(r"(?:\w+\.)*\w+")
_FIRST_NUMBER = 101
_MOST_MEANT = "forbidden"
"""What most cards begin as."""
_USUAL_PREFIX = "OWN"
_SHELL = "shell"
_READY: Mapping[str, str] = {
    PYTHON: "ready = True",
    "markdown": "Ready.",
    "typescript": "const ready = true;",
    "javascript": "const ready = true;",
    _SHELL: "ready=1",
    "toml": "ready = true",
    "ini": "[ready]\nnow = 1",
    "json": "{}",
    COMMIT: "Make it ready",
    BRANCH: "diff --git a/ready.txt b/ready.txt\n--- a/ready.txt\n+++ b/ready.txt\n@@ -1 +1 @@\n-no\n+yes",
}
"""A few lines of which few cards say anything, by language."""
_OPEN = "Why does it matter, and what is to be done instead? Say it here in two or three sentences."


class Answers(NamedTuple):
    """What the author says of the card."""

    kind: str
    code: str
    name: str
    summary: str
    of: tuple[str, ...] = ()
    """What it is about, for kinds whose option `of` is a list of names."""
    options: tuple[str, ...] = ()
    """Lines of options, as a card has them."""


_LISTS = ("a list of names", "a list of strings")


class FirstCard(NamedTuple):
    """A card that can be written, and whether it has an example that violates."""

    text: str
    has_violation: bool


def first_card(answers: Answers) -> FirstCard:
    """The card; wrong answers are errors that say what is wrong."""
    page = page_of(answers.kind).options
    options = _options(answers, page)
    for violation in (*_violations(answers), ""):
        text = _text(answers, options, page, violation)
        if _is_found(text):
            return FirstCard(text, bool(violation))
    return FirstCard(_text(answers, options, page, "", is_harmless=False), has_violation=False)


def next_code(cards: Iterable[Card]) -> str:
    """A code that follows those of a team's own cards."""
    codes = sorted(card.code for card in cards)
    if not codes:
        return f"{_USUAL_PREFIX}{_FIRST_NUMBER}"
    prefix = codes[-1].rstrip("0123456789")
    return f"{prefix}{int(codes[-1].removeprefix(prefix)) + 1}"


def takes_names(kind: str) -> bool:
    """Whether cards of a kind say by names, of whatever sort, what they are about."""
    return kind in kind_names() and any(
        option.name == "of" and option.type in _LISTS for option in page_of(kind).options
    )


def _options(answers: Answers, page: Sequence[Option]) -> list[str]:
    """The lines of options that make a card of the kind, the fewest that do."""
    lines = {option.name: option.example for option in page if option.example}
    if answers.of and "of" in lines:
        lines["of"] = f"of = {msgspec.json.encode(list(answers.of)).decode().replace(',', ', ')}"
    given = {line.partition("=")[0].strip(): line for line in answers.options}
    lines |= given
    wanted = {*given, *(["of"] if answers.of else [])}
    needed = [name for name in lines if name in wanted or _is_required(name, page)]
    card, wrong = _read(_text(answers, (), page, "")), None
    _refuse_wrong_names(answers, card)
    for more in _attempts([name for name in lines if name not in needed]) if not given else [()]:
        chosen = [lines[name] for name in (*needed, *more)]
        table = parse("\n".join(chosen), Path("--option"))
        if isinstance(table, Problem):
            raise CardErrors([table])
        try:
            proofread = check_class(answers.kind).proofread
            decode_options(replace(card, options=table), options_class(answers.kind), proofread=proofread)
        except CardErrors as errors:
            wrong = wrong or errors
        else:
            return chosen
    assert wrong is not None
    raise wrong


def _refuse_wrong_names(answers: Answers, card: Card) -> None:
    """Raise what is wrong with the names themselves: nothing that is said besides puts it right."""
    options, struct = {"of": list(answers.of)}, options_class(answers.kind)
    found = convert(options, struct) if answers.of else []
    if isinstance(found, list) and any(each.keys[:1] == ("of",) for each in found):
        decode_options(replace(card, options=options), struct)


def _attempts(names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """What might be said besides what has to be: that it must not be, and what is the kind's own before all else."""
    shared = set(SiteOptions.__struct_encode_fields__)
    own = sorted((name for name in names if name not in shared), key=lambda name: name != _MOST_MEANT)
    yield from (*combinations(own, 1), (), *combinations(own, 2))
    yield from (*combinations(names, 2), *combinations(names, 3))


def _is_required(name: str, page: Sequence[Option]) -> bool:
    return any(option.name == name and option.default == "required" for option in page)


def _violations(answers: Answers) -> Iterator[str]:
    """Code that may violate the card, for the names that it is about."""
    mark = f"  # expect: {answers.code}"
    for name in answers.of:
        last = name.rpartition(".")[2]
        if name.startswith("*.") and last.isidentifier():
            yield f"def run(thing) -> None:\n    thing.{last}(){mark}\n"
        elif name.replace("*", "Some").isidentifier():
            yield f"class {name.replace('*', 'Some')}:{mark}\n    x = 1\n"
            yield f"def {name.replace('*', 'some')}():{mark}\n    return 1\n"
            yield f"{name}(){mark}\n"
            yield f"import {name}{mark}\n"
        if _FULL_NAME.fullmatch(name) and "." in name:
            module, _, member = name.rpartition(".")
            yield f"import {module}\n\n{name}(){mark}\n"
            yield f"import {module}\n\nvalue = {name}{mark}\n"
            yield f"from {module} import {member}{mark}\n"
            yield f"from {module} import {member}\n\n\nclass Own({member}):{mark}\n    x = 1\n"


def _is_found(text: str) -> bool:
    return not failures(_read(text))


def _read(text: str) -> Card:
    """The card of a text, read as from a file; what is wrong with it is an error."""
    with tempfile.TemporaryDirectory(prefix="pattern-lint-") as folder:
        path = Path(folder) / "card.md"
        write_file(path, text.encode())
        (card,) = load_cards([path])
    return card


def _ready(kind: str, options: Iterable[str]) -> list[str]:
    """A fence in which nothing is wrong, in a language that cards of the kind with such options read."""
    card = parse("\n".join(options), Path("--option"))
    struct, check = options_class(kind), check_class(kind)
    decoded = convert(card, struct) if isinstance(card, dict) else []
    read = check.languages if isinstance(decoded, list) else check.reads(decoded)
    language = PYTHON if PYTHON in read else next((each for each in _READY if each in read), PYTHON)
    return [f"```{'sh' if language == _SHELL else language}", _READY[language], "```"]


def _text(
    answers: Answers, options: Iterable[str], page: Sequence[Option], violation: str, *, is_harmless: bool = True
) -> str:
    """The card; where even what is `ready` breaks it, without an example of what conforms."""
    chosen = {line.partition("=")[0].strip() for line in options}
    others = (option.example for option in page if option.example)
    rest = [f"# {line}" for line in others if line.partition("=")[0].strip() not in chosen]
    head = [
        "+++",
        f'code = "{answers.code}"',
        f'name = "{answers.name}"',
        f"summary = {msgspec.json.encode(answers.summary).decode()}",
        f'check = "{answers.kind}"',
        "[options]",
        *options,
        f"# More that a card of this kind can say, each described by `pattern-lint explain {answers.kind}`:",
        *rest,
        "+++",
        f"# {answers.summary.rstrip('.')}",
        _OPEN,
    ]
    if is_harmless:
        head += ["", "## Conforms: nothing of the sort", *_ready(answers.kind, options)]
    if violation:
        head += ["", "## Violates: the plainest case", "```python", *violation.rstrip("\n").split("\n"), "```"]
    return "".join(f"{line}\n" for line in head)
