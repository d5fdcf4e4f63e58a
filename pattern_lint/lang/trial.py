"""Tries out what cards say of syntax, before a file is looked at."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from ast_grep_py import SgRoot

from .code import GRAMMARS

_NO_REASON = re.compile(r"^(Rule contains|`rule` is not|Parsing text|Invalid Kind$|\d+:|Caused by|cannot get matcher)")


def broken_patterns(patterns: Iterable[str], language: str) -> Iterator[str]:
    """Patterns that none of the language's grammars can read."""
    for pattern in patterns:
        if all(SgRoot(pattern, grammar).root().find(kind="ERROR") is not None for grammar in GRAMMARS[language]):
            yield (
                f"`{pattern}` is no whole piece of {language}; complete it, name the node by its `kind`, or show it in "
                'its surroundings: `pattern = { context = "...", selector = "..." }`'
            )


def refusal(search: Mapping[str, Any], language: str) -> str:
    """Why none of the language's grammars takes a search; empty where one does."""
    said = [_refused(grammar, json.dumps(search)) for grammar in GRAMMARS[language]]
    return said[0] if all(said) else ""


def takes(grammar: str, search: Mapping[str, Any]) -> bool:
    """Whether a search makes sense in a grammar."""
    return not _refused(grammar, json.dumps(search))


@cache
def _refused(grammar: str, search: str) -> str:
    """Why a grammar does not take a search."""
    try:
        SgRoot("", grammar).root().find_all(json.loads(search))
    except Exception as error:  # what it raises has no type of its own
        return _reason(str(error))
    return ""


def _reason(said: str) -> str:
    """The end of the chain of causes, which alone says something to who wrote the card."""
    told = said.partition("Stack backtrace")[0].split("\n")
    lines = [line.strip().partition(": ")[2] if re.match(r"\s*\d+: ", line) else line.strip() for line in told]
    causes = [line for line in lines if line and not _NO_REASON.match(line)]
    return " ".join(causes) or "the rule is not understood"
