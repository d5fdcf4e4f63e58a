"""`pattern-lint new card`: writes a first card from a few answers."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from ..cards.card import CardErrors
from ..cards.catalogue import Catalog
from ..config.settings import Config
from ..kinds import kind_names
from ..problems import UsageError, unknown
from ..reading import content_of
from ..writing import check, replace
from .asking import asked, is_somebody_there
from .finding_cards import catalog_here, config_here
from .first_card import Answers, FirstCard, first_card, next_code, takes_names
from .output import say

_FOLDER = "patterns"
_BEGINNING = b"+++"
_GENERAL = ("calls", "imports", "classes", "functions", "fields", "uses", "pairs", "sets")
"""What most rules of a team are."""


def write_card(arguments: argparse.Namespace) -> int:
    """Ask for what is not given, and write the card."""
    config = config_here()
    usual = arguments.folder or _own_folder(config)
    catalog = catalog_here(also=_cards_in(config.root / usual))
    ask = _asked if is_somebody_there() else _not_asked
    name = arguments.name or ask("Name of the card, such as no-print", "NAME", "")
    kind = arguments.kind or ask(f"Kind ({', '.join(_GENERAL)}, ...)", "--kind", "")
    if kind not in kind_names():
        raise UsageError(unknown("kind", kind, kind_names()))
    of = arguments.of
    if of and not takes_names(kind):
        raise UsageError(f"cards of the kind `{kind}` have no list of names `of`; `--option` takes what they have")
    if of is None and takes_names(kind) and not arguments.option:
        of = ask("What it is about: names, with commas between them", "--of", "-")
    default = next_code(card for card in catalog.cards if not card.pack and not card.code.startswith("PAT"))
    code = arguments.code or ask("Code", "--code", default)
    summary = arguments.summary or ask(
        "What holds, in one sentence", "--summary", f"{name.replace('-', ' ').capitalize()}."
    )
    folder = config.root / (arguments.folder or ask("Folder", "--folder", usual))
    names = tuple(part.strip() for part in (of or "").split(",") if part.strip() not in ("", "-"))
    answers = Answers(kind, code, name, summary, names, tuple(arguments.option))
    _refuse_taken(answers, catalog)
    made = _made(answers)
    path = folder / f"{name}.md"
    _write(path, made, config.root)
    say("".join(f"{line}\n" for line in _what_next(path, answers, made, config)))
    return 0


def _cards_in(folder: Path) -> list[Path]:
    """The cards of a folder, which the configuration may not name so far."""
    return [file for file in sorted(folder.glob("*.md")) if content_of(file, 0, len(_BEGINNING)) == _BEGINNING]


def _asked(question: str, option: str, default: str) -> str:
    return asked(question, default)


def _not_asked(question: str, option: str, default: str) -> str:
    """The answer where nobody can be asked."""
    if not default:
        raise UsageError(f"{option} is missing: {question[:1].lower()}{question[1:]}")
    return default


def _own_folder(config: Config) -> str:
    return os.path.relpath(config.card_folders[0], config.root) if config.cards else _FOLDER


def _refuse_taken(answers: Answers, catalog: Catalog) -> None:
    for card in catalog.cards:
        if answers.code == card.code or answers.name == card.name:
            raise UsageError(f"{card.code} {card.name} is there already, in {card.path}; choose another code and name")


def _made(answers: Answers) -> FirstCard:
    try:
        return first_card(answers)
    except CardErrors as errors:
        said: Callable[[str], str] = "the card would not be right: {}".format
        raise UsageError("\n".join(said(problem.message) for problem in errors.problems)) from None


def _write(path: Path, made: FirstCard, root: Path) -> None:
    if os.path.lexists(path):
        raise UsageError(f"{path}: this file is there already; nothing is written over it")
    try:
        check(path, inside=root)
        path.parent.mkdir(parents=True, exist_ok=True)
        replace(path, made.text.encode(), inside=root)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror or error}; name another --folder") from None


def _what_next(path: Path, answers: Answers, made: FirstCard, config: Config) -> list[str]:
    shown = os.path.relpath(path)
    lines = [f"{shown}: written", "Next:", "* say in it why the rule is there, and what is to be done instead"]
    if not made.has_violation:
        lines.append(
            f"* add `## Violates: ...` with code that breaks it; mark the line with `# expect: {answers.code}`"
        )
    lines.append(f"* pattern-lint test {answers.code}, and pattern-lint try {shown}")
    if any(path.is_relative_to(folder) for folder in config.card_folders):
        return [*lines, f'* have it on: extend-select = ["{answers.code}"] in [tool.pattern-lint]']
    folder = os.path.relpath(path.parent, config.root)
    lines[-1] = f"* pattern-lint test {shown}, and pattern-lint try {shown}"
    return [
        *lines,
        "* tell the configuration of it:",
        "    [tool.pattern-lint]",
        f'    cards = ["{folder}"]',
        f'    extend-select = ["{answers.code}"]',
    ]
