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


Ways = dict[str, set[tuple[str, ...]]]
"""What each contract of a package reports, as the modules of each way."""


@pytest.fixture(scope="module")
def graphs() -> dict[str, ImportGraph]:
    return {package: grimp.build_graph(package, cache_dir=None) for package in LAYERS}


def listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def parts_of(package: str) -> list[str]:
    return [part for name in LAYERS[package] for part in name.split(" | ")]


def contracts(package: str) -> dict[str, str]:
    """The options of cards, by what they ask of a package."""
    order, (source, *_, allowed, last) = LAYERS[package], LAYERS[package]
    return {
        "layers": f"layers = [{listed(order)}]",
        "layers upside down": f"layers = [{listed(order[::-1])}]",
        "independent": f"independent = [{listed(parts_of(package))}]",
        "protected": f'of = ["{last}"]\nonly-inside = ["module:{last}", "module:{allowed}"]',
        "forbidden": f'of = ["{source}"]\ninside = ["module:{last}"]\nforbidden = true\nindirectly = true',
        "no circles": f'no-circles = ["{package}"]',
    }


def ways(folder: Path, package: str) -> Ways:
    """What is found in one run with a card for each contract."""
    spec = importlib.util.find_spec(package)
    assert spec is not None and spec.origin is not None
    ignore = shutil.ignore_patterns("*.so", "*.pyc", "*.pyi", "typeshed", "*.json")
    shutil.copytree(Path(spec.origin).parent, folder / package, ignore=ignore)
    (folder / "cards").mkdir()
    codes = {}
    where = 'where = ["production", "test", "example", "migration", "generated"]'
    for number, (contract, options) in enumerate(contracts(package).items()):
        codes[f"ACME{number:03}"] = contract
        head = f'code = "ACME{number:03}"\nname = "contract-{number}"\nsummary = "x"\ncheck = "imports"\n[options]'
        lines = ["+++", head, options, "type-checking = true", where, 'message = "{chain}"', "+++", "# x"]
        (folder / "cards" / f"{number}.md").write_text("\n".join(lines), encoding="utf-8")
    settings = f'cards = ["cards"]\nselect = [{listed(codes)}]\n'
    (folder / "pattern-lint.toml").write_text(settings, encoding="utf-8")
    outcome = check([str(folder)], Request(cached=False))
    assert not outcome.faults
    found: Ways = {contract: set() for contract in codes.values()}
    for finding in [*outcome.findings, *(waived.finding for waived in outcome.waived)]:
        found[codes[finding.code]].add(tuple(finding.message.split(" -> ")))
    return found


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ways]:
    """What we find in each package."""
    return {package: ways(tmp_path_factory.mktemp("package"), package) for package in LAYERS}


def agree(found: set[tuple[str, ...]], expected: set[str], graph: ImportGraph) -> None:
    """What import-linter names is named, what is named is a way in its graph, and both say the same on the whole."""
    assert expected <= {way[0] for way in found}
    assert bool(found) is bool(expected)
    for way in found:
        for importer, imported in itertools.pairwise(way):
            assert graph.direct_import_exists(importer=importer, imported=imported)


@pytest.mark.parametrize("package", LAYERS)
@pytest.mark.parametrize("contract", ["layers", "layers upside down"])
def test_layers(package: str, contract: str, graphs: dict[str, ImportGraph], found: dict[str, Ways]) -> None:
    order = LAYERS[package] if contract == "layers" else LAYERS[package][::-1]
    layers = [Layer(*name.split(" | "), independent=True) for name in order]
    wrong = graphs[package].find_illegal_dependencies_for_layers(layers)
    expected = {head for dependency in wrong for route in dependency.routes for head in route.heads}
    agree(found[package][contract], expected, graphs[package])


@pytest.mark.parametrize("package", LAYERS)
def test_independence(package: str, graphs: dict[str, ImportGraph], found: dict[str, Ways]) -> None:
    layers = [Layer(*parts_of(package), independent=True)]
    wrong = graphs[package].find_illegal_dependencies_for_layers(layers)
    expected = {head for dependency in wrong for route in dependency.routes for head in route.heads}
    agree(found[package]["independent"], expected, graphs[package])


@pytest.mark.parametrize("package", LAYERS)
def test_what_is_protected(package: str, graphs: dict[str, ImportGraph], found: dict[str, Ways]) -> None:
    graph, (*_, allowed, protected) = graphs[package], LAYERS[package]
    protected_modules = {protected, *graph.find_descendants(protected)}
    free = {*protected_modules, allowed, *graph.find_descendants(allowed)}
    expected = {m for each in protected_modules for m in graph.find_modules_that_directly_import(each)} - free
    assert {way[0] for way in found[package]["protected"]} == expected


@pytest.mark.parametrize("package", LAYERS)
def test_what_is_forbidden_even_through_others(
    package: str, graphs: dict[str, ImportGraph], found: dict[str, Ways]
) -> None:
    graph, (source, *_, target) = graphs[package], LAYERS[package]
    expected = {chain[0] for chain in graph.find_shortest_chains(target, source)}
    agree(found[package]["forbidden"], expected, graph)


@pytest.mark.parametrize("package", LAYERS)
def test_circles_between_siblings(package: str, graphs: dict[str, ImportGraph], found: dict[str, Ways]) -> None:
    graph = graphs[package]
    is_broken = any(
        graph.nominate_cycle_breakers(module)
        for module in (package, *graph.find_descendants(package))
        if graph.find_children(module)
    )
    assert bool(found[package]["no circles"]) is is_broken
