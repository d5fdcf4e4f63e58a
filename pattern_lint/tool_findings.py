"""What the tool reports of its own accord, apart from any card."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from .outcome import Level, LevelOrOff


class ToolFinding(NamedTuple):
    """A code that no card has; it can be ignored by its code or name, never by the beginning of its code."""

    code: str
    name: str
    level: Level
    summary: str
    why: str


UNREADABLE = ToolFinding(
    "PAT000",
    "unreadable-file",
    "error",
    "Every file can be read and parsed.",
    """A file that cannot be decoded or parsed has not been checked: no card looked at it, and what it defines is
missing from the picture of the project. The finding stands where the parser gave up, with the parser's message.

Code for a newer Python than the one that runs pattern-lint is read as well. Where that fails, the message names the
Python whose syntax the file seems to have: install pattern-lint under it (`python3.14 -m pip install pattern-lint`).

Put the syntax or the encoding right, or name the file under `exclude` if it is not what the end of
its name says.""",
)
UNUSED_WAIVER = ToolFinding(
    "PAT001",
    "unused-waiver",
    "warning",
    "Every waiver accepts a finding that is there.",
    """A comment `# noqa: CODE` that accepts nothing misleads: the code was put right, or the code was misspelt and
never accepted what its author meant. Codes of cards that take no part in a run are not judged, and neither is a
`# noqa` without codes.

Delete the code from the comment, or write the code that was meant.""",
)
STALE_ENTRY = ToolFinding(
    "PAT002",
    "stale-baseline-entry",
    "info",
    "Every entry of the baseline accepts a finding that is there.",
    """What the entry accepted was put right, or has changed so much that it is no longer the same finding. While the
entry stands, the same mistake can come back in the same place without anybody noticing. Runs that look at a part of
the project, or with a part of the cards, do not judge entries that they cannot know about.

`pattern-lint baseline --prune` takes such entries out.""",
)
CRASHED = ToolFinding(
    "PAT999",
    "crashed-check",
    "error",
    "Every check comes to its end.",
    """A check failed on a file with an error of its own, which is a fault of the tool and not of the code. Other checks
went on, and their findings count; this card said nothing about the file. The exit status is 2.

Report it with the message and, if you can, the piece of code; `--ignore` with the card's code lets the run pass.""",
)
_UNUSED = "this waiver of {0} accepts nothing; delete {0} from it"
_UNUSED_CODE = re.compile(re.escape(_UNUSED).replace(r"\{0\}", r"([A-Z]+[0-9]+)"), re.IGNORECASE)
TOOL_FINDINGS = (UNREADABLE, UNUSED_WAIVER, STALE_ENTRY, CRASHED)
TOOL_CODES = tuple(found.code for found in TOOL_FINDINGS)
TOOL_NAMES = (*TOOL_CODES, *(found.name for found in TOOL_FINDINGS))
"""Everything under which the tool's own findings are known."""
OPTIONAL = (UNREADABLE, UNUSED_WAIVER, STALE_ENTRY)
"""Those that a configuration may turn off or weigh otherwise."""


def unused_waiver(code: str) -> str:
    """What is said of a waiver that accepts nothing, and that may simply go."""
    return _UNUSED.format(code)


def unused_code(message: str) -> str | None:
    """The code that may go, by what is said of the waiver; None where something else is to be done about it."""
    found = _UNUSED_CODE.fullmatch(message)
    return found[1] if found is not None else None


def tool_levels(levels: Mapping[str, LevelOrOff], ignored: Iterable[str]) -> dict[str, Level]:
    """The level of each of the tool's own findings that is neither ignored nor off."""
    left_out = set(ignored)
    wanted: dict[str, Level] = {}
    for tool in OPTIONAL:
        level = levels.get(tool.name, levels.get(tool.code, tool.level))
        if level != "off" and left_out.isdisjoint((tool.code, tool.name)):
            wanted[tool.code] = level
    return wanted
