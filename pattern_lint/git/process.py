"""The one place where git is run.

A repository may name programs in many ways: file system monitors, hooks, filters, text converters, remote helpers,
pagers, and each version of git knows more. So git never sees the repository's configuration, attributes or working
tree. It runs in a private folder with a git folder of our own, which has the branches and the objects of the real one
behind links, and of its settings only those that say what revisions are called. What is in the working tree is read
here and given to git as data.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from ..problems import UsageError
from ..reading import content_of
from .places import Place

_LONGEST = 120.0
"""Seconds after which one call of git is given up."""
_LARGEST_SETTINGS = 1 << 20
_SHARED = ("refs", "packed-refs", "reftable", "shallow")
_OWN = ("FETCH_HEAD", "ORIG_HEAD", "MERGE_HEAD")
_NAMING = re.compile(r"(branch)\.(.+)\.(remote|merge)|(remote)\.(.+)\.(fetch)", re.DOTALL)
"""The settings that say what `@{upstream}` is."""
_FORMATS = {"extensions.objectformat": ("sha1", "sha256"), "extensions.refstorage": ("files", "reftable")}
_OUR_SETTINGS = "\tbare = false\n\tattributesFile = /dev/null\n\thooksPath = /dev/null\n\tfsmonitor = false\n"


class Git:
    """Runs git on a repository, from a private folder that holds nothing else."""

    def __init__(self, place: Place, folder: Path) -> None:
        self.place = place
        self.folder = folder
        self.tree = folder / "tree"
        """A working tree with nothing in it but what is put there to ask about it."""
        self.objects = folder / "objects"
        """Takes up what is only made for a question; what the repository has is behind it."""
        self._environment = _environment(folder)

    def prepare(self) -> None:
        """Make the git folder of our own."""
        place, folder = self.place, self.folder
        self.tree.mkdir()
        (self.objects / "info").mkdir(parents=True)
        (self.objects / "info" / "alternates").write_text(f"{folder}/real\n", encoding="utf-8")
        (folder / "real").symlink_to(place.common / "objects")
        (folder / "HEAD").write_bytes(content_of(place.own / "HEAD", 0, 4096))
        (folder / "logs").mkdir()
        links = {name: place.common / name for name in (*_SHARED, "logs/refs")}
        links |= {name: place.own / name for name in (*_OWN, "logs/HEAD")}
        for name, real in links.items():
            if real.is_file() or real.is_dir():
                (folder / name).symlink_to(real)
        if not (folder / "refs").exists():
            (folder / "refs").mkdir()
        config = folder / "config"
        config.write_text("", encoding="utf-8")
        written = content_of(place.common / "config", 0, _LARGEST_SETTINGS)
        listed = self.run("config", "--no-includes", "--file", "-", "--list", "--null", given=written) or b""
        config.write_text(_settings(os.fsdecode(listed)), encoding="utf-8", errors="surrogateescape")

    def run(self, *arguments: str, given: bytes = b"", seconds: float = _LONGEST) -> bytes | None:
        """What git says; None where it fails."""
        try:
            done = subprocess.run(
                ["git", "--no-pager", *arguments],
                cwd=self.folder,
                env=self._environment,
                input=given,
                capture_output=True,
                check=False,
                timeout=seconds,
            )
        except OSError as error:
            raise UsageError(f"git is needed here and cannot be run: {error.strerror or error}") from None
        except subprocess.TimeoutExpired:
            raise UsageError(f"git gave no answer in {seconds:.0f} seconds: git {arguments[0]}") from None
        return done.stdout if done.returncode == 0 else None

    def say(self, *arguments: str, given: bytes = b"") -> str | None:
        """The same as a text without the line end."""
        said = self.run(*arguments, given=given)
        return None if said is None else os.fsdecode(said).rstrip("\n")

    def has_short_names(self) -> bool:
        """Whether objects are named by SHA-1."""
        return len(self.say("hash-object", "--stdin") or "") == hashlib.sha1().digest_size * 2


@contextmanager
def git_for(place: Place) -> Iterator[Git]:
    """Git for a repository, as long as it is needed."""
    with ExitStack() as stack:
        try:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="pattern-lint-"))
            git = Git(place, Path(folder).resolve())
            git.prepare()
        except OSError as error:
            raise UsageError(f"git needs a temporary folder, which cannot be made: {error.strerror or error}") from None
        yield git


def _environment(folder: Path) -> Mapping[str, str]:
    """What git is told by its environment: nothing of what it tells its hooks, or of what somebody set for it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {
        **kept,
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "LC_ALL": "C",
        "GIT_DIR": str(folder),
        "GIT_WORK_TREE": f"{folder}/tree",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
    }


def _settings(listed: str) -> str:
    """Our own configuration: of the repository's what says how its objects and revisions are named."""
    formats: list[str] = []
    naming: list[str] = []
    for entry in listed.split("\0"):
        key, _, value = entry.partition("\n")
        if value in _FORMATS.get(key, ()):
            formats.append(f"\t{key.partition('.')[2]} = {value}\n")
        elif found := _NAMING.fullmatch(key):
            section, name, last = (part for part in found.groups() if part is not None)
            if "\n" not in name:
                naming.append(f"[{section} {_quoted(name)}]\n\t{last} = {_quoted(value)}\n")
    core = f"[core]\n\trepositoryformatversion = {int(bool(formats))}\n{_OUR_SETTINGS}"
    return core + ("[extensions]\n" if formats else "") + "".join(formats + naming)


def _quoted(value: str) -> str:
    plain = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{plain}"'
