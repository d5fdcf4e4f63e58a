"""The flake8 plugin: the command's findings, shown by flake8.

flake8 hands a plugin one file after another, in several processes. What the tool finds needs the whole project, so
all of it is checked once, before flake8 starts its processes, and each file is answered from that. Where processes
start anew instead of being forked, each of them gets the same from the cache.

Comments `# noqa` are flake8's to apply, so that its `--disable-noqa` works, too, except for those at the end of a
finding's chain, which flake8 cannot know of; what the configuration waives stays waived.
"""

from __future__ import annotations

import argparse
import ast
import gc
import io
import multiprocessing
import os
import tokenize
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import ClassVar

from flake8.discover_files import expand_paths
from flake8.exceptions import ExecutionError
from flake8.options.manager import OptionManager
from flake8.utils import stdin_get_value

from .. import __version__
from ..engine.api import Request, check
from ..engine.targets import absolute
from ..outcome import Fault, Finding, Outcome
from ..problems import Problems, UsageError
from ..report.text import fault_message
from ..tool_findings import CRASHED
from ..visible import plain

_STDIN = "-"
_SHIPPED = "PAT"


class PatternLint:
    """What flake8 makes an object of for each file."""

    name = "pattern-lint"
    version = __version__
    _project: ClassVar[_Project | None] = None

    def __init__(self, tree: ast.AST, filename: str) -> None:
        self._filename = filename

    @classmethod
    def add_options(cls, manager: OptionManager) -> None:
        """The one option of the plugin; everything else has its place in pattern-lint's own configuration."""
        manager.add_option(
            "--pattern-lint-no-cache",
            action="store_true",
            parse_from_config=True,
            help="let pattern-lint neither read nor write its cache",
        )

    @classmethod
    def parse_options(cls, options: argparse.Namespace) -> None:
        """Check the project once; codes of a team's own cards are made known to flake8."""
        cls._project = _Project(options)
        if multiprocessing.parent_process() is None:
            own = {finding.code for finding in cls._project.findings if not finding.code.startswith(_SHIPPED)}
            options.extended_default_select.extend(sorted(own))
            _keep_from_the_collector()

    def run(self) -> Iterator[tuple[int, int, str, type[PatternLint]]]:
        """The findings of one file as flake8 wants them: columns begin at 0."""
        if self._project is None:
            return
        for line, column, message in self._project.messages(self._filename):
            yield line, column - 1, message, type(self)


class _Project:
    """The findings of one run of flake8, by file."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options

    @cached_property
    def findings(self) -> list[Finding]:
        """All that flake8 has to hear of, whether a comment waives it or not."""
        shows_all = getattr(self._options, "disable_noqa", False)
        waived = [
            each.finding
            for each in self._outcome.waived
            if each.by == "comment" and not each.by_equivalent and (shows_all or not each.at_cause)
        ]
        return sorted([*self._outcome.findings, *waived], key=lambda finding: finding.place)

    def messages(self, filename: str) -> list[tuple[int, int, str]]:
        """Line, column and text of what is to be said about a file."""
        return self._by_file.get(absolute(self._known_as(filename)), [])

    def _known_as(self, filename: str) -> str:
        """Standard input may have any name, but it is Python that it holds."""
        is_python = filename.endswith((".py", ".pyi"))
        is_input = _STDIN in self._options.filenames and filename == self._options.stdin_display_name
        return f"{filename}.py" if is_input and not is_python else filename

    @cached_property
    def _outcome(self) -> Outcome:
        names: list[str] = self._options.filenames or ["."]
        paths = [name for name in names if name == _STDIN or os.path.lexists(name)]
        texts: dict[str, bytes] = {}
        if _STDIN in paths:
            display_name = self._known_as(self._options.stdin_display_name)
            paths[paths.index(_STDIN)] = display_name
            texts[display_name] = _encoded(stdin_get_value())
        request = Request(jobs=self._jobs, cached=not self._options.pattern_lint_no_cache)
        try:
            return check(paths, request, texts=texts) if paths else Outcome()
        except (Problems, UsageError) as error:
            raise ExecutionError(f"pattern-lint: {error}") from None

    @property
    def _jobs(self) -> int | None:
        """flake8's number of processes; its processes must not start others."""
        if multiprocessing.parent_process() is not None:
            return 1
        return None if self._options.jobs.is_auto else max(1, self._options.jobs.n_jobs)

    @cached_property
    def _by_file(self) -> dict[Path, list[tuple[int, int, str]]]:
        found: dict[Path, list[tuple[int, int, str]]] = {}
        for finding in self.findings:
            found.setdefault(absolute(finding.path), []).append((finding.line, finding.column, _message(finding)))
        for fault in self._outcome.faults:
            path = fault.path or self._first_file
            found.setdefault(absolute(path), []).append((1, 1, _fault(fault)))
        return found

    @cached_property
    def _first_file(self) -> str:
        """The file at which everything is said that is about no file."""
        options = self._options
        files = expand_paths(
            paths=options.filenames,
            stdin_display_name=options.stdin_display_name,
            filename_patterns=options.filename,
            exclude=(*options.exclude, *options.extend_exclude),
        )
        names = [options.stdin_display_name if name == _STDIN else name for name in files]
        return min(map(self._known_as, names), default=".")


def _keep_from_the_collector() -> None:
    """What is held now stays to the end: the collectors of flake8's processes would walk it again and again."""
    gc.collect()
    gc.freeze()


def _message(finding: Finding) -> str:
    chain = ", ".join(f"{plain(place.path)}:{place.line}" for place in finding.related)
    return f"{finding.code} {plain(finding.message)} [{finding.name}]{f' via {chain}' if chain else ''}"


def _fault(fault: Fault) -> str:
    return f"{CRASHED.code} {fault_message(fault)}"


def _encoded(text: str) -> bytes:
    """The text in the encoding that it declares, which flake8 has decoded it from."""
    plain = text.encode(errors="surrogateescape")
    try:
        encoding = tokenize.detect_encoding(io.BytesIO(plain).readline)[0]
    except SyntaxError:
        return plain
    return text.encode(encoding, errors="surrogateescape")
