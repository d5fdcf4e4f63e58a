"""From a configuration and a request to a plan."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import __version__
from ..checks.kit import Rule
from ..config import Config
from ..outcome import Level
from ..project.roles import DEFAULT_ROLES, Role
from ..resources import rules_folder
from ..tool_findings import OPTIONAL, TOOL_CODES
from .files import File
from .plan import Plan, Planned, digest
from .policy import PathRule, Policy

if TYPE_CHECKING:
    from ..catalog import Catalog
    from ..problems import Problem
    from ..selection import Selected, Selectors
    from ..settings import PathSettings


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
    choice = cache(lambda: choose(config, request))
    return Plan(
        config.root,
        lambda: choice().rules,
        package_roots=roots,
        roles=roles_of(config),
        key=_key(config, request, roots),
        load_policy=lambda: choice().policy,
    )


class Choice(NamedTuple):
    """The cards that take part, and where they count."""

    rules: tuple[Planned, ...]
    policy: Policy


def choose(config: Config, request: Request) -> Choice:
    """The cards that take part, with the options that hold in general and below each configured path."""
    from ..catalog import load_catalog
    from ..selection import Selectors, select_cards

    catalog = load_catalog(config.card_folders)
    select = partial(select_cards, config, catalog.cards, catalog.profiles, profile_override=request.profiles)
    chosen = select(select=request.select, ignore=request.ignore or None)
    selectors = Selectors(catalog.cards, catalog.profiles)
    per_path = {glob: _path_rule(settings, selectors, catalog) for glob, settings in config.per_path.items()}
    codes = frozenset(selected.card.code for selected in chosen)
    added = frozenset[str]().union(*(rule.select or () for rule in per_path.values())) - codes
    everywhere = None
    if added and request.select is None:
        chosen += select(select=sorted(added), ignore=request.ignore or None)
        everywhere = codes
    rules = tuple(_planned(selected, config) for selected in chosen)
    _check_path_options(config, chosen)
    known = (*(card.code for card in catalog.cards), *TOOL_CODES)
    return Choice(rules, Policy(per_path, everywhere, known, _tool_levels(config, request)))


def _planned(selected: Selected, config: Config) -> Planned:
    from ..checks import options_class
    from ..options import decode_options

    card = selected.card
    extra = _with_error_roots(selected.options, config, options_class(card.check))
    options = decode_options(card, options_class(card.check), extra, origins=selected.origins)
    return Planned(Rule(card.code, card.name, options), card.check, selected.level, card.patterns, card.fix)


def _path_rule(settings: PathSettings, selectors: Selectors, catalog: Catalog) -> PathRule:
    def codes(names: Iterable[str]) -> frozenset[str]:
        found = frozenset[str]().union(*(selectors.codes(name) or () for name in names))
        return found | {tool.code for tool in OPTIONAL if not {tool.code, tool.name}.isdisjoint(names)}

    by_name = {card.name: card.code for card in catalog.cards}
    return PathRule(
        ignore=codes(settings.ignore),
        select=None if settings.select is None else codes(settings.select),
        options={by_name[name]: options for name, options in settings.options.items()},
    )


def _check_path_options(config: Config, chosen: Iterable[Selected]) -> None:
    """Every wrong option by path is said at once, before a file is looked at."""
    from ..checks import options_class
    from ..options import decode_options
    from ..settings import ConfigErrors

    problems: list[Problem] = []
    for glob, settings in config.per_path.items():
        for selected in chosen:
            own = settings.options.get(selected.card.name, {})
            origins = {key: config.origin("per-path", glob, "options", selected.card.name, key) for key in own}
            try:
                options = {**selected.options, **own}
                decode_options(selected.card, options_class(selected.card.check), options, origins=origins)
            except ConfigErrors as errors:
                problems += errors.problems
    if problems:
        raise ConfigErrors(problems)


def _tool_levels(config: Config, request: Request) -> dict[str, Level]:
    """The level of each of the tool's own findings that is not ignored."""
    ignored = {*config.ignore, *request.ignore}
    levels: dict[str, Level] = {}
    for tool in OPTIONAL:
        level = config.levels.get(tool.name, config.levels.get(tool.code, tool.level))
        if level != "off" and ignored.isdisjoint((tool.code, tool.name)):
            levels[tool.code] = level
    return levels


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
    parts += [str(request.profiles), str(request.select), str(request.ignore), *sorted(roots)]
    parts += [_signature(folder, "*.md") for folder in config.card_folders]
    return digest([*(part.encode() for part in parts), *(file.read_bytes() for file in config.files)])[:24]


@cache
def _tool_signature() -> str:
    """What the tool's own files look like: it changes while cards and kinds are being written."""
    return _signature(Path(__file__).parents[1], "*.py") + _signature(rules_folder(), "*.[mt][do]*")


def _signature(folder: Path, pattern: str) -> str:
    files = sorted(folder.rglob(pattern))
    return ";".join(f"{file}:{(status := file.stat()).st_mtime_ns}:{status.st_size}" for file in files)
