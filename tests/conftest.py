"""What all tests share."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
"""How long an example takes says more about the machine than about the code."""


@pytest.fixture(scope="session", autouse=True)
def _collect_seldom() -> Iterator[None]:
    """Tests make trees by the thousand beside cards that stay: looking at all of these each time costs a tenth."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


@pytest.fixture(scope="session", autouse=True)
def _cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing of a test run is left among the caches of whoever runs it."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("caches")))
        patched.delenv("PATTERN_LINT_CACHE_DIR", raising=False)
        patched.delenv("PATTERN_LINT_CACHE_KEY", raising=False)
        yield
