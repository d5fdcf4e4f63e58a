"""A page for each kind of checks, made from its types, and one for each part of the language that kinds share."""

from __future__ import annotations

from pathlib import Path

from pattern_lint.cards.kind_pages import TOPICS, as_markdown, page_of
from pattern_lint.kinds import kind_names


def write_kinds(folder: Path) -> None:
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
