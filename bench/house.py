"""Measures what a card costs in code, and whether the package keeps to its own sizes.

Lines of code count without blank lines, comments and docstrings. That no imports run in circles and that no room knows
what lies above it say the cards in `patterns/`.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import sys
import tokenize
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIMITS = Path(__file__).with_suffix(".toml")
_SLACK = 10
"""So many per cent below its ceiling a figure may be before the ceiling has to follow it."""
_NO_CODE = frozenset(
    {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
)


def measured(root: Path) -> dict[str, int]:
    """The figures of the house that lies in a folder."""
    package = root / "pattern_lint"
    cards = Counter(_kinds_of_cards(root / "rules"))
    lines = sum(map(code_lines, (package / "kinds").rglob("*.py")))
    single = sum(1 for count in cards.values() if count == 1)
    return {
        "lines-of-kinds-per-card": round(lines / max(1, cards.total())),
        "kinds-with-one-card-in-a-hundred": round(100 * single / max(1, len(cards))),
        "lines-of-the-longest-file": max(map(_lines, package.rglob("*.py")), default=0),
        "loose-modules": sum(1 for file in package.glob("*.py") if not file.name.startswith("__")),
    }


def code_lines(file: Path) -> int:
    """The lines of a file on which there is code."""
    text = file.read_text(encoding="utf-8")
    used: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in _NO_CODE:
            used |= set(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            used -= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return len(used)


def _lines(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def _kinds_of_cards(rules: Path) -> Iterator[str]:
    """The kind of each card."""
    for file in sorted(rules.rglob("*.md")):
        fence, _, rest = file.read_text(encoding="utf-8").partition("\n")
        if fence.strip() == "+++":
            yield tomllib.loads(rest.partition("\n+++")[0])["check"]


def complaints(figures: Mapping[str, int], limits: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    """What is beyond its ceiling, and which ceilings have come to be too high."""
    for name, figure in figures.items():
        ceiling, aim = limits[name]["ceiling"], limits[name]["aim"]
        if figure > ceiling:
            yield f"{name}: {figure}, and may be {ceiling} at most (the aim is {aim})"
        elif ceiling > aim and figure * 100 < ceiling * (100 - _SLACK):
            yield f"{name}: {figure} is well below {ceiling}; let the ceiling follow: python bench/house.py --lower"


def lowered(text: str, figures: Mapping[str, int], limits: Mapping[str, Mapping[str, int]]) -> str:
    """The text of the limits with ceilings that are no higher than what is measured, nor lower than the aim."""
    for name, figure in figures.items():
        ceiling = min(limits[name]["ceiling"], max(figure, limits[name]["aim"]))
        text = re.sub(rf"(?<=\[{name}\]\nceiling = )\d+", str(ceiling), text)
    return text


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--lower", action="store_true", help="lower the ceilings to what is measured")
    asked = parser.parse_args(arguments)
    figures, text = measured(ROOT), LIMITS.read_text(encoding="utf-8")
    if asked.lower:
        LIMITS.write_text(lowered(text, figures, tomllib.loads(text)), encoding="utf-8")
        return 0
    found = list(complaints(figures, tomllib.loads(text)))
    print("\n".join(found) or ", ".join(f"{name} {figure}" for name, figure in figures.items()))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
