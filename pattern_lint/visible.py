"""Texts that come from outside (names, messages, values of a configuration) as people may safely see them.

What a repository says reaches terminals and the logs of CI servers, and both take orders from texts: escape sequences,
characters that turn the writing around, lines that are commands.
"""

from __future__ import annotations

import re

_COMMAND = re.compile(r"^([^\S\n]*):(?=:)|#(?=#\w*\[)", re.MULTILINE)
"""What GitHub, Azure and TeamCity read as commands: `::` at the start of a line, and `##[` or `##name[` anywhere."""


def plain(text: str) -> str:
    """A text on one line, in which everything that is not seen as it is stands as an escape."""
    if text.isprintable():
        return text
    return "".join(map(_shown, as_utf8(text)))


def plain_lines(text: str) -> str:
    """Several lines of such text."""
    return "\n".join(map(plain, text.replace("\t", "    ").split("\n")))


def as_utf8(text: str) -> str:
    """The text with the names in it that another locale could not decode decoded; lone bytes stay what they are."""
    try:
        return text.encode(errors="surrogateescape").decode(errors="surrogateescape")
    except UnicodeEncodeError:
        return text


def guarded(text: str, colon: str = "\\x3a", hash_sign: str = "\\x23") -> str:
    """Lines of which none is a command to a server that reads its log; the first sign of one stands as an escape."""
    if "::" not in text and "##" not in text:
        return text
    return _COMMAND.sub(lambda found: hash_sign if found[1] is None else f"{found[1]}{colon}", text)


def _shown(letter: str) -> str:
    from unicodedata import category  # most texts have nothing but plain letters

    if letter == "\t":
        return " "
    kind = category(letter)
    if kind[0] == "C" or kind in ("Zl", "Zp"):
        return letter.encode("unicode_escape").decode()
    return letter
