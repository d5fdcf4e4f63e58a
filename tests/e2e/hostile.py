"""A repository that tries everything it can: each program that git can be made to run touches a witness."""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path

from .conftest import Git, write

BARE = "try:\n    x()\nexcept:\n    pass\n"
WAIVED = "try:\n    x()\nexcept:  # noqa: PAT140 -- reason\n    pass\n"
HOOKS = """post-index-change pre-auto-gc post-checkout reference-transaction post-merge pre-commit fsmonitor-watchman
post-rewrite applypatch-msg update proc-receive""".split()
PROGRAMS = """core.fsmonitor core.sshCommand core.editor core.pager core.askPass core.alternateRefsCommand core.gitProxy
diff.external diff.hostile.command diff.hostile.textconv filter.hostile.clean filter.hostile.smudge
filter.hostile.process merge.hostile.driver merge.default credential.helper gpg.program gpg.ssh.program
sequence.editor uploadpack.packObjectsHook pager.log pager.blame pager.diff pager.status interactive.diffFilter
alias.rev-parse alias.blame alias.cat-file alias.ls-tree remote.origin.uploadpack trailer.x.command
submodule.lib.update""".split()


class HostileRepository:
    """The repository below a folder, with its witness beside it."""

    def __init__(self, folder: Path, git: Git) -> None:
        self.folder = folder / "checked"
        self.first = ""
        self._witness = folder / "witness"
        self._git = git

    def touched(self) -> list[str]:
        """Which of the programs have run."""
        return sorted(entry.name for entry in self._witness.iterdir())

    def make(self) -> None:
        self._witness.mkdir()
        write(self.folder, {"app.py": WAIVED, "old.py": BARE, "pkg/inner.py": WAIVED, "odd/a\x1b[31m.py": BARE})
        write(self.folder, {"cards/own.md": "", "gone.py": BARE, "pattern-lint.toml": 'profile = "all"\n'})
        (self.folder / "cards/own.md").unlink()
        self._git("init", "--quiet", folder=self.folder)
        self._git("add", "--all", folder=self.folder)
        self._git("commit", "--quiet", "--message", "x", folder=self.folder)
        self.first = self._git("rev-parse", "HEAD", folder=self.folder)
        (self.folder / "gone.py").unlink()
        write(
            self.folder, {"old.py": BARE + BARE, "moved.py": BARE, ".gitattributes": "* filter=hostile diff=hostile\n"}
        )
        self._embed("pkg")
        self._embed("embedded")
        write(self.folder, {"embedded/e.py": WAIVED})
        self._shadow_modules()
        self._configure(self.folder / ".git")
        self._make_partial()

    def _program(self, name: str) -> str:
        """A command for a shell that leaves a trace; as a program of git it fails, so that git goes on without it."""
        return f"touch '{self._witness}/{name}'; false"

    def _script(self, path: Path, name: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{self._program(name)}\n")
        path.chmod(0o755)

    def _configure(self, own: Path) -> None:
        """All keys that name programs, in the configuration itself and in a file that it includes."""
        lines: list[str] = []
        for key in PROGRAMS:
            section, _, name = key.rpartition(".")
            head, _, below = section.partition(".")
            title = f'[{head} "{below}"]' if below else f"[{head}]"
            value = f"!{self._program(key)}" if key.startswith(("alias", "submodule")) else self._program(key)
            lines.append(f'{title}\n\t{name} = "{value}"\n')
        included = own / "included"
        included.write_text("".join(lines))
        hooks = own / "own-hooks"
        for hook in HOOKS:
            self._script(hooks / hook, f"hook-{hook}")
            self._script(own / "hooks" / hook, f"plain-hook-{hook}")
        added = f"[core]\n\thooksPath = {hooks}\n[include]\n\tpath = {included}\n"
        added += '[protocol]\n\tallow = always\n[protocol "ext"]\n\tallow = always\n[diff]\n\tinterHunkContext = 50\n'
        added += f"[blame]\n\tignoreRevsFile = {included}\n[extensions]\n\tpartialClone = origin\n"
        added += f'[remote "origin"]\n\turl = "ext::sh -c touch% {self._witness}/ext"\n\tpromisor = true\n'
        added += '\tfetch = +refs/heads/*:refs/remotes/origin/*\n[branch "main"]\n\tremote = origin\n'
        with (own / "config").open("a") as config:
            config.write(added + "".join(lines))
        write(own, {"info/attributes": "* filter=hostile diff=hostile\n"})

    def _embed(self, name: str) -> None:
        """A folder of the working tree that git takes for a repository."""
        folder = self.folder / name
        for part in ("objects", "refs/heads"):
            (folder / part).mkdir(parents=True)
        write(folder, {"HEAD": "ref: refs/heads/main\n"})
        program = self._program(f"embedded-{name}")
        config = f'[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = ..\n\tfsmonitor = "{program}"\n'
        write(folder, {"config": config})

    def _shadow_modules(self) -> None:
        """Modules with the names of those that the tool and its libraries import, and of programs."""
        for name in ("__future__", "argparse", "json", "typing", "msgspec", "rich", "jinja2", "ruff", "sitecustomize"):
            trace = f"open({str(self._witness / f'module-{name}')!r}, 'w')\n"
            write(self.folder, {f"{name}.py": trace})
        for name in ("git", "ruff"):
            self._script(self.folder / name, f"program-{name}")

    def _make_partial(self) -> None:
        """A commit that names objects which are not there, to be fetched from whom the repository says."""
        own = self.folder / ".git"
        missing = "1" * 40
        tree = stored(own, "tree", b"100644 old.py\0" + bytes.fromhex(missing))
        about = b"tree %s\nauthor x <x> 1 +0000\ncommitter x <x> 1 +0000\n\nm\n" % tree.encode()
        write(own, {"refs/tags/partial": stored(own, "commit", about) + "\n"})


def tree_with(folder: Path, entries: list[tuple[str, str, str]]) -> str:
    """A tree with names that git itself would not write; the repository's object store takes it as it is."""
    listed = (f"{mode} {name}".encode() + b"\0" + bytes.fromhex(id_) for mode, name, id_ in entries)
    return stored(folder / ".git", "tree", b"".join(listed))


def stored(own: Path, kind: str, content: bytes) -> str:
    """Put an object into a repository, whatever is in it."""
    whole = f"{kind} {len(content)}\0".encode() + content
    id_ = hashlib.sha1(whole, usedforsecurity=False).hexdigest()
    write(own, {f"objects/{id_[:2]}/{id_[2:]}": zlib.compress(whole)})
    return id_
