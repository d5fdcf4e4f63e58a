"""How texts that come from outside are written in formats that programs read, one way a format."""

from __future__ import annotations

import json
import re
from typing import Any

from ..visible import as_utf8, guarded, plain

_STEERING = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]|#(?=#\\w*\\[)"
)
_BLANK = re.compile(r"\s+")
_MARKUP = re.compile(r"([\\`*_{}\[\]|~#!$])")
_LINKED = re.compile(r"@|#(?=\w)|(?<=:)//|(?<=[wW]{3})\.|(?<=[gG][hH])-")
"""Where people, issues and addresses are made links without a sign of markup."""
_NOTHING = "<!-- -->"
_FENCES = re.compile(r"`+")


def json_text(data: Any) -> str:
    """JSON with a line end."""
    return json_safe(json.dumps(data, indent=2, ensure_ascii=False)) + "\n"


def json_safe(text: str) -> str:
    """JSON that says the same, in which what steers terminals and logs stands as an escape."""
    return _STEERING.sub(
        lambda found: f"\\u{ord(found[0]):04x}" if found[0] <= "\uffff" else _pair(found[0]), as_utf8(text)
    )


def _pair(letter: str) -> str:
    return json.dumps(letter)[1:-1]


def xml_text(text: str) -> str:
    """Lines of text in an element; XML has no form for most control characters."""
    lines = "\n".join(map(plain, text.split("\n")))
    return guarded(_tagless(lines), "&#58;", "&#35;")


def xml_attribute(text: str) -> str:
    """A text as the value of an attribute, in quotes."""
    value = _tagless(plain(text)).replace('"', "&quot;")
    return guarded(f'"{value}"', "&#58;", "&#35;")


def _tagless(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def markdown_text(text: str) -> str:
    """A text that looks in Markdown as it is, on one line: no markup, no tags, no links, no mention of anybody."""
    shown = _MARKUP.sub(r"\\\1", plain(_BLANK.sub(" ", text)))
    return _LINKED.sub(lambda found: f"{found[0]}{_NOTHING}", _tagless(shown))


def markdown_code(text: str) -> str:
    """A text as code; the fence is longer than any row of backticks in it."""
    shown = guarded(plain(_BLANK.sub(" ", text)))
    fence = "`" * (max(map(len, _FENCES.findall(shown)), default=0) + 1)
    gap = " " if "`" in shown else ""
    return f"{fence}{gap}{shown}{gap}{fence}"
