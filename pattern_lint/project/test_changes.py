"""What tests change of the fixtures that they take."""

from __future__ import annotations

from posixpath import dirname
from typing import TYPE_CHECKING

from ..lang.python.module import Module
from ..query.origins.module_state import changes_of_parameters
from .topics import Topic

if TYPE_CHECKING:
    from .project import Project

_CONFTEST = "conftest.py"


def changed_parameters(module: Module) -> tuple[tuple[str, bool], ...]:
    """The parameters whose values functions of a file of tests change, each with whether they are gone into for it."""
    if module.category != "test":
        return ()
    found = (each for scope in module.index.functions for each in changes_of_parameters(scope, module))
    return tuple(sorted(set(found)))


TEST_CHANGES = Topic("test-changes", changed_parameters)


def is_changed(project: Project, path: str, name: str, is_collection: bool) -> bool:
    """Whether a test that finds a fixture of a file by its name changes what it gives.

    What a method does to an object that is no collection does not show.
    """
    home = dirname(path) if path.endswith(_CONFTEST) else None
    for other, told in project.topic(TEST_CHANGES).items():
        is_near = other == path or (home is not None and (not home or other.startswith(f"{home}/")))
        own = f"{project.files[other]['name']}.{name}"
        is_other = other != path and project.definitions.function(own) is not None
        if is_near and not is_other and any(each == name and (deep or is_collection) for each, deep in told):
            return True
    return False
