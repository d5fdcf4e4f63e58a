"""Tells what nobody wrote here: a program did, or another project."""

from __future__ import annotations

import re

_FILE = re.compile(
    r"_pb2(_grpc)?\.pyi?$|(^|/)(versioneer|ez_setup|get-pip)\.py$"
    r"|(^|/)(_{0,2}generated_{0,2}|_vendor|_?vendored|third[-_]?party|3rd_?party|_?extern|node_modules|site-packages)/"
    r"|(^|/)vendor/(?!(admin|api|commands|domain|management|models?|repositor(y|ies)|schemas?|services?|views?)/)[^/]+/"
)
"""Files and folders that hold other people's code; `vendor` may also be what a project is about, with layers."""

_WORDS = (
    "vendor",
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
_HEADER = re.compile(
    rb"""(?x) (?:\xef\xbb\xbf)? (?: \s | \#[^\n]* )*+
    (?: [rRuU]? (?: \"{3} (?:[^\\"]|\\.|"(?!""))*+ (?:\"{3}|\Z) | '{3} (?:[^\\']|\\.|'(?!''))*+ (?:'{3}|\Z)
                  | \" (?:[^\\"\n]|\\.)*+ \" | ' (?:[^\\'\n]|\\.)*+ ' ) )?
    (?: \s | \#[^\n]* )*+""",
    re.DOTALL,
)
"""The comments and the docstring before the first line of code."""
_SUBJECT = rb"""
    [\W_]*+
    (?: (?: note|warning|attention|this|the|an?|all|following|python|source|client|file|files|module|code|class|script
          | stubs?|contents?|document|is|are|was|were|has|have|been|being ) [\s:,-]++ )*+
"""
_SAYS = re.compile(
    rb"""(?imx) ^ %b (?:
        @generated \b
      | (?: auto | automatically | mechanically | machine ) [\s-]* generated \b
        (?! \s+ (?! by|from|with|using|file|code|at|on ) [a-z])
      | generated [ ] (?: file | code ) \b (?= \W* (?: $|please|do[ ]not|don't|by|from|with|using ) )
      | (?<=code[ ]) generated [ ] by \b
      | vendored [ ] (?: from | copy [ ] of | version [ ] of ) \b
      | (?: please [ ] )? (?: do [ ] not | don't | never ) [ ] (?: edit | modify | change )
        (?: \W* $ | [ ] (?: this | the ) [ ] (?: file | module | class | code ) \b
          | [ ] (?: manually | directly | by [ ] hand | it ) \b )
    )"""
    % _SUBJECT
)
_MAY_SAY = re.compile(rb"(?imx) ^ %b generated [ ] (?: by | with | from | using ) \b" % _SUBJECT)
"""What a comment says of the file, and prose of what the file is about."""
_COMMENTS = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s|#[^\n]*)*+")
_FIRST_WORDS = re.compile(rb"(?m)^[rRuU]?[\"']{1,3}\s*(?P<words>[^\n]*)")
_SHOUTS = re.compile(rb"(?m)\bDO NOT (EDIT|MODIFY)\b(?! (BELOW|ABOVE|THE LINE|THIS LINE|ANYTHING (BELOW|ABOVE)))")


def is_generated(path: str, content: bytes = b"") -> bool:
    """Whether a file was written by a program or by other people, by its place or by the first that it says."""
    if any(word in path for word in _WORDS) and _FILE.search(path):
        return True
    head = content[:_HEAD]
    return any(hint in head for hint in _HINTS) and _says_so(head)


def _says_so(head: bytes) -> bool:
    found = _HEADER.match(head)
    header = found[0] if found is not None else b""
    if _SAYS.search(header) or _SHOUTS.search(header):
        return True
    comments = _COMMENTS.match(header)
    first = _FIRST_WORDS.search(header)
    return (comments is not None and _MAY_SAY.search(comments[0]) is not None) or (
        first is not None and _MAY_SAY.match(first["words"]) is not None
    )
