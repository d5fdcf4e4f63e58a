"""Several reports from one run: `--output-format F` and `--output FILE` in pairs."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ..problems import UsageError


class Report(NamedTuple):
    """One report of a run: its format, and the file that it goes to; None for standard output."""

    format: str
    file: Path | None = None


class _Noted(argparse.Action):
    """Keeps formats and files in the order in which they were given."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        namespace.reports = [*namespace.reports, values]


def add_output_options(parser: argparse.ArgumentParser, formats: Sequence[str]) -> None:
    parser.set_defaults(reports=[])
    parser.add_argument(
        "--output-format",
        choices=formats,
        action=_Noted,
        help="how to report (default: text); may be repeated, each with its own --output",
    )
    parser.add_argument(
        "--output", metavar="FILE", type=Path, action=_Noted, help="write to a file instead of standard output"
    )


def reports_of(noted: Sequence[str | Path]) -> list[Report]:
    """The reports that the options ask for; a file belongs to the format in front of it."""
    formats = [each for each in noted if isinstance(each, str)]
    files = [each for each in noted if isinstance(each, Path)]
    if len(formats) <= 1 and len(files) <= 1:
        return [Report(formats[0] if formats else "text", files[0] if files else None)]
    reports: list[Report] = []
    for each in noted:
        if isinstance(each, str):
            reports.append(Report(each))
        elif reports and reports[-1].file is None:
            reports[-1] = reports[-1]._replace(file=each)
        else:
            raise UsageError(f"--output {each}: put the --output-format of this file in front of it")
    shown = [report.format for report in reports if report.file is None]
    if len(shown) > 1:
        raise UsageError(f"only one report can go to standard output, not {' and '.join(shown)}; add --output FILE")
    same = {report.file for report in reports if report.file is not None}
    if len(same) < len(files):
        raise UsageError("two reports go to one file; name a file for each --output")
    return reports
