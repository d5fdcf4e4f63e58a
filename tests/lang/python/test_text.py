"""How the bytes of a file become text."""

from __future__ import annotations

import codecs
from encodings.aliases import aliases

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pattern_lint.lang.python.parsing import UnreadableError, parse
from pattern_lint.lang.python.text import declared_encoding, decoded, lines_of

NO_TEXT = ("rot13", "hex", "base64", "zlib", "bz2", "uu", "quopri")


@pytest.mark.parametrize("encoding", [*NO_TEXT, "undefined", "no-such"])
def test_an_encoding_that_is_none_is_named_with_its_line(encoding: str) -> None:
    source = f"#!/usr/bin/python\n# -*- coding: {encoding} -*-\nx = 1\n".encode()
    assert lines_of(source)[2] == "x = 1"
    with pytest.raises(UnreadableError) as caught:
        parse(source)
    assert caught.value.line == 2
    assert encoding in caught.value.message


def test_a_byte_that_the_encoding_has_not_is_named_with_its_place() -> None:
    with pytest.raises(UnreadableError) as caught:
        parse(b"# coding: ascii\nx = 1\ny = '\xff'\n")
    assert (caught.value.line, caught.value.column) == (3, 6)
    assert "0xff" in caught.value.message


@pytest.mark.parametrize(
    ("source", "declared"),
    [
        (b"x = 1\n# coding: latin-1\n", ("utf-8-sig", 1)),
        (b"\n# coding=latin-1\n", ("latin-1", 2)),
        (b"# one\n# two\n# coding: latin-1\n", ("utf-8-sig", 1)),
        (b"\xef\xbb\xbf# coding: UTF_8\n", ("utf-8-sig", 1)),
        (b"# vim: set fileencoding=cp1252 :\r\nx\r\n", ("cp1252", 1)),
    ],
)
def test_the_declared_encoding(source: bytes, declared: tuple[str, int]) -> None:
    assert declared_encoding(source) == declared


@given(st.sampled_from(sorted({*aliases, *aliases.values(), "idna", "undefined"})), st.binary(max_size=60))
def test_whatever_is_declared_there_is_a_text(encoding: str, rest: bytes) -> None:
    source = b"# coding: " + encoding.encode() + b"\n" + rest
    assert isinstance(decoded(source), str)
    try:
        parse(source)
    except UnreadableError as error:
        assert 1 <= error.line <= len(lines_of(source))


def test_a_readable_file_is_read_as_the_parser_reads_it() -> None:
    for encoding in ("latin-1", "cp1252", "shift_jis", "utf-8", "idna"):
        text = f"# coding: {encoding}\nx = 'a'\n"
        assert decoded(codecs.encode(text, encoding if encoding != "idna" else "ascii")) == text
