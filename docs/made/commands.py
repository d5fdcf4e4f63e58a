"""A page for each command, made from what it says of itself."""

from __future__ import annotations

import argparse
from pathlib import Path

from pattern_lint.cli.main import COMMANDS, command_parser


def write_commands(folder: Path) -> None:
    folder.mkdir()
    for name in COMMANDS:
        (folder / f"{name}.md").write_text(page(name), encoding="utf-8")
    rows = [f"| [pattern-lint {name}]({name}.md) | {purpose} |" for name, purpose in COMMANDS.items()]
    head = ["# Commands", "", "| command | what for |", "| --- | --- |"]
    (folder / "index.md").write_text("\n".join([*head, *rows, ""]), encoding="utf-8")


def page(name: str) -> str:
    parser = command_parser(name)
    usage = " ".join(parser.format_usage().removeprefix("usage: ").split())
    rows = [_row(action) for action in parser._actions if action.help != argparse.SUPPRESS]
    return "\n".join(
        [
            f"# pattern-lint {name}",
            "",
            parser.description or "",
            "",
            f"```text\n{usage}\n```",
            "",
            "| option | meaning |",
            "| --- | --- |",
            *rows,
            "",
        ]
    )


def _row(action: argparse.Action) -> str:
    names = ", ".join(f"`{option}`" for option in action.option_strings) or f"`{action.metavar or action.dest}`"
    values = f" `{action.metavar}`" if action.option_strings and action.metavar else ""
    choices = f" One of {', '.join(f'`{choice}`' for choice in action.choices)}." if action.choices else ""
    return f"| {names}{values} | {action.help}.{choices} |".replace("%%", "%")
