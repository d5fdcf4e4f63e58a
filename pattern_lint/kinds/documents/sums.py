"""Lists of checksums beside documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...lang.python.marks import TOP
from ..unit_kind import Wrong
from .rows import NO_WORDS

if TYPE_CHECKING:
    from ...lang.beside import Beside
    from ...lang.markdown import Document

_SUM = re.compile(
    r"\\?(?P<sum>[0-9a-fA-F]{32,128}) [ *](?P<name>.+)|\w+ \((?P<file>.+)\) = (?P<digest>[0-9a-fA-F]{32,128})"
)


def of_sums(document: Document, name: str) -> Iterator[Wrong]:
    """What is wrong with the list of checksums that a document names."""
    if name not in document.text or document.beside is None:
        return
    content = document.beside.content(name)
    listed = list(_sums(content.decode(errors="replace"))) if content is not None else []
    wrong = [file for file, digest in listed if _differs(document.beside, file, digest)]
    if content is None:
        yield _wrong(f"{name} is named here, and is not beside this document", name)
    elif not listed:
        yield _wrong(f"{name} lists no checksums", name)
    elif wrong:
        yield _wrong(f"{name} does not fit {', '.join(wrong)}", f"checksums that fit {', '.join(wrong)}")


def _wrong(said: str, missing: str) -> Wrong:
    return Wrong(TOP, said, {**NO_WORDS, "heading": "this document", "missing": missing})


def _sums(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        if found := _SUM.fullmatch(line.strip()):
            yield (found["name"] or found["file"]).strip(), (found["sum"] or found["digest"]).lower()


def _differs(beside: Beside, file: str, digest: str) -> bool:
    """Whether a file that is there has another checksum; what is not there or kept elsewhere is unknown."""
    found = beside.digest(file, len(digest))
    return found is not None and found != digest
