"""Builds the documentation site: the pages of this folder, and those that are made from cards, kinds and commands."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from made.cards import write_cards
from made.commands import write_commands
from made.kinds import write_kinds
from made.profiles import write_profiles

from pattern_lint.cards.catalogue import load_catalog
from pattern_lint.cards.schema import json_schema
from pattern_lint.kinds import options_class

HERE = Path(__file__).resolve().parent
WORK = HERE.parent / "build" / "docs"


def main() -> None:
    """Collect the pages and run the generator."""
    shutil.rmtree(WORK, ignore_errors=True)
    write_pages(WORK / "pages")
    shutil.copy(HERE / "zensical.toml", WORK)
    subprocess.run([str(Path(sys.executable).with_name("zensical")), "build"], cwd=WORK, check=True)
    print(f"open {(WORK / 'site' / 'index.html').relative_to(Path.cwd())}")


def write_pages(folder: Path) -> None:
    """All pages, as Markdown, in a new folder."""
    shutil.copytree(HERE, folder, ignore=shutil.ignore_patterns("*.py", "*.toml", "__pycache__", "made"))
    shutil.copy(HERE.parent / "judged" / "README.md", folder / "judged.md")
    shutil.copy(HERE.parent / "CHANGELOG.md", folder / "changes.md")
    catalog = load_catalog(examples=True)
    write_cards(catalog, folder / "cards")
    write_profiles(catalog, folder / "profiles")
    write_kinds(folder / "kinds")
    write_commands(folder / "commands")
    schema = json_schema(catalog.cards, options_class)
    (folder / "configuration.schema.json").write_text(json.dumps(schema, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
