"""Words by which an except clause that keeps no error is excused: how code names clean-up, probes and reasons."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from .words import listed, table

WRITING_MODES: Final = frozenset("wax+")


class Named(NamedTuple):
    """How functions and methods are named, each set by what they do."""

    releasing: re.Pattern[str]
    """Lets go of something, which may be gone already."""
    releasing_symbols: frozenset[str]
    letting_go: re.Pattern[str]
    """Lets go of something, in a function that does that."""
    beside_release: re.Pattern[str]
    """Is asked or waited for on the way to a release."""
    last: frozenset[str]
    """In these an error can only be lost, or hides the one that led there."""
    display: frozenset[str]
    """Shows an object to a person."""
    showing: re.Pattern[str]
    """Makes a text look better."""
    predicates: re.Pattern[str]
    """Answers yes or no."""
    liveness: re.Pattern[str]
    """Answers whether something answers."""
    writing: frozenset[str]
    reading: frozenset[str]
    refusing: frozenset[str]
    optional_code: frozenset[str]
    """Symbols, and methods by their last name: `*.setsockopt`."""
    sending: re.Pattern[str]
    """Sends something to a peer."""
    receiving: re.Pattern[str]
    """Takes something from a peer."""
    gone: frozenset[str]
    """Errors that say that a peer has gone."""
    recording_modules: re.Pattern[str]
    """Parts of names of modules that record what others do."""
    trying: re.Pattern[str]
    """Promises no more than an attempt."""
    told_errors: re.Pattern[str]
    """Tells of an error that happened before."""


class InDocstrings(NamedTuple):
    """What the docstring of a function says of errors, in one sentence."""

    lets_be: re.Pattern[str]
    """It lets them be."""
    answers_nothing: re.Pattern[str]
    """It answers with nothing where it fails."""
    question: re.Pattern[str]
    """How it begins where the function answers a question."""
    attempt: re.Pattern[str]
    """How it begins where the function promises no more than an attempt to find something out."""


class InComments(NamedTuple):
    """What comments say."""

    tolerance: re.Pattern[str]
    """Is about the error, and not about the work."""
    directive: re.Pattern[str]
    """Is meant for tools and not for people."""
    unfinished: re.Pattern[str]
    """Decides nothing."""


@table
def named() -> Named:
    releasing, held = _any_of("releasing-verbs"), _any_of("held-things")
    return Named(
        re.compile(rf"_*(?:do_)?(?:(?:{held})_)?(?:{releasing})(?:_(?:{held})|{_capitalised('held-things')})*$"),
        frozenset(listed("releasing-calls")),
        re.compile(rf"_*(?:{_any_of('letting-go')})(?:_|[A-Z]|$)"),
        re.compile(_any_of("beside-release")),
        frozenset(listed("last-methods")),
        frozenset(listed("display-methods")),
        re.compile(rf"_*(?:{_any_of('showing')})(?:_|$)"),
        re.compile(
            rf"_*(?:{_any_of('predicates')})(?:_|[A-Z]|$)|(?:\w+_)?(?:{_any_of('states')})$|_*[a-z]\w*_(?:is|are|has|can)_\w+"
        ),
        re.compile(_any_of("liveness")),
        frozenset(listed("file-writing")),
        frozenset(listed("file-reading")),
        frozenset(listed("refusing-calls")),
        frozenset(listed("optional-code")),
        re.compile(rf"_*(?:{_any_of('sending-calls')})"),
        re.compile(rf"_*(?:{_any_of('receiving-calls')})"),
        frozenset(listed("peer-gone")),
        re.compile(_any_of("recording-modules")),
        re.compile(_any_of("trying")),
        re.compile(_any_of("told-errors")),
    )


@table
def in_docstrings() -> InDocstrings:
    failing, within = rf"\b(?:{_any_of('failing-words')})\b", r"[^.]*?"
    lets_be, nothing = rf"\b(?:{_any_of('letting-be')})\b", rf"(?<!\w)(?:{_any_of('nothings')})\b"
    never, anything = rf"\b(?:{_any_of('never-failing')})\b", rf"\b(?:{_any_of('all-failures')})\b"
    answers = rf"\b(?:{_any_of('answering')})\b"
    return InDocstrings(
        re.compile(
            rf"{never}|{lets_be}{within}{failing}|{failing}{within}{lets_be}|{anything}{within}{answers}"
            rf"|{answers}{within}{anything}|{anything}\s*(?:->|=>|→)",
            re.IGNORECASE,
        ),
        re.compile(
            rf"{nothing}{within}\b(?:if|when|where|on|for)\b{within}{failing}|{failing}{within}{answers}{within}{nothing}",
            re.IGNORECASE,
        ),
        re.compile(rf"\s*(?:{_any_of('questions')})\b", re.IGNORECASE),
        re.compile(rf"\s*(?:{_any_of('attempts')})\b", re.IGNORECASE),
    )


@table
def in_comments() -> InComments:
    return InComments(
        re.compile(rf"\b(?:{_any_of('tolerance')})\b", re.IGNORECASE),
        re.compile(rf"(?:{_any_of('directives')})\b\s*[:=]?.*", re.IGNORECASE | re.DOTALL),
        re.compile(rf"(?:{_any_of('unfinished')})\b", re.IGNORECASE),
    )


def _capitalised(name: str) -> str:
    """An expression for the entries of a list as they end a name without underscores: `closeSerial`."""
    return "|".join(entry.capitalize() for entry in listed(name))


def _any_of(name: str) -> str:
    """An expression for the entries of a list, `*` being any letters; one that begins another comes after it."""
    entries = sorted(listed(name), key=len, reverse=True)
    return "|".join(r"\w*".join(map(re.escape, entry.split("*"))) for entry in entries)
