"""What a branch has done to files, as the cards about history see it in real repositories."""

from __future__ import annotations

from pathlib import Path

import pytest

from .adopted import new
from .conftest import Git, Lint, write

CONFIG = '[tool.pattern-lint]\nselect = ["PAT850", "PAT851", "PAT852", "PAT853"]\n'
MODEL = 'from sqlalchemy import Column, Integer\n\n\nclass Person(Base):\n    __tablename__ = "person"\n'
MIGRATION = '"""One."""\n\nrevision = "{0}"\n\n\ndef upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n'
TEST = "def test_rest():\n    assert rest() == 10\n    assert nights()\n"
FILES = {
    "pyproject.toml": CONFIG,
    "app/models.py": MODEL,
    "app/rest.py": "REST = 10\n",
    "alembic/versions/1.py": MIGRATION.format(1),
    "alembic/versions/2.py": 'revision = 2\nhow = "another"\n',
    "tests/test_rest.py": TEST,
}


def made(git: Git, message: str) -> None:
    git("add", "--all")
    git("commit", "--quiet", "--message", message)


@pytest.fixture
def branch(tmp_path: Path, git: Git) -> Path:
    write(tmp_path, FILES)
    git("init", "--quiet")
    made(git, "start")
    git("tag", "start")
    return tmp_path


def test_fixes_are_told_in_the_files_that_they_change(lint_here: Lint, branch: Path, git: Git) -> None:
    write(branch, {"app/rest.py": "REST = 110\n", "docs/a.md": "# A\n"})
    made(git, "Fix the rest")
    write(branch, {"app/rest.py": "REST = 1200\n", "tests/test_rest.py": TEST.replace("10", "1200")})
    made(git, "fix: once more")
    write(branch, {"tests/test_rest.py": "import os\n\n" + TEST.replace("10", "1200")})
    made(git, "Tidy up")
    assert new(lint_here) == []
    assert new(lint_here, "--since", "start") == [("app/rest.py", 1, "PAT850"), ("tests/test_rest.py", 4, "PAT851")]
    assert new(lint_here, "--since", "HEAD~1") == []
    assert new(lint_here, "app", "--since", "start") == [("app/rest.py", 1, "PAT850")]


def test_models_and_migrations_are_compared_with_where_the_branch_began(
    lint_here: Lint, branch: Path, git: Git
) -> None:
    write(branch, {"app/models.py": MODEL + "    age = Column(Integer)\n"})
    git("mv", "alembic/versions/1.py", "alembic/versions/one.py")
    made(git, "Grow older")
    assert new(lint_here, "--since", "start") == [("app/models.py", 4, "PAT852")]
    write(branch, {"alembic/versions/3.py": MIGRATION.format(3)})
    assert new(lint_here, "--since", "start") == []
    (branch / "alembic/versions/2.py").unlink()
    made(git, "Tidy up")
    write(branch, {"alembic/versions/3.py": MIGRATION.format("three")})
    found = [("alembic/versions/2.py", 1, "PAT853")]
    assert new(lint_here, "--since", "start") == found
    git("mv", "alembic/versions/one.py", "alembic/versions/1.py")
    write(branch, {"alembic/versions/1.py": MIGRATION.format("one")})
    found = [("alembic/versions/1.py", 1, "PAT853"), *found]
    assert new(lint_here, "--since", "start") == found


def test_a_project_below_the_top_of_its_repository(lint_here: Lint, tmp_path: Path, git: Git) -> None:
    write(tmp_path, {f"shop/{name}": text for name, text in FILES.items()})
    git("init", "--quiet")
    made(git, "start")
    write(tmp_path, {"shop/app/rest.py": "REST = 110\n", "other/app.py": "x = 1\n"})
    made(git, "Fix the rest")
    assert new(lint_here, "shop", "--since", "HEAD~1") == [("shop/app/rest.py", 1, "PAT850")]
    answer = lint_here("check", "--since", "HEAD~1", "--output-format", "json", folder=tmp_path / "shop")
    assert answer.places == [("app/rest.py", 1, "PAT850")]


def test_a_configured_waiver_accepts_by_the_path_of_the_file(lint_here: Lint, branch: Path, git: Git) -> None:
    write(branch, {"app/rest.py": "REST = 110\n"})
    waiver = '[[tool.pattern-lint.waivers]]\ncode = "PAT850"\npath = "app/rest.py"\nreason = "seen"\n'
    write(branch, {"pyproject.toml": CONFIG + waiver})
    made(git, "Fix the rest")
    assert new(lint_here, "--since", "start") == []


def test_public_names_are_compared_with_where_the_branch_began(lint_here: Lint, tmp_path: Path, git: Git) -> None:
    config = '[tool.pattern-lint]\nselect = ["PAT870"]\n'
    stock = "import json\n\n\ndef count(item):\n    return json.loads(item)\n\n\ndef order(item):\n    return item\n"
    handed_on = "from .base import *\nfrom .stock import count\n"
    files = {"pyproject.toml": config, "src/shop/__init__.py": handed_on, "src/shop/stock.py": stock}
    write(
        tmp_path, {**files, "src/shop/base.py": "class Item:\n    pass\n", "src/shop/old.py": "def old():\n    pass\n"}
    )
    git("init", "--quiet")
    made(git, "start")
    git("tag", "start")
    write(tmp_path, {"src/shop/stock.py": "from .counting import count\n", "src/shop/counting.py": stock})
    write(tmp_path, {"src/shop/__init__.py": "from .base import *\n"})
    made(git, "Split the stock")
    assert new(lint_here) == []
    gone = [("src/shop/__init__.py", 1, "PAT870"), ("src/shop/stock.py", 1, "PAT870")]
    assert new(lint_here, "--since", "start") == gone
    assert new(lint_here, "--since", "HEAD") == []
    write(tmp_path, {"src/shop/__init__.py": handed_on, "src/shop/stock.py": "from shop.counting import *\n"})
    assert new(lint_here, "--since", "start") == []
    git("mv", "src/shop/old.py", "src/shop/older.py")
    assert new(lint_here, "--since", "start") == [("src/shop/old.py", 1, "PAT870")]
    write(tmp_path, {"src/shop/old/__init__.py": "from ..older import old\n"})
    assert new(lint_here, "--since", "start") == []
    write(tmp_path, {"src/shop/stock.py": "from elsewhere import *\n"})
    assert new(lint_here, "--since", "start") == []
