"""From a configuration and a request to a plan."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from .. import __version__
from ..checks.kit import Rule
from ..config import Config
from ..project.roles import DEFAULT_ROLES, Role
from ..resources import rules_folder
from ..tools import ruff, ruff_settings
from .files import File
from .plan import Plan, Planned, digest


@dataclass(frozen=True)
class Request:
    """What a host asks of a run, apart from the paths."""

    profiles: tuple[str, ...] | None = None
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    config_file: Path | None = None
    isolated: bool = False
    jobs: int = 1
    cached: bool = True


def make_plan(config: Config, request: Request, files: Sequence[File]) -> Plan:
    """The plan for one project; its rules are read from their cards only when something has to be checked."""
    roots = package_roots(config, files)
    return Plan(
        config.root,
        lambda: plan_rules(config, request),
        package_roots=roots,
        roles=roles_of(config),
        packages=config.project_packages,
        isolated=request.isolated,
        key=_key(config, request, roots),
    )


def plan_rules(config: Config, request: Request) -> tuple[Planned, ...]:
    """The cards that take part, with the options that hold in general and below each configured path."""
    from ..catalog import TOOL_CODES, load_catalog
    from ..checks import options_class
    from ..options import decode_options
    from ..selection import Selected, select_cards

    catalog = load_catalog(config.card_folders)
    selected = select_cards(
        config,
        catalog.cards,
        catalog.profiles,
        profile_override=request.profiles,
        select=request.select,
        ignore=request.ignore or None,
        tool_codes=TOOL_CODES,
    )

    def planned(entry: Selected) -> Planned:
        card = entry.card
        extra = _with_error_roots(entry.options, config, options_class(card.check))
        options = decode_options(card, options_class(card.check), extra, origins=entry.origins)
        return Planned(Rule(card.code, card.name, options), card.check, entry.level, card.patterns, card.fix)

    return tuple(planned(entry) for entry in selected)


def _with_error_roots(options: Mapping[str, object], config: Config, struct: type[Any]) -> Mapping[str, object]:
    """A configuration's error roots reach every card that asks for error roots."""
    if not config.error_roots or "error_roots" not in struct.__struct_fields__:
        return options
    defaults = options.get("error-roots") or getattr(struct(), "error_roots", ())
    assert isinstance(defaults, Iterable)
    return {**options, "error-roots": [*defaults, *config.error_roots]}


def package_roots(config: Config, files: Sequence[File]) -> frozenset[str]:
    """The top-level names under which the project's own code is imported, source folders looked through."""
    names: set[str] = set(config.project_packages)
    for file in files:
        first, _, rest = file.path.partition("/")
        names.add(first.removesuffix(".py"))
        if rest:
            names.add(rest.partition("/")[0].removesuffix(".py"))
    return frozenset(names - {"__init__"})


def roles_of(config: Config) -> Mapping[str, Role]:
    """The default roles with what the configuration adds to them or puts in their place."""
    table = dict(DEFAULT_ROLES)
    for name, added in config.roles.items():
        base = Role() if added.replace else table.get(name, Role())
        table[name] = Role(base.names + added.names, base.bases + added.bases, base.paths + added.paths)
    return table


def _key(config: Config, request: Request, roots: frozenset[str]) -> str:
    """A digest of everything but the files that the findings depend on."""
    parts = [__version__, sys.version, _tool_signature(), str(config.root)]
    parts += [ruff.identity(), str(request.isolated)]
    parts += [str(request.profiles), str(request.select), str(request.ignore), *sorted(roots)]
    parts += [_signature(folder, "*.md") for folder in config.card_folders]
    contents = [ruff_settings.fingerprint(config.root), *(file.read_bytes() for file in config.files)]
    return digest([*(part.encode() for part in parts), *contents])[:24]


@cache
def _tool_signature() -> str:
    """What the tool's own files look like: it changes while cards and kinds are being written."""
    return _signature(Path(__file__).parents[1], "*.py") + _signature(rules_folder(), "*.[mt][do]*")


def _signature(folder: Path, pattern: str) -> str:
    files = sorted(folder.rglob(pattern))
    return ";".join(f"{file}:{(status := file.stat()).st_mtime_ns}:{status.st_size}" for file in files)
