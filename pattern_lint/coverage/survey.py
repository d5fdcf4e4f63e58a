"""One project's coverage: the run, and what it is measured against."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from ..cards.catalogue import load_catalog
from ..engine.api import Request, check_project, reported_files
from ..engine.planning import choose, roles_of
from ..engine.targets import Target, find_targets
from ..outcome import Fault, Note, Outcome
from ..problems import UsageError
from .basis import Basis
from .gate import Gate
from .git import revision
from .measure import measure
from .model import Coverage

if TYPE_CHECKING:
    from ..engine.session import Progress


class Survey(NamedTuple):
    """The report of a project, with what the command needs besides."""

    coverage: Coverage
    faults: list[Fault]
    files: list[str]
    gate: Gate
    """What the configuration expects."""
    notes: Sequence[Note] = ()


def survey(
    paths: Sequence[str], request: Request, announce: Callable[[int], Progress], *, with_examples: bool
) -> Survey:
    """Run the cards over the project at the paths, and measure the outcome."""
    target = _only_project(find_targets(paths, config_file=request.config_file, isolated=request.isolated))
    basis = basis_of(target, request, with_examples=with_examples)
    measure(Outcome(), basis, date="")  # names that nobody knows are told before the run, which may take its time
    outcome = check_project(target, request, announce)
    now = datetime.now(UTC).replace(microsecond=0).isoformat()
    coverage = measure(outcome, basis, date=now, revision=revision(target.root), project=target.root.name)
    return Survey(coverage, outcome.faults, reported_files(target), Gate.of(basis.config.coverage), outcome.notes)


def basis_of(target: Target, request: Request, *, with_examples: bool) -> Basis:
    """The cards that take part and the documents in force; examples take time to read and few formats show them."""
    config = target.config
    names = config.profile_names if request.profiles is None else request.profiles
    return Basis(
        catalog=load_catalog(config.card_folders, documents=config.documents, examples=with_examples),
        levels={planned.rule.code: planned.level for planned in choose(config, request).rules},
        profile_names=tuple(names),
        config=config,
        roles=frozenset(roles_of(config)),
    )


def _only_project(targets: Sequence[Target]) -> Target:
    """Documents, targets and checklists are those of one configuration, so a report is about one project."""
    if len(targets) > 1:
        roots = ", ".join(str(target.root) for target in targets)
        raise UsageError(f"these paths belong to several projects, and a report is about one: {roots}; name one")
    return targets[0]
