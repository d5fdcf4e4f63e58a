"""Questions to whoever sits at a terminal."""

from __future__ import annotations

import sys


def is_somebody_there() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def asked(question: str, default: str = "") -> str:
    """The answer of whoever sits at the terminal; it is asked on standard error, so that output stays what it is."""
    shown = f" [{default}]" if default not in ("", "-") else ""
    print(f"{question}{shown}: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip() or default


def agreed(question: str) -> bool:
    """Whether the answer is yes; nobody there agrees to nothing."""
    return is_somebody_there() and asked(f"{question} (y/n)", "n").lower() in ("y", "yes")
