"""Writing what a command has to say: always UTF-8, whatever the locale."""

from __future__ import annotations

import sys
from pathlib import Path

from ..report.frame import as_utf8
from ..run.targets import UsageError


def write(text: str, file: Path | None = None, option: str = "--output") -> None:
    """Write to the file or to standard output; what has no UTF-8 form (odd file names) is written as an escape."""
    content = as_utf8(text).encode(errors="backslashreplace")
    if file is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        return
    try:
        file.write_bytes(content)
    except OSError as error:
        message = f"{file}: cannot be written: {error.strerror or error}; name another file after {option}"
        raise UsageError(message) from None
