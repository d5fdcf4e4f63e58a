"""Nobody but the user makes the cache say anything, and the cache touches nothing of anybody else."""

from __future__ import annotations

import hashlib
import marshal
import os
import shutil
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pattern_lint.engine.cache import Cache
from pattern_lint.engine.home import NoHomeError, home_of
from pattern_lint.engine.kept_outcome import read_outcome, write_outcome

from .conftest import Answer, Lint, write
from .test_cache import BARE, cache_files, report

CRASHING = b"\xa9\x01<\x01\x00\x00\x00r\x00\x00\x00\x00"
"""What ends the interpreter that unpacks it."""
MAGIC = b"pattern-lint cache 10\n"


@pytest.fixture(autouse=True)
def _own_cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.setattr("pattern_lint.engine.cache._SETTLED_AFTER", 0)


@pytest.fixture
def code(tmp_path: Path) -> Path:
    folder = tmp_path / "code"
    write(folder, {"pattern-lint.toml": 'select = ["PAT140"]\n', "a.py": BARE})
    return folder


@pytest.fixture
def with_changes(code: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same after a run in which the file had changed, of which changes are remembered beside the whole."""
    monkeypatch.setattr("pattern_lint.engine.cache._SHARE", 0)
    report(code)
    write(code, {"a.py": f"{BARE}\n{BARE}"})
    report(code)
    monkeypatch.setattr("pattern_lint.engine.cache._SHARE", 8)
    return code


def parts(stored: bytes) -> tuple[tuple[object, ...], bytes]:
    """The head of a cache file, and all that follows it."""
    begin = len(MAGIC) + 40
    length = int.from_bytes(stored[begin - 8 : begin], "big")
    return marshal.loads(stored[begin : begin + length]), stored[begin + length :]


def clean(key: bytes) -> Callable[[bytes], bytes]:
    """Makes a cache file say that there is nothing to find, signed with some key."""

    def forge(stored: bytes) -> bytes:
        (*head, (start, length, changed, _), decisions, entries, shown, plan), body = parts(stored)
        outcome = read_outcome(body[start : start + length])
        outcome.findings = []
        said = write_outcome(outcome)
        place = (len(body), len(said), changed, hashlib.blake2b(said, digest_size=16).hexdigest())
        return signed(marshal.dumps((*head, place, decisions, entries, shown, plan)), key) + body + said

    return forge


def signed(head: bytes, key: bytes) -> bytes:
    signature = hashlib.blake2b(head, key=key, digest_size=32).digest()
    return MAGIC + signature + len(head).to_bytes(8, "big") + head


def behind_the_head(stored: bytes, content: bytes) -> bytes:
    _, body = parts(stored)
    return stored[: -len(body)] + content + body[len(content) :]


FORGERIES: dict[str, Callable[[bytes], bytes]] = {
    "no key": clean(b""),
    "another key": clean(bytes(32)),
    "crash": lambda stored: signed(CRASHING, b""),
    "crash without a checksum": lambda stored: MAGIC + bytes(32) + len(CRASHING).to_bytes(8, "big") + CRASHING,
    "crash behind the head": lambda stored: behind_the_head(stored, CRASHING),
    "all crashing": lambda stored: CRASHING * 100,
    "longer than said": lambda stored: MAGIC + b"\xff" * 100,
}


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES)
@pytest.mark.parametrize("ending", ["bin", "new"])
def test_a_forged_cache_is_not_believed(with_changes: Path, ending: str, forge: Callable[[bytes], bytes]) -> None:
    """Neither the whole, with changes that rest on it and without them, nor the changes."""
    right = report(with_changes)
    (stored,) = cache_files(with_changes, ending)
    content = forge(stored.read_bytes())
    stored.write_bytes(content)
    assert report(with_changes) == right
    for changes in cache_files(with_changes, "new"):
        changes.unlink()
    assert report(with_changes) == right
    assert not stored.exists() or stored.read_bytes() != content


@pytest.mark.parametrize("ending", ["bin", "new"])
def test_a_forgery_with_the_users_key_would_be_believed(with_changes: Path, ending: str) -> None:
    """Or the tests above would show nothing."""
    right = report(with_changes)
    (stored,), (changes,) = cache_files(with_changes, ending), cache_files(with_changes, "new")
    stored.write_bytes(clean(home_of(with_changes).secret)(stored.read_bytes()))
    if changes != stored:
        changes.unlink()
        write(with_changes, {"a.py": BARE})
    assert "PAT140" in right
    assert "PAT140" not in report(with_changes)


def test_a_cache_in_the_repository_counts_only_when_the_user_asks_for_it(code: Path, tmp_path: Path) -> None:
    """Then it is signed as well, so that a clone by somebody else does not believe it."""
    report(code, cache_folder=code / ".cache")
    (stored,) = (code / ".cache").rglob("*.bin")
    assert cache_files(code) == []
    foreign = stored.read_bytes()
    shutil.rmtree(tmp_path / "caches")
    assert "PAT140" in report(code, cache_folder=code / ".cache")
    assert stored.read_bytes() != foreign


def test_the_option_and_the_variable_name_the_folder(
    lint: Lint, code: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    def run(*arguments: str) -> Answer:
        return lint("check", "--output-format", "concise", *arguments, folder=code)

    assert run("--cache-dir", str(tmp_path / "one")).status == 1
    environment["PATTERN_LINT_CACHE_DIR"] = str(tmp_path / "two")
    environment["PATTERN_LINT_CACHE_KEY"] = "secret"
    environment["XDG_CACHE_HOME"] = str(tmp_path / "three")
    assert run().status == 1
    assert len([*(tmp_path / "one").rglob("*.bin")]) == len([*(tmp_path / "two").rglob("*.bin")]) == 1
    assert not (tmp_path / "three").exists()


def test_the_cache_and_its_key_are_for_the_user_alone(code: Path, tmp_path: Path) -> None:
    report(code)
    shared = tmp_path / "caches" / "pattern-lint"
    modes = {path.name: stat.S_IMODE(path.lstat().st_mode) for path in (shared, shared / "key", *cache_files(code))}
    assert set(modes.values()) == {0o700, 0o600}
    assert modes["key"] == 0o600


def test_a_key_that_others_may_read_is_replaced(code: Path) -> None:
    first = home_of(code)
    assert first.shared is not None
    (first.shared / "key").chmod(0o644)
    assert home_of(code).secret != first.secret
    assert home_of(code).secret == home_of(code).secret


def outside(folder: Path) -> dict[str, str]:
    write(folder, {f"{number:024x}.bin": "precious" for number in range(6)} | {".pattern-lint-writing-x": "precious"})
    return {path.name: path.read_text() for path in folder.iterdir()}


@pytest.mark.parametrize("linked", ["shared", "project", "chosen", "above", "file", "key"])
def test_links_are_not_followed(code: Path, tmp_path: Path, linked: str) -> None:
    victim = tmp_path / "victim"
    before = outside(victim)
    home = home_of(code)
    assert home.shared is not None
    chosen = {"chosen": code / "x", "above": code / "x" / "y"}.get(linked)
    if linked == "shared":
        shutil.rmtree(home.shared)
        home.shared.symlink_to(victim)
    elif linked == "project":
        home.folder.rmdir()
        home.folder.symlink_to(victim)
    elif linked == "file":
        report(code)
        (stored,) = cache_files(code)
        stored.unlink()
        stored.symlink_to(victim / f"{0:024x}.bin")
    elif linked == "key":
        (home.shared / "key").unlink()
        (home.shared / "key").symlink_to(victim / f"{0:024x}.bin")
    else:
        (code / "x").symlink_to(victim)
    assert "PAT140" in report(code, cache_folder=chosen)
    assert {path.name: path.read_text() for path in victim.iterdir()} == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
@pytest.mark.parametrize("what", ["shared", "project", "file", "key"])
def test_what_belongs_to_somebody_else_is_not_read(code: Path, what: str) -> None:
    right = report(code)
    home = home_of(code)
    assert home.shared is not None
    place = {"shared": home.shared, "project": home.folder, "file": cache_files(code)[0], "key": home.shared / "key"}
    os.chown(place[what], 12345, 12345)
    if what in ("shared", "project"):
        with pytest.raises(NoHomeError, match="alone"):
            home_of(code)
    elif what == "file":
        assert Cache(home, code, cache_files(code)[0].stem).last_outcome() is None
    else:
        assert home_of(code).secret != home.secret
    assert report(code) == right


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_nothing_is_left_in_the_home_of_somebody_else(code: Path, tmp_path: Path) -> None:
    (tmp_path / "caches").mkdir()
    os.chown(tmp_path / "caches", 12345, 12345)
    assert "PAT140" in report(code)
    assert [*(tmp_path / "caches").iterdir()] == []


def test_without_a_place_there_is_no_cache_and_only_verbose_says_so(
    lint: Lint, code: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    environment["XDG_CACHE_HOME"] = str(tmp_path / "file")
    quiet = lint("check", folder=code)
    assert (quiet.status, quiet.err) == (1, "")
    told = lint("check", "--verbose", folder=code)
    assert (told.status, told.out) == (1, quiet.out)
    assert told.err.startswith("pattern-lint: nothing is remembered for the next run: ")


def test_leftovers_old_configurations_and_unused_projects_are_forgotten_and_nothing_else(code: Path) -> None:
    home = home_of(code)
    assert home.shared is not None
    old = time.time() - 40 * 86_400
    unused, mixed = home.shared / ("0" * 32), home.shared / ("1" * 32)
    names = [
        ".pattern-lint-writing-killed",
        ".pattern-lint-writing-now",
        "mine.txt",
        *(f"{number:024x}.bin" for number in range(6)),
        *(f"{number:024x}.new" for number in (0, 5)),
    ]
    for folder in (home.folder, unused, mixed):
        write(folder, dict.fromkeys(names if folder is not unused else [f"{0:024x}.bin"], "x"))
    os.utime(home.folder / ".pattern-lint-writing-now")
    for folder in (unused, mixed):
        os.utime(folder, (old, old))
    report(code)
    assert not unused.exists()
    assert sorted(path.name for path in mixed.iterdir()) == ["mine.txt"]
    left = sorted(path.name for path in home.folder.iterdir())
    assert len(left) == 7
    assert [name for name in left if name.endswith(".new")] == [f"{5:024x}.new"]
    assert left[0] == ".pattern-lint-writing-now"
    assert left[-1] == "mine.txt"
