"""Builds the documentation site: the pages of this folder, and a reference that is made from the cards."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from pattern_lint.cards.card import Card
from pattern_lint.cards.catalogue import Catalog, load_catalog
from pattern_lint.cards.kind_pages import TOPICS, as_markdown, page_of
from pattern_lint.cards.schema import json_schema
from pattern_lint.kinds import kind_names, options_class

HERE = Path(__file__).resolve().parent
WORK = HERE.parent / "build" / "docs"
PAGES = WORK / "pages"


def main() -> None:
    """Collect the pages, write the reference, run the generator."""
    shutil.rmtree(WORK, ignore_errors=True)
    shutil.copytree(HERE, PAGES, ignore=shutil.ignore_patterns("*.py", "*.toml", "__pycache__"))
    shutil.copy(HERE / "zensical.toml", WORK)
    catalog = load_catalog(examples=True)
    write_reference(catalog)
    write_kinds()
    schema = json_schema(catalog.cards, options_class)
    (PAGES / "configuration.schema.json").write_text(json.dumps(schema, indent=2), encoding="utf-8")
    subprocess.run([str(Path(sys.executable).with_name("zensical")), "build"], cwd=WORK, check=True)
    print(f"open {(WORK / 'site' / 'index.html').relative_to(Path.cwd())}")


def write_reference(catalog: Catalog) -> None:
    """One page a card, and one that lists them."""
    folder = PAGES / "cards"
    folder.mkdir()
    for card in catalog.cards:
        profiles = [name for name, profile in catalog.profiles.items() if profile.enables(card)]
        (folder / f"{card.name}.md").write_text(page(card, profiles), encoding="utf-8")
    rows = [
        f"| {card.code} | [{card.name}]({card.name}.md) | {card.summary} | {card.judged or 'not yet'} |"
        for card in catalog.cards
    ]
    head = ["# Cards", "", "| code | name | what holds | judged by hand |", "| --- | --- | --- | --- |"]
    (folder / "index.md").write_text("\n".join([*head, *rows, ""]), encoding="utf-8")


def write_kinds() -> None:
    """One page a kind, one for each part of the language that they share, and one that lists them."""
    folder = PAGES / "kinds"
    folder.mkdir()
    rows = []
    for kind in map(page_of, kind_names()):
        (folder / f"{kind.name}.md").write_text(as_markdown(kind), encoding="utf-8")
        rows.append(f"| [{kind.name}]({kind.name}.md) | {kind.about.partition(chr(10))[0]} |")
    for topic, text in TOPICS.items():
        (folder / f"{topic}.md").write_text(f"# {topic.capitalize()}\n\n{text}\n", encoding="utf-8")
    shared = ", ".join(f"[{topic}]({topic}.md)" for topic in TOPICS)
    head = ["# Kinds", "", f"What a card may say, by kind. All share the same words for {shared}.", ""]
    table = ["| kind | what it looks at |", "| --- | --- |", *rows, ""]
    (folder / "index.md").write_text("\n".join([*head, *table]), encoding="utf-8")


def page(card: Card, profiles: Iterable[str]) -> str:
    """A card's page: its facts, and then the card as its author wrote it."""
    body = card.path.read_text(encoding="utf-8").split("\n+++\n", 1)[1]
    title, _, rest = body.lstrip().partition("\n")
    facts = [
        f"`{card.code}` `{card.name}` | level {card.level} | fix {card.fix} | kind `{card.check}`",
        "",
        f"Patterns: {', '.join(card.patterns) or 'none'}. Profiles: {', '.join(profiles) or 'all only'}.",
        "",
        f"Judged by hand: {card.judged}." if card.judged is not None else "Nobody has judged its findings yet.",
    ]
    if card.equivalents:
        codes = ", ".join(f"`{code}`" for code in card.equivalents)
        facts += ["", f"Comments that accept {codes} of other linters accept it, too."]
    return "\n".join([title, "", *facts, "", rest])


if __name__ == "__main__":
    main()
