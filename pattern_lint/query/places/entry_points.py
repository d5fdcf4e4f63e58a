"""The entry points that the settings of a project declare."""

from __future__ import annotations

from collections.abc import Iterator

from ...lang.keyed import Keyed
from ...lang.unit import Unit

_HOMES = {
    "pyproject.toml": (("project", "entry-points"), ("tool", "poetry", "plugins")),
    "setup.cfg": (("options.entry_points",),),
}
"""Where files of settings have them, by groups."""
_SCRIPT = "setup.py"
"""What declares them, too, and is a module like others."""


def tells_entry_points(path: str) -> bool:
    """Whether a file is one of those that declare them."""
    return path.rpartition("/")[2] in (*_HOMES, _SCRIPT)


def entry_points_in(unit: Unit) -> Iterator[str]:
    """The symbols that they name."""
    tables = unit.table if isinstance(unit, Keyed) else {}
    for way in _HOMES.get(unit.path.rpartition("/")[2], ()):
        found: object = tables
        for key in way:
            found = found.get(key) if isinstance(found, dict) else None
        groups = found.values() if isinstance(found, dict) else ()
        for group in groups:
            lines = (line.partition("=")[2] for line in str(group).splitlines())
            for named in group.values() if isinstance(group, dict) else lines:
                yield str(named).partition("[")[0].strip().replace(":", ".")
