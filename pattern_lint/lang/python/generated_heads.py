"""What a file says of itself before its first line of code: that a program wrote it, or other people."""

from __future__ import annotations

import re

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


def says_so(head: bytes) -> bool:
    """Whether the head of a file says that it is not to be edited here."""
    found = _HEADER.match(head)
    header = found[0] if found is not None else b""
    if _SAYS.search(header) or _SHOUTS.search(header):
        return True
    comments = _COMMENTS.match(header)
    first = _FIRST_WORDS.search(header)
    return (comments is not None and _MAY_SAY.search(comments[0]) is not None) or (
        first is not None and _MAY_SAY.match(first["words"]) is not None
    )
