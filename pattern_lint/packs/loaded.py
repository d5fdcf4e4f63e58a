"""The installed packs, imported: what they bring, checked before anything of it is used.

What a pack brings has names of its own. So a pack that is installed changes nothing in a project that does not ask
for its cards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from ..problems import Problem, Problems
from ..project.roles import Role, default_roles
from .installed import WITHOUT, Entry, entries, folders
from .pack import API_VERSION, Pack

_PREFIX = re.compile(r"[A-Z]{2,6}")
_KIND = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
OWN_PREFIX = "PAT"
"""How the codes of shipped cards begin."""


class PackErrors(Problems):
    """All that is wrong with the packs that are installed."""


class Loaded(NamedTuple):
    """A pack and where it comes from."""

    entry: Entry
    pack: Pack

    @property
    def name(self) -> str:
        return self.entry.name

    @property
    def folder(self) -> Path:
        return self.pack.folder

    def problem(self, message: str) -> Problem:
        """What is wrong with the pack, and how to go on without it."""
        return _problem(self.entry, message)

    @property
    def way_out(self) -> str:
        """How to go on without it."""
        return f"{self.entry}; {_left_out(self.entry)} until it is mended"

    def owns(self, path: Path) -> bool:
        """Whether a file is the pack's."""
        return path.is_relative_to(self.folder)


@cache
def packs() -> tuple[Loaded, ...]:
    """The packs of this machine, by name; all that is wrong with them is raised at once."""
    problems: list[Problem] = []
    loaded: list[Loaded] = []
    for entry in entries():
        try:
            found = Loaded(entry, _imported(entry))
        except PackErrors as wrong:
            problems += wrong.problems
            continue
        problems += [found.problem(message) for message in _wrong(found)]
        problems += [found.problem(message) for other in loaded for message in _in_the_way(found.pack, other)]
        loaded.append(found)
    if problems:
        raise PackErrors(problems)
    return tuple(loaded)


def pack_kinds() -> dict[str, Loaded]:
    """The kinds that packs bring, each with its pack."""
    return {kind: loaded for loaded in packs() for kind in loaded.pack.kinds}


def known_roles() -> Mapping[str, Role]:
    """The roles that classes have by default, with those of packs."""
    return {**default_roles(), **{name: role for loaded in packs() for name, role in loaded.pack.roles.items()}}


def module_of(kind: str, loaded: Loaded) -> Any:
    """The module of a kind that a pack brings."""
    name = loaded.pack.kinds[kind]
    module = _tried(lambda: import_module(name), loaded.entry, f"its kind `{kind}`")
    missing = [f"`{part}`" for part in ("Options", "Kind") if not hasattr(module, part)]
    if missing:
        raise PackErrors([loaded.problem(f"its kind `{kind}` needs {' and '.join(missing)} in the module {name}")])
    return module


def _problem(entry: Entry, message: str) -> Problem:
    return Problem(Path(entry.info), 0, f"{entry}: {message}. Mend it, or uninstall it, or {_left_out(entry)}.")


def _left_out(entry: Entry) -> str:
    return f"leave it out with {WITHOUT}={entry.name} in the environment"


def _imported(entry: Entry) -> Pack:
    found = _tried(lambda: _object(entry), entry, "it")
    if isinstance(found, Pack):
        return found
    said = f"its entry point has to name a `pattern_lint.api.Pack`, and names {type(found).__name__}"
    raise PackErrors([_problem(entry, said)])


def _object(entry: Entry) -> Any:
    found: Any = import_module(entry.module)
    for name in filter(None, entry.attribute.split(".")):
        found = getattr(found, name)
    return found


def _tried(load: Callable[[], Any], entry: Entry, what: str) -> Any:
    try:
        return load()
    except (Exception, SystemExit) as error:  # code of others may do anything when it is imported
        said = f"{what} cannot be imported: {type(error).__name__}: {error}".rstrip(": ")
        raise PackErrors([_problem(entry, said)]) from error


def _wrong(loaded: Loaded) -> Iterator[str]:
    """What is wrong with a pack by itself."""
    pack, entry = loaded.pack, loaded.entry
    if pack.api != API_VERSION:
        yield f"it is written for version {pack.api} of pattern_lint.api, and this is version {API_VERSION}"
    if not _PREFIX.fullmatch(pack.prefix):
        yield f"its prefix is `{pack.prefix}`, and has to be two to six capitals such as `ACME`"
    elif _overlap(pack.prefix, OWN_PREFIX):
        yield f"its prefix is `{pack.prefix}`, but `{OWN_PREFIX}` belongs to the cards of pattern-lint itself"
    homes = folders(entry)
    if not any(pack.folder.is_relative_to(home) for home in homes):
        yield f"its folder {pack.folder} has to lie in its package {entry.top}"
    elif not pack.folder.is_dir():
        yield f"its folder {pack.folder} is not there; is it part of what is installed?"
    from ..kinds import shipped_kinds

    for kind, module in pack.kinds.items():
        if not _KIND.fullmatch(kind):
            yield f"`{kind}` is no name of a kind, as `acme-topics` is"
        elif kind in shipped_kinds():
            yield f"the kind `{kind}` is there already; name it otherwise"
        if module.partition(".")[0] != entry.top:
            yield f"the module {module} of its kind `{kind}` has to lie in its package {entry.top}"
    for role in pack.roles:
        if role in default_roles():
            yield f"the role `{role}` is there already; name it otherwise"


def _in_the_way(pack: Pack, other: Loaded) -> Iterator[str]:
    """What two packs both have, or seem to have."""
    if _overlap(pack.prefix, other.pack.prefix):
        yield f"its prefix `{pack.prefix}` cannot be told from `{other.pack.prefix}` of {other.entry}"
    for what, ours, theirs in (("kind", pack.kinds, other.pack.kinds), ("role", pack.roles, other.pack.roles)):
        for name in sorted(ours.keys() & theirs.keys()):
            yield f"the {what} `{name}` is there already, in {other.entry}"


def _overlap(one: str, other: str) -> bool:
    """Whether the beginning of codes that selects one of them selects the other, too."""
    return one.startswith(other) or other.startswith(one)
