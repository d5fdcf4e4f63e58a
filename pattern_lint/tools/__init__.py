"""Other tools whose answers count as ours, each run as a process of its own."""

from __future__ import annotations


class ToolError(Exception):
    """A tool could not be run, or would not do what it was asked to; the message says what to do."""
