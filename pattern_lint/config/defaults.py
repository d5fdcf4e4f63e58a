"""What holds where no configuration says otherwise."""

from __future__ import annotations

DEFAULT_PROFILE = "recommended"
DEFAULT_EXCLUDE = (
    ".git/",
    ".hg/",
    ".svn/",
    ".venv/",
    "venv/",
    ".tox/",
    ".nox/",
    ".eggs/",
    "*.egg/",
    ".direnv/",
    ".mypy_cache/",
    ".pytest_cache/",
    ".ruff_cache/",
    ".pattern-lint-cache/",
    "__pycache__/",
    "__pypackages__/",
    "node_modules/",
    "site-packages/",
    "*{{*",  # what cookiecutter and copier make files of
)
BASELINE_FILE = "pattern-lint-baseline.txt"
"""The baseline of a project whose configuration names no other."""
CONFIG_FILES = ("pattern-lint.toml", "pyproject.toml")
"""The files that may hold a configuration, in the order in which they win when a folder has both."""
