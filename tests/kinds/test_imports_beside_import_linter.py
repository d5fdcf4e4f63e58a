"""The contracts of the kind `imports` hold and break where import-linter's do, on real packages.

Of several ways from one module to another import-linter shows a shortest one, and none where that leads through other
modules of the same part. We name every import that a way begins with, so what it names is part of what we do; that
each of our ways is real is asked of its graph.
"""

from __future__ import annotations

import importlib.util
import itertools
import shutil
from collections.abc import Iterable
from pathlib import Path

import grimp
import pytest
from grimp import ImportGraph, Layer

from pattern_lint.engine.api import Request, check

LAYERS = {
    "hypothesis": ["hypothesis.extra", "hypothesis.stateful", "hypothesis.strategies", "hypothesis.internal"],
    "importlinter": [
        "importlinter.cli",
        "importlinter.contracts | importlinter.adapters",
        "importlinter.application",
        "importlinter.domain",
    ],
    "rich": ["rich.progress", "rich.table | rich.tree", "rich.text", "rich.style"],
}
CASES = [*LAYERS.items(), *((package, order[::-1]) for package, order in LAYERS.items())]


@pytest.fixture(scope="module")
def graphs() -> dict[str, ImportGraph]:
    return {package: grimp.build_graph(package, cache_dir=None) for package in LAYERS}


def ways(folder: Path, package: str, options: str) -> set[tuple[str, ...]]:
    """What a card with some options reports, as the modules of each way."""
    spec = importlib.util.find_spec(package)
    assert spec is not None and spec.origin is not None
    if not (folder / package).exists():
        ignore = shutil.ignore_patterns("*.so", "*.pyc", "*.pyi", "typeshed", "*.json")
        shutil.copytree(Path(spec.origin).parent, folder / package, ignore=ignore)
    (folder / "cards").mkdir(exist_ok=True)
    front = ["+++", 'code = "ACME100"', 'name = "contract"', 'summary = "x"', 'check = "imports"', "[options]", options]
    where = 'where = ["production", "test", "example", "migration", "generated"]'
    (folder / "cards" / "contract.md").write_text(
        "\n".join([*front, where, 'message = "{chain}"', "+++", "# x"]), encoding="utf-8"
    )
    (folder / "pattern-lint.toml").write_text('cards = ["cards"]\nselect = ["ACME100"]\n', encoding="utf-8")
    outcome = check([str(folder)], Request(cached=False))
    assert not outcome.faults
    found = [*outcome.findings, *(waived.finding for waived in outcome.waived)]
    return {tuple(finding.message.split(" -> ")) for finding in found}


def agree(found: set[tuple[str, ...]], expected: set[str], graph: ImportGraph) -> None:
    """What import-linter names is named, what is named is a way in its graph, and both say the same on the whole."""
    assert expected <= {way[0] for way in found}
    assert bool(found) is bool(expected)
    for way in found:
        for importer, imported in itertools.pairwise(way):
            assert graph.direct_import_exists(importer=importer, imported=imported)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("packages")


def listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


@pytest.mark.parametrize(("package", "order"), CASES)
def test_layers(package: str, order: list[str], graphs: dict[str, ImportGraph], folder: Path) -> None:
    layers = [Layer(*name.split(" | "), independent=True) for name in order]
    wrong = graphs[package].find_illegal_dependencies_for_layers(layers)
    expected = {head for dependency in wrong for route in dependency.routes for head in route.heads}
    found = ways(folder / package, package, f"layers = [{listed(order)}]\ntype-checking = true")
    agree(found, expected, graphs[package])


@pytest.mark.parametrize("package", LAYERS)
def test_independence(package: str, graphs: dict[str, ImportGraph], folder: Path) -> None:
    parts = [part for name in LAYERS[package] for part in name.split(" | ")]
    wrong = graphs[package].find_illegal_dependencies_for_layers([Layer(*parts, independent=True)])
    expected = {head for dependency in wrong for route in dependency.routes for head in route.heads}
    found = ways(folder / package, package, f"independent = [{listed(parts)}]\ntype-checking = true")
    agree(found, expected, graphs[package])


@pytest.mark.parametrize("package", LAYERS)
def test_what_is_protected(package: str, graphs: dict[str, ImportGraph], folder: Path) -> None:
    graph, (*_, allowed, protected) = graphs[package], LAYERS[package]
    protected_modules = {protected, *graph.find_descendants(protected)}
    free = {*protected_modules, allowed, *graph.find_descendants(allowed)}
    expected = {m for each in protected_modules for m in graph.find_modules_that_directly_import(each)} - free
    options = f'of = ["{protected}"]\nonly-inside = ["module:{protected}", "module:{allowed}"]\ntype-checking = true'
    assert {way[0] for way in ways(folder / package, package, options)} == expected


@pytest.mark.parametrize("package", LAYERS)
def test_what_is_forbidden_even_through_others(package: str, graphs: dict[str, ImportGraph], folder: Path) -> None:
    graph, (source, *_, target) = graphs[package], LAYERS[package]
    expected = {chain[0] for chain in graph.find_shortest_chains(target, source)}
    options = (
        f'of = ["{source}"]\ninside = ["module:{target}"]\nforbidden = true\nindirectly = true\ntype-checking = true'
    )
    agree(ways(folder / package, package, options), expected, graph)


@pytest.mark.parametrize("package", LAYERS)
def test_circles_between_siblings(package: str, graphs: dict[str, ImportGraph], folder: Path) -> None:
    graph = graphs[package]
    is_broken = any(
        graph.nominate_cycle_breakers(module)
        for module in (package, *graph.find_descendants(package))
        if graph.find_children(module)
    )
    found = ways(folder / package, package, f'no-circles = ["{package}"]\ntype-checking = true')
    assert bool(found) is is_broken
