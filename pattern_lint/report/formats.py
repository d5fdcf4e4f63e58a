"""All formats of an outcome by name; the modules of other formats than the wanted one are not imported."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple, TextIO

from ..outcome import FAILING, Level, Outcome
from .source_lines import SourceLines

FORMATS = ("text", "concise", "json", "github", "gitlab", "sarif", "junit", "markdown")


class View(NamedTuple):
    """How much of an outcome is wanted."""

    statistics: bool = False
    """Whether the formats for people and JSON count by card; those that other tools read stay whole."""
    verbose: bool = False
    """Whether the text tells each finding and each link of a chain, and not once what has one cause."""
    quiet: bool = False
    """Whether the text has findings and crashes alone, without the sums."""
    failing: Collection[Level] = FAILING
    """The levels of findings that fail, for formats that tell."""


def rendered(outcome: Outcome, name: str, texts: Mapping[str, bytes], stream: TextIO | None, view: View) -> str:
    """The outcome in a format; `stream` is where it is shown, None where it goes to a file."""
    if name == "json":
        from .plain import as_json

        return as_json(outcome, statistics=view.statistics) + "\n"
    if name == "github":
        from .github import github

        return github(outcome)
    if name == "gitlab":
        from .gitlab import gitlab

        return gitlab(outcome)
    if name == "junit":
        from .junit import junit

        return junit(outcome, view.failing)
    if name == "sarif":
        from .sarif import sarif

        return sarif(outcome, SourceLines(texts))
    if name == "markdown":
        from .markdown import markdown

        return markdown(outcome)
    return _for_people(outcome, name, texts, stream, view)


def _for_people(outcome: Outcome, name: str, texts: Mapping[str, bytes], stream: TextIO | None, view: View) -> str:
    from .style import Style, style_for

    style = style_for(stream) if stream is not None else Style()
    if view.statistics:
        from .text import statistics

        return statistics(outcome, style)
    if name == "concise":
        from .plain import concise

        return concise(outcome)
    from .text import text

    return text(outcome, style, SourceLines(texts), verbose=view.verbose, quiet=view.quiet)
