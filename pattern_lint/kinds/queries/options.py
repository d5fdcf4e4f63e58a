"""What cards of this kind may say."""

from __future__ import annotations

from typing import ClassVar, Literal

from ..site_kind import SiteOptions


class Options(SiteOptions, frozen=True, kw_only=True):
    """Which queries, and what holds of them."""

    demand: Literal["filters", "keeps-rows", "locks", "one-for-all"]
    """That queries of classes with the column filter on it; that rows of such classes are not removed; that rows which
    are read, changed and saved are locked; or that none runs once for each row of another, here or in a function of the
    project. Example: `demand = "filters"`"""
    column: str = "deleted_at"
    """The column that marks rows of the classes which are meant. Example: `column = "archived_at"`"""
    contended: tuple[str, ...] = ()
    """Globs of functions that requests compete in, for `locks`. Example: `contended = ["*transfer*"]`"""
    changing: tuple[str, ...] = ()
    """Globs of attributes that say how things stand; a number that is counted up or down always does.
    Example: `changing = ["status", "*_state"]`"""
    versions: tuple[str, ...] = ("__mapper_args__.version_id_col",)
    """Globs of what a class declares which finds out by itself that somebody was faster.
    Example: `versions = ["version_id"]`"""

    words: ClassVar[tuple[str, ...]] = ("model", "function", "module", "call")
