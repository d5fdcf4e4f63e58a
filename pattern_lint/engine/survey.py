"""The step before the map: what has to be seen of many files at once, such as by another tool's one process.

What it finds out about a file becomes part of that file's own result and is cached with it. A plan without such
checks does nothing here.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from ..kinds.kit import Check, Surveyed
from ..lang.languages import language_of
from ..lang.python.paths import category
from ..outcome import Fault, Note
from ..tools import ToolError
from ..writing import can_be_below
from .at_work import AT_WORK
from .crashes import describe
from .files import File
from .plan import Plan
from .policy import Zone

Answers: TypeAlias = Mapping[str, Mapping[str, object]]
"""Path -> check kind -> what was said of the file."""


class Survey(NamedTuple):
    """What was said of the files, and what failed on the way."""

    answers: Answers
    faults: tuple[Fault, ...]
    notes: tuple[Note, ...] = ()


NOTHING = Survey({}, ())


def surroundings(plan: Plan, files: Sequence[File]) -> str:
    """What the answers of all surveys hang on besides the files that they are about."""
    everything = tuple(file.path for file in _python(files))
    seen = Surveyed(plan.root, everything, plan.root, plan.packages, plan.isolated, everything)
    said = (check.surroundings(seen) for _, check in plan.surveys())
    return "\n".join(filter(None, said))


def survey(plan: Plan, files: Sequence[File], project_files: Sequence[File]) -> Survey:
    """Let the checks that ask for it look at all files that have to be looked at again."""
    return _survey(plan, _python(files), plan.root, plan.root, _python(project_files)) if files else NOTHING


class EarlySurvey:
    """A survey that runs while this process looks at texts: most of it is another program's work."""

    def __init__(self, plan: Plan, files: Sequence[File], project_files: Sequence[File]) -> None:
        self._plan = plan
        self._files = files
        self._project_files = project_files
        self._said = NOTHING
        self._failed: list[Exception] = []
        self._thread = threading.Thread(target=self._run, daemon=True)
        if files:
            self._thread.start()

    def _run(self) -> None:
        try:
            self._said = survey(self._plan, self._files, self._project_files)
        except Exception as error:  # whoever asks for the answer is told
            self._failed.append(error)

    def of(self, files: Sequence[File]) -> Survey:
        """What was said of the files, once: of those that it is about, or of others, which are asked about then."""
        if self._files:
            self._thread.join()
        if files != self._files:
            return survey(self._plan, files, self._project_files)
        for error in self._failed:
            raise error
        said, self._said, self._files = self._said, NOTHING, ()
        return said


def _python(files: Sequence[File]) -> Sequence[File]:
    """Other tools look at Python alone."""
    return [file for file in files if language_of(file.path) is None]


def survey_texts(plan: Plan, texts: Mapping[str, bytes], project_files: Sequence[File] = ()) -> Survey:
    """The same for files that are in memory: other tools want to see them in a folder.

    `project_files` are those of the project around them; without them, the texts are all there is.
    """
    texts = {name: text for name, text in texts.items() if can_be_below(name) and language_of(name) is None}
    if not texts or not any(plan.surveys()):
        return NOTHING
    with tempfile.TemporaryDirectory(prefix="pattern-lint-") as folder:
        try:
            _lay_out(Path(folder), texts)
        except OSError as error:
            why = f"the files cannot be put where other tools see them: {error.strerror or error}"
            return Survey({}, tuple(Fault("", rule.code, why) for _, check in plan.surveys() for rule in check.rules))
        root = Path(folder).resolve()
        if not project_files:
            files = [File(name, name, 0, len(text)) for name, text in texts.items()]
            return _survey(plan, files, root, root, files)
        project_files = _python(project_files)
        files = [file for file in project_files if file.path in texts]
        for file in files:
            _mark_packages(Path(folder), Path(folder, file.path), file.packages)
        return _survey(plan, files, root, plan.root, project_files)


def _lay_out(folder: Path, texts: Mapping[str, bytes]) -> None:
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)


def _mark_packages(top: Path, path: Path, count: int) -> None:
    """Make packages of the folders above a copied file that are packages where the file really lies."""
    for folder in [*takewhile(lambda parent: parent != top, path.parents)][:count]:
        marker = folder / "__init__.py"
        if not marker.exists():
            marker.touch()


def _survey(plan: Plan, files: Sequence[File], root: Path, project: Path, project_files: Sequence[File]) -> Survey:
    everything = tuple(file.path for file in project_files)
    answers: dict[str, dict[str, object]] = {}
    faults: list[Fault] = []
    notes: list[tuple[str, str]] = []
    surveying = [rule.code for _, check in plan.surveys() for rule in check.rules]
    for zone, members in _by_zone(plan, files, frozenset(surveying)) if surveying else ():
        for kind, check in plan.surveys(zone):
            wanted = {name for rule in check.rules for name in rule.options.where}
            paths = tuple(sorted(file.path for file in members if category(file.label) in wanted))
            if not paths:
                continue
            surveyed = Surveyed(root, paths, project, plan.packages, plan.isolated, everything, notes)
            AT_WORK.on(f"{kind}, on {len(paths)} of the files together")
            for path, said in _said(check, surveyed, faults).items():
                answers.setdefault(path, {})[kind] = said
    AT_WORK.done()
    return Survey(answers, tuple(faults), tuple(Note(*each) for each in dict.fromkeys(notes)))


def _by_zone(plan: Plan, files: Sequence[File], codes: frozenset[str]) -> Iterable[tuple[Zone | None, Sequence[File]]]:
    """The files by what the configuration says of their cards' options; most often there is one group."""
    groups: dict[tuple[str, ...], tuple[Zone | None, list[File]]] = {}
    for file in files:
        zone = plan.policy.zone(file.path)
        own = zone if codes & zone.options.keys() else None
        groups.setdefault(own.key if own is not None else (), (own, []))[1].append(file)
    return groups.values()


def _said(check: Check[Any], files: Surveyed, faults: list[Fault]) -> Mapping[str, object]:
    """What a check says; of one that fails, the cards that do not fail alone are asked together once more."""
    try:
        return check.survey(files)
    except Exception as error:
        reason = _reason(error)
    healthy = []
    for rule in check.rules if len(check.rules) > 1 else ():
        try:
            type(check)([rule]).survey(replace(files, paths=files.paths[:1]))
        except Exception as error:
            faults.append(Fault("", rule.code, _reason(error)))
        else:
            healthy.append(rule)
    if len(healthy) == len(check.rules) or len(check.rules) == 1:
        faults += [Fault("", rule.code, reason) for rule in check.rules]
        return {}
    return _said(type(check)(healthy), files, faults) if healthy else {}


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, ToolError) else describe(error)
