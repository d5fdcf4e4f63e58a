"""The keys of a card's TOML part, and what may stand below them."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from pattern_lint.fix.repair import Repair
from pattern_lint.outcome import Fix, Level

_Code = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^(?:PAT\d{3}|(?!PAT)[A-Z]{2,6}\d{3,4})$(?!\n)",
        description="two to six capitals and three or four digits, such as `ABC101` (PAT has three digits)",
    ),
]
_Name = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$(?!\n)",
        description="a name in lower case such as `no-bare-except`",
    ),
]
_Equivalent = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^(?:(?!PAT)[A-Z]{1,5}\d{1,4}|[a-z]+(?:-[a-z]+)+|Py(?:[A-Z][a-z]+)+|override|report(?:[A-Z][a-z]+)+)$",
        description="a code of another linter such as `BLE001`, or a name such as pylint's `bare-except`",
    ),
]
_Sentence = Annotated[str, msgspec.Meta(pattern=r"\S", description="a sentence")]
_Tier = Annotated[int, msgspec.Meta(ge=1, description="a whole number from 1")]
_Count = Annotated[int, msgspec.Meta(ge=0, description="a whole number")]


class Judged(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What people thought of a card's findings in real packages, read one by one (see `judged/`)."""

    packages: _Count
    read: _Count
    worth: _Count
    wrong: _Count

    def __str__(self) -> str:
        if not self.read:
            return f"nothing reported in {self.packages} packages that were read"
        worth, wrong = (f"{part / self.read:.0%}" for part in (self.worth, self.wrong))
        return f"{self.read} findings in {self.packages} packages; {worth} worth it, {wrong} wrong"


class FrontMatter(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The keys of a card's TOML part."""

    code: _Code
    name: _Name
    summary: _Sentence
    check: _Name
    level: Level | None = None
    patterns: tuple[str, ...] = ()
    tier: _Tier | None = None
    fix: Fix = "none"
    repair: Repair | None = None
    equivalents: tuple[_Equivalent, ...] = ()
    judged: Judged | None = None
    options: dict[str, Any] = {}
