"""The figures of the house, on a made-up one."""

from __future__ import annotations

import importlib.util
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
KIND = """\"\"\"A kind.\"\"\"

# What it is.
X = 1  # one


def f():
    \"\"\"Says

    it.\"\"\"
    return (
        X
    )
"""
CARD = '+++\ncode = "A1"\ncheck = "{}"\n+++\n# A card\n\n```python\ncheck = 1\n```\n'


@pytest.fixture(scope="module")
def house() -> ModuleType:
    spec = importlib.util.spec_from_file_location("house", ROOT / "bench" / "house.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_figures(house: ModuleType, tmp_path: Path) -> None:
    files = {
        "pattern_lint/__init__.py": "",
        "pattern_lint/api.py": "\n" * 40,
        "pattern_lint/kinds/one.py": KIND,
        "pattern_lint/kinds/two/kind.py": KIND,
        "rules/a/one.md": CARD.format("one"),
        "rules/a/two.md": CARD.format("two"),
        "rules/b/more.md": CARD.format("two"),
        "rules/README.md": "# No card\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    assert house.measured(tmp_path) == {
        "lines-of-kinds-per-card": round(2 * 5 / 3),
        "kinds-with-one-card-in-a-hundred": 50,
        "lines-of-the-longest-file": 40,
        "loose-modules": 1,
    }


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (121, "121, and may be 120 at most (the aim is 100)"),
        (120, ""),
        (108, ""),
        (107, "107 is well below 120"),
        (80, "is well"),
    ],
)
def test_ceilings_only_sink(house: ModuleType, figure: int, said: str) -> None:
    limits = {"lines": {"ceiling": 120, "aim": 100}}
    found = list(house.complaints({"lines": figure}, limits))
    assert (said in found[0]) if said else found == []


@pytest.mark.parametrize(("figure", "ceiling"), [(130, 120), (110, 110), (80, 100)])
def test_lowering(house: ModuleType, figure: int, ceiling: int) -> None:
    text = "# Limits.\n[others]\nceiling = 120\naim = 7\n\n[lines]\nceiling = 120\naim = 100\n"
    changed = tomllib.loads(house.lowered(text, {"lines": figure}, tomllib.loads(text)))
    assert changed == {"others": {"ceiling": 120, "aim": 7}, "lines": {"ceiling": ceiling, "aim": 100}}
