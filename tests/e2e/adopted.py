"""A small project to adopt the tool on, in repositories of its own."""

from __future__ import annotations

from pathlib import Path

from .conftest import Git, Lint

CONFIG = """\
[tool.pattern-lint]
profile = "all"
select = ["PAT140", "PAT235", "file-size", "class-size"]
"""
BASED = CONFIG + 'baseline = "base.txt"\n'
APP = """\
import time


class Orders:
    async def load(self):
        time.sleep(1)
        try:
            go()
        except: pass


def close():
    try:
        go()
    except:
        stop()
"""
LONG = "".join(f"x{number} = {number}\n" for number in range(400))


def commit(git: Git, folder: Path) -> str:
    if not (folder / ".git").exists():
        git("init", "--quiet", folder=folder)
    git("add", "--all", folder=folder)
    git("commit", "--quiet", "--allow-empty", "--message", "x", folder=folder)
    return git("rev-parse", "HEAD", folder=folder)


def new(lint: Lint, *arguments: str) -> list[tuple[str, int, str]]:
    return lint("check", "--output-format", "json", *arguments).places
