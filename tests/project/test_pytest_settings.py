"""What files of settings tell pytest, and for which files it holds."""

import pytest

from pattern_lint.lang.languages import read_unit
from pattern_lint.project.test_settings import is_set, settings_in


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        ("pytest.ini", "[pytest]\nasyncio_mode = auto\n", "auto"),
        ("setup.cfg", "[tool:pytest]\naddopts = -q --asyncio-mode=auto\n", "auto"),
        ("tox.ini", "[testenv]\ncommands = pytest\n", None),
        ("pyproject.toml", '[tool.pytest.ini_options]\naddopts = ["-q", "--asyncio-mode", "strict"]\n', "strict"),
        ("web/pyproject.toml", '[tool.pytest]\nasyncio_mode = "auto"\n', "auto"),
        ("other.toml", '[tool.pytest.ini_options]\nasyncio_mode = "auto"\n', None),
    ],
)
def test_settings_are_read_where_pytest_reads_them(path: str, text: str, told: str | None) -> None:
    found = settings_in(read_unit(path, path, text.encode()))
    assert (found or {}).get("asyncio_mode") == told


def test_a_file_without_tables_counts_where_it_is_about_nothing_else() -> None:
    assert settings_in(read_unit("pytest.ini", "pytest.ini", b"")) == {}


def test_the_first_file_of_a_folder_counts_and_holds_for_all_below() -> None:
    told = {
        "pytest.ini": {"asyncio_mode": "strict"},
        "pyproject.toml": {"asyncio_mode": "auto"},
        "worker/pyproject.toml": {"asyncio_mode": "auto"},
    }
    assert not is_set(told, "tests/test_a.py", "asyncio_mode=auto")
    assert is_set(told, "worker/tests/unit/test_a.py", "asyncio_mode=auto")
    assert not is_set(told, "workers/test_a.py", "asyncio_mode=auto")
