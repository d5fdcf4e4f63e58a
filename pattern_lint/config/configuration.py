"""The configuration of a project: finding it and reading it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from pattern_lint.config.defaults import CONFIG_FILES
from pattern_lint.config.globs import complaint as glob_complaint
from pattern_lint.config.settings import Config, ConfigErrors, Settings, prefix_of, table_of
from pattern_lint.config.strict import convert
from pattern_lint.config.tables import merged
from pattern_lint.config.toml_file import Origin
from pattern_lint.git.places import leads_out
from pattern_lint.problems import Problem
from pattern_lint.reading import content_of, is_file, is_folder


def find_config(folder: Path) -> Path | None:
    """The nearest configuration file in the folder or above it."""
    folder = folder.absolute()
    for parent in (folder, *folder.parents):
        for path in map(parent.joinpath, CONFIG_FILES):
            if is_file(path) and _configures(path):
                return path
    return None


def _configures(path: Path) -> bool:
    if not prefix_of(path):
        return True
    return b"pattern-lint" in content_of(path) and table_of(path) is not None


def load_config(path: Path) -> Config:
    """The configuration in the file, joined with what it extends."""
    path = path.absolute()
    problems: list[Problem] = []
    layers = list(_layers(path, problems))
    for file, table in layers:
        problems += _wrong_values(file, table)
    if problems:
        raise ConfigErrors(problems)
    joined: dict[str, Any] = {}
    for file, table in reversed(layers):
        joined = merged(joined, _with_absolute_paths(table, file.parent))
    settings = msgspec.convert(joined, Settings)
    values = {name: getattr(settings, name) for name in settings.__struct_fields__}
    files, tables = zip(*layers, strict=True)
    return Config(root=path.parent, files=files, tables=tables, **values)


def _layers(path: Path, problems: list[Problem]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The file's table and those that it extends, the nearest first."""
    chain: list[Path] = []
    while True:
        chain.append(path)
        table = table_of(path)
        if table is None:
            problems.append(Problem(path, 1, "this file has no table [tool.pattern-lint]"))
            return
        if isinstance(table, Problem):
            problems.append(table)
            return
        yield path, table
        extend = table.get("extend")
        if not isinstance(extend, str):
            return
        origin = Origin(path, (*prefix_of(path), "extend"))
        path, folder = Path(os.path.normpath(path.parent / extend)), path.parent
        if path in chain:
            way = " -> ".join(str(each) for each in [*chain, path])
            problems.append(origin.problem(f"this configuration extends itself: {way}"))
            return
        if not is_file(path):
            problems.append(origin.problem(f"there is no file {path} to extend"))
            return
        if message := _outside(path, folder):
            problems.append(origin.problem(message))
            return


def _wrong_values(path: Path, table: Mapping[str, object]) -> Iterator[Problem]:
    origin = Origin(path, prefix_of(path))
    settings = convert(table, Settings)
    if not isinstance(settings, Settings):
        for wrong in settings:
            yield origin.below(*wrong.keys).problem(wrong.message)
        return
    for glob in settings.per_path:
        if message := glob_complaint(glob):
            yield origin.below("per-path", glob).problem(message)
    for number, waiver in enumerate(settings.waivers):
        if message := glob_complaint(waiver.path):
            yield origin.below("waivers", str(number), "path").problem(message)
    for folder in settings.cards:
        message = "" if is_folder(path.parent / folder) else f"there is no folder {path.parent / folder} with cards"
        if message := message or _outside(path.parent / folder, path.parent):
            yield origin.below("cards").problem(message, about=folder)
    if settings.document is not None:
        file = path.parent / settings.document.file
        if is_file(file) and (message := _outside(file, path.parent)):
            yield origin.below("document", "file").problem(message)
    if settings.baseline is not None:
        named = Path(os.path.normpath(path.parent / settings.baseline))
        if not named.is_relative_to(path.parent):
            message = f"{named} lies outside of {path.parent}; name a file in it, or give this one with `--baseline`"
            yield origin.below("baseline").problem(message)


def _outside(path: Path, folder: Path) -> str:
    """What keeps a configuration in a folder from using a path: what it names lies in its own repository."""
    if not leads_out(path, folder):
        return ""
    return f"{path} lies outside of the repository, whose own files are all that its configuration may name"


def _with_absolute_paths(table: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """The table with its paths made absolute: a file that is extended from elsewhere means its own folder."""
    absolute = dict(table)
    if "cards" in table:
        absolute["cards"] = [os.path.normpath(folder / path) for path in table["cards"]]
    if "baseline" in table:
        absolute["baseline"] = os.path.normpath(folder / table["baseline"])
    if "document" in table:
        file = os.path.normpath(folder / table["document"]["file"])
        absolute["document"] = {**table["document"], "file": file}
    return absolute
