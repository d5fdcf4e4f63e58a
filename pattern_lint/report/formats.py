"""All formats of an outcome by name; the modules of other formats than the wanted one are not imported."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TextIO

from ..outcome import FAILING, Level, Outcome
from .source_lines import SourceLines

FORMATS = ("text", "concise", "json", "github", "gitlab", "sarif", "junit", "markdown")


def rendered(
    outcome: Outcome,
    name: str,
    texts: Mapping[str, bytes],
    stream: TextIO | None,
    *,
    statistics: bool = False,
    verbose: bool = False,
    failing: Collection[Level] = FAILING,
) -> str:
    """The outcome in a format; `stream` is where it is shown, None where it goes to a file.

    With `statistics`, the formats for people and JSON count by card; those that other tools read stay whole. The text
    tells what has one cause once; with `verbose`, each finding.
    `failing` are the levels of findings that fail, for formats that tell.
    """
    if name == "json":
        from .plain import as_json

        return as_json(outcome, statistics=statistics) + "\n"
    if name == "github":
        from .github import github

        return github(outcome)
    if name == "gitlab":
        from .gitlab import gitlab

        return gitlab(outcome)
    if name == "junit":
        from .junit import junit

        return junit(outcome, failing)
    if name == "sarif":
        from .sarif import sarif

        return sarif(outcome, SourceLines(texts))
    if name == "markdown":
        from .markdown import markdown

        return markdown(outcome)
    return _for_people(outcome, name, texts, stream, statistics=statistics, verbose=verbose)


def _for_people(
    outcome: Outcome, name: str, texts: Mapping[str, bytes], stream: TextIO | None, *, statistics: bool, verbose: bool
) -> str:
    from .style import Style, style_for

    style = style_for(stream) if stream is not None else Style()
    if statistics:
        from .text import statistics as counts

        return counts(outcome, style)
    if name == "concise":
        from .plain import concise

        return concise(outcome)
    from .text import text

    return text(outcome, style, SourceLines(texts), verbose=verbose)
