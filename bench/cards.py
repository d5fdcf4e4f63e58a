"""Prints what each card costs where the files are looked at, in units of what `ast.parse` takes for the same files.

A card is asked alone, after all cards have been asked together: so it is charged with its own work, and not with what
it shares with others. The join is left out, and so are ruff's own process and cards that read other languages.
"""

from __future__ import annotations

import argparse
import ast
import gc
import warnings
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from time import process_time
from typing import Any

from pattern_lint.engine.api import targets_of
from pattern_lint.engine.key import package_roots
from pattern_lint.engine.plan import Plan
from pattern_lint.engine.planning import make_plan
from pattern_lint.engine.request import Request
from pattern_lint.engine.session import Task
from pattern_lint.engine.start import Start
from pattern_lint.kinds import check_class
from pattern_lint.kinds.kit import Check, Rule
from pattern_lint.kinds.report import ModuleReport, Sites
from pattern_lint.lang.languages import PYTHON, language_of
from pattern_lint.lang.python.module import Module
from pattern_lint.lang.python.parsing import UnreadableError
from pattern_lint.project.collect import collect

MOST, ON_AVERAGE = 0.01, 0.003
"""What a card may cost."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=5, help="look at every so many files only (default: 5)")
    parser.add_argument("--shown", type=int, default=25, help="how many of the dearest cards to show (default: 25)")
    arguments = parser.parse_args()
    gc.disable()
    warnings.simplefilter("ignore")
    costs = _Costs(arguments.folder)
    costs.measure(arguments.every)
    costs.show(arguments.shown)


class _Costs:
    def __init__(self, folder: Path) -> None:
        request = Request(profiles=("all",), isolated=True, cached=False)
        (target,) = targets_of([str(folder)], request, {})
        plan = make_plan(target.config, request, package_roots(target.files, ()))
        start = Start(Task(target.root, "", target.files, lambda: plan, {}), plan, None)
        self._files = [file for file in target.files if language_of(file.path) is None]
        self._root = target.root
        self._plan: Plan = replace(plan, unshown=start.unshown, lacking=start.lacking)
        self._checks: dict[int, Check[Any]] = {}
        self._parse = 0.0
        self._of_kinds: defaultdict[str, float] = defaultdict(float)
        self._of_cards: defaultdict[tuple[str, str], float] = defaultdict(float)

    def measure(self, every: int) -> None:
        """Look at the files; the first few only warm what is made once."""
        self._plan.put_in_force()
        sample = self._files[::every]
        for file in sample[:20]:
            self._look(file.path, (self._root / file.path).read_bytes())
        self._of_kinds.clear()
        self._of_cards.clear()
        for file in sample:
            source = (self._root / file.path).read_bytes()
            start = process_time()
            try:
                ast.parse(source)
            except SyntaxError:
                continue
            self._parse += process_time() - start
            self._look(file.path, source)

    def _look(self, path: str, source: bytes) -> None:
        try:
            module = Module(path, source, self._plan.package_roots)
        except UnreadableError:
            return
        collect(module)
        for kind, check in self._plan.checks(module.category, path):
            self._of_kinds[kind] += self._time(check, module)
        for kind, check in self._plan.checks(module.category, path):
            for rule in check.rules:
                self._of_cards[rule.code, kind] += self._time(self._alone(kind, rule), module)
        module.release()

    def _alone(self, kind: str, rule: Rule[Any]) -> Check[Any]:
        """The check for one card, made once."""
        if id(rule) not in self._checks:
            self._checks[id(rule)] = check_class(kind)([rule])
        return self._checks[id(rule)]

    def _time(self, check: Check[Any], module: Module) -> float:
        report, start = ModuleReport(module, Sites()), process_time()
        check.module(module, report)
        return process_time() - start

    def show(self, most: int) -> None:
        """Print the dearest first, and how the cards are on the whole."""
        print("cost in units of ast.parse; kinds, with all of their cards at once:")
        for kind, seconds in sorted(self._of_kinds.items(), key=_dearest)[:most]:
            print(f"  {kind:20} {seconds / self._parse:.4f}")
        print("cards:")
        for (code, kind), seconds in sorted(self._of_cards.items(), key=_dearest)[:most]:
            print(f"  {code} {kind:20} {seconds / self._parse:.4f}")
        asked = sum(PYTHON in planned.reads for planned in self._plan.rules)
        costs = [seconds / self._parse for seconds in self._of_cards.values()]
        average, dear = sum(costs) / asked, sum(cost > MOST for cost in costs)
        print(f"{asked} cards, {average:.4f} on average (at most {ON_AVERAGE}); {dear} cost more than {MOST}")


def _dearest(entry: tuple[object, float]) -> float:
    return -entry[1]


if __name__ == "__main__":
    main()
