"""Writing what a command has to say: always UTF-8, whatever the locale."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from ..problems import UsageError
from ..reading import is_folder
from ..visible import as_utf8, guarded, plain_lines
from ..writing import write_report


def write(text: str, file: Path | None = None, option: str = "--output") -> None:
    """Write to the file or to standard output; what has no UTF-8 form (odd file names) is written as an escape."""
    content = as_utf8(text).encode(errors="backslashreplace")
    if file is None:
        _show(content)
        return
    try:
        write_report(file, content)
    except OSError as error:
        raise UsageError(_refusal(file, error.strerror or str(error), option)) from None


def say(text: str) -> None:
    """Write lines for people to standard output, whatever names and texts are in them."""
    write(guarded(plain_lines(text)))


def complain(message: object) -> None:
    """Write to standard error what went wrong."""
    print(guarded(plain_lines(f"pattern-lint: {message}")), file=sys.stderr)


def check_writable(files: Iterable[Path]) -> None:
    """Refuse files that cannot be written before the work begins whose result they are for, all at once."""
    refused = [_refusal(file, why) for file in files if (why := _obstacle(file))]
    if refused:
        raise UsageError("\n".join(refused))


def _obstacle(file: Path) -> str:
    if is_folder(file):
        return "it is a folder"
    if not is_folder(file.parent):
        return f"there is no folder {file.parent}"
    place = file if os.path.exists(file) else file.parent  # noqa: PTH110 -- pathlib raises errors about odd names
    return "" if os.access(place, os.W_OK) else "permission denied"


def _refusal(file: Path, why: str, option: str = "--output") -> str:
    return f"{file}: cannot be written: {why}; name another file after {option}"


def _show(content: bytes) -> None:
    try:
        if sys.stdout is None:  # a process may be started without one
            raise OSError("there is none")
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        leave_standard_output()
        message = f"standard output cannot be written: {error.strerror or error}; `--output FILE` writes a file"
        raise UsageError(message) from None


def leave_standard_output() -> None:
    """Let nothing more be written where writing has failed, not even by the interpreter when it ends."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
