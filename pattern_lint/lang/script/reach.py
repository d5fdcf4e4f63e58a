"""Code that the grammars are behind of: languages grow, and a file that a newer compiler takes is no finding."""

from __future__ import annotations

import re

_RESERVED = (
    "case|catch|class|default|delete|do|else|enum|export|for|function|if|in|new|null|return|switch|throw|try|void|"
    "while|with"
)
_COMMENTS = r"(?:\s*(?://[^\n]*\n|/\*(?:[^*]|\*(?!/))*\*/))*"
_UNKNOWN = tuple(
    (re.compile(expression), filling)
    for expression, filling in (
        (r"\bexport\s+(?P<word>type)(?=\s*\*)", " "),
        (r"\bexport\s+default\s+(?P<word>abstract)(?=\s+class\b)", " "),
        # variance: `<in out T>`
        (r"[<,]\s*(?P<word>(?:in\s+)?out|in)(?=\s+[A-Za-z_$][\w$]*\s*(?:[,>=]|extends\b))", " "),
        (rf"\bas\s+(?P<word>{_RESERVED})(?=\s*[,}}])", "_"),
        (r"<[^<>]*\s(?P<word>default)(?=\s*[=/>\s])", "_"),
        # a type with parameters of an imported module: `import("x").Box<T>`
        (r"(?P<word>\bimport\(\s*['\"][^'\"\n]*['\"]\s*\))(?=\.(?!then\b|catch\b|finally\b)[A-Za-z_$])", "_"),
        # a signature that begins with its type parameters, behind one that no semicolon ends
        (rf"(?:[\w\])}}]|(?<!=)>)[ \t]*\n{_COMMENTS}\s*(?P<word>[ \t])(?=<(?:const\s)?\s*[A-Z][^();]*>\()", ";"),
    )
)
"""Valid code that the grammars do not take, with the word that makes them stumble, and what they take in its place."""


def in_reach(text: str) -> str:
    """A script without what the grammars do not know, each letter of the rest where it was."""
    for unknown, filling in _UNKNOWN:
        for found in unknown.finditer(text):
            begin, end = found.span("word")
            text = text[:begin] + filling * (end - begin) + text[end:]
    return text
