"""Bases of the standard library by which classes become context managers."""

from __future__ import annotations

from collections.abc import Mapping

GIVEN: Mapping[str, tuple[str, ...]] = {
    "__aenter__": ("contextlib.AbstractAsyncContextManager", "typing.AsyncContextManager"),
    "__enter__": ("contextlib.AbstractContextManager", "typing.ContextManager"),
}
"""A method -> the bases that have it already, so that their heirs need not."""
