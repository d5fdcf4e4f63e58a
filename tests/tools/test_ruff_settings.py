from __future__ import annotations

from pathlib import Path

from pattern_lint.tools.ruff_settings import project_settings
from pattern_lint.tools.ruff_state import state


def test_nothing_configured(tmp_path: Path) -> None:
    assert project_settings(tmp_path).values == {}


def test_settings_of_style_are_taken_over_and_selections_are_not(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        """
[project]
requires-python = ">=3.9, <4"
[tool.ruff]
line-length = 100
exclude = ["a"]
[tool.ruff.lint]
select = ["E"]
[tool.ruff.lint.isort]
known-first-party = ["desk"]
[tool.ruff.lint.per-file-ignores]
"a.py" = ["I001"]
""",
        encoding="utf-8",
    )
    assert project_settings(tmp_path).values == {
        "line-length": 100,
        "target-version": "py39",
        "lint": {"isort": {"known-first-party": ["desk"]}},
    }


def test_ruff_toml_goes_before_pyproject(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.ruff]\nline-length = 100\n", encoding="utf-8")
    before = state(tmp_path, isolated=False)
    (tmp_path / "ruff.toml").write_text('line-length = 120\ntarget-version = "py312"\n', encoding="utf-8")
    assert project_settings(tmp_path).values == {"line-length": 120, "target-version": "py312"}
    assert state(tmp_path, isolated=False) != before
    assert state(tmp_path, isolated=True) != before


def test_a_broken_file_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "ruff.toml").write_text("line-length = \n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("[tool.ruff]\nline-length = 100\n", encoding="utf-8")
    assert project_settings(tmp_path).values == {"line-length": 100}
