"""Other tools whose answers count as ours, each run as a process of its own."""

from __future__ import annotations


class ToolError(Exception):
    """A tool could not be run, or would not do what it was asked to; the message says what to do."""


class RefusedError(ToolError):
    """A tool does not understand what it was asked."""


class DiedError(ToolError):
    """A tool crashed or did not come to an end, which a single one of the files may be to blame for."""
