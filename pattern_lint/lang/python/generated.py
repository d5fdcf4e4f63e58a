"""Tells what nobody wrote here: a program did, or another project."""

from __future__ import annotations

import re

_FILE = re.compile(
    r"_pb2(_grpc)?\.pyi?$|(^|/)(versioneer|ez_setup|get-pip)\.py$"
    r"|(^|/)(_{0,2}generated_{0,2}|_vendor|_?vendored(_\w+)?|patched|third[-_]?party|3rd_?party|_?extern|node_modules|site-packages)/"
    r"|(^|/)(vendor|dist)/(?!(admin|api|commands|domain|management|models?|repositor(y|ies)|schemas?|services?|views?)/)[^/]+/"
)
"""Files and folders that hold other people's code; `vendor` and `dist` may also be what a project is about."""

_WORDS = (
    "vendor",
    "dist/",
    "patched/",
    "generated",
    "pb2",
    "party",
    "extern",
    "node_modules",
    "site-packages",
    "versioneer",
    "ez_setup",
    "get-pip",
)
"""What is among the words of such a path; looking for them is quicker than the expression."""

_HEAD = 3000
_HINTS = (b"enerated", b"ENERATED", b"EDIT", b" edit", b" modify", b"MODIFY", b"endored")


def is_generated(path: str, content: bytes = b"") -> bool:
    """Whether a file was written by a program or by other people, by its place or by the first that it says."""
    if any(word in path for word in _WORDS) and _FILE.search(path):
        return True
    head = content[:_HEAD]
    if not any(hint in head for hint in _HINTS):
        return False
    from .generated_heads import says_so  # few files hold such words, and their expressions take long to make ready

    return says_so(head)
