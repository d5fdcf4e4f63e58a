"""What waits on the disk for the end of a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from pattern_lint.engine import spool
from pattern_lint.engine.spool import Spool


def test_each_content_is_read_as_it_was_in_any_order(tmp_path: Path) -> None:
    kept = Spool(tmp_path)
    contents = [b"first", b"", b"a longer one\n" * 1000, b"last"]
    aside = [kept.put(content) for content in contents]
    assert [each.read() for each in reversed(aside)] == contents[::-1]
    assert [each.length for each in aside] == [*map(len, contents)]


def test_nothing_is_left_where_others_could_find_it(tmp_path: Path) -> None:
    aside = Spool(tmp_path).put(b"secret")
    assert aside.read() == b"secret"
    assert not [*tmp_path.iterdir()]


def test_what_the_disk_does_not_take_stays_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(spool, "TemporaryFile", full)
    kept = Spool(tmp_path)
    assert [kept.put(content).read() for content in (b"one", b"two")] == [b"one", b"two"]
