from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from pattern_lint.cards.profiles import load_profiles
from pattern_lint.config.configuration import find_config, load_config
from pattern_lint.config.settings import ConfigErrors
from pattern_lint.config.starting import suggestions, write_first_config

Write = Callable[[str, str], Path]
RULES = Path(__file__).parents[2] / "rules" / "profiles"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_file(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return path

    return write_file


REDIS_STREAMS = "import redis.asyncio\nasync def f(r):\n    await r.xreadgroup('g', 'c', {})\n"
TWICE = {"pyproject.toml": "a = 1\n[tool.pattern-lint]\n"}
NO_LIST = {"pyproject.toml": "", "ruff.toml": "[lint]\nexternal = 3\n"}


@pytest.mark.parametrize(
    ("source", "profile"),
    [
        ("import kafka\n", "streaming-platform"),
        ("from aiokafka import AIOKafkaConsumer\n", "streaming-platform"),
        ("from confluent_kafka.admin import AdminClient\n", "streaming-platform"),
        (REDIS_STREAMS, "streaming-platform"),
        ("import redis\n", None),
        ("import os, claude_agent_sdk\n", "backend-guidelines"),
        ("def f():\n    from ortools.sat.python import cp_model\n", "scheduling-app"),
        ("import fastapi\nimport alembic as a\n", "scheduling-app"),
        ("import fastapi\n", None),
        ("import ccxt.async_support as ccxt\n", "trading-bot"),
        ("from binance.client import Client\nimport fastapi, alembic\n", "trading-bot"),
        ("import kafkaesque\nfrom .kafka import x\n# import kafka\n", None),
        ("", None),
    ],
)
def test_the_profile_that_the_imports_suggest(write: Write, tmp_path: Path, source: str, profile: str | None) -> None:
    write("src/app.py", source)
    suggested = [each.profile for each in suggestions(tmp_path)]
    assert suggested[:1] == ([] if profile is None else [profile])
    assert set(suggested) <= set(load_profiles(RULES))


def test_each_profile_is_suggested_once_with_what_says_most(write: Write, tmp_path: Path) -> None:
    write("app.py", "import aiokafka, kafka, ccxt\n")
    assert suggestions(tmp_path) == [
        ("streaming-platform", "the project uses kafka"),
        ("trading-bot", "the project uses ccxt"),
    ]


def test_what_is_not_the_projects_own_suggests_nothing(write: Write, tmp_path: Path) -> None:
    write(".venv/lib/kafka/__init__.py", "import kafka\n")
    (tmp_path / "folder.py").mkdir()
    (tmp_path / "binary.py").write_bytes(b"\xff\xfe\x00import kafka")
    assert suggestions(tmp_path) == []


def test_a_project_without_pyproject_gets_a_file_of_its_own(write: Write, tmp_path: Path) -> None:
    assert write_first_config(tmp_path, ["trading-bot"]) == (
        "pattern-lint.toml: created with the profiles recommended and trading-bot"
    )
    config = find_config(tmp_path)
    assert config == tmp_path / "pattern-lint.toml"
    assert load_config(config).profile_names == ("recommended", "trading-bot")


def test_pyproject_gets_the_table_and_ruff_the_codes(write: Write, tmp_path: Path) -> None:
    before = '# mine\r\n[project]\r\nname="x"\r\n[tool.ruff.lint]\r\nexternal = ["ABC"]  # ours'
    path = write("pyproject.toml", before)
    said = write_first_config(tmp_path)
    assert said == (
        "pyproject.toml: added [tool.pattern-lint] with the profile recommended\n"
        "pyproject.toml: added PAT to ruff's external codes"
    )
    assert path.read_bytes().decode() == (
        before.replace('["ABC"]', '["ABC", "PAT"]') + '\r\n\r\n[tool.pattern-lint]\r\nprofile = "recommended"'
    )


@pytest.mark.parametrize("name", ["ruff.toml", ".ruff.toml"])
def test_a_ruff_file_is_what_ruff_reads(write: Write, tmp_path: Path, name: str) -> None:
    pyproject = write("pyproject.toml", "[tool.ruff]\nline-length = 100\n")
    ruff = write(name, "line-length = 100\n")
    said = write_first_config(tmp_path)
    assert f"{name}: added PAT" in said
    assert tomllib.loads(ruff.read_text()) == {"line-length": 100, "lint": {"external": ["PAT"]}}
    assert "external" not in pyproject.read_text()


def test_the_older_place_of_the_setting_is_kept(write: Write, tmp_path: Path) -> None:
    path = write("ruff.toml", 'external = ["V"]\n')
    write_first_config(tmp_path)
    assert path.read_text() == 'external = ["V", "PAT"]\n'


@pytest.mark.parametrize("text", ['[tool.ruff.lint]\nexternal = ["PA"]\n', "[tool.black]\n", "[project]\n"])
def test_ruff_is_left_alone_where_it_knows_the_codes_or_is_not_configured(
    write: Write, tmp_path: Path, text: str
) -> None:
    path = write("pyproject.toml", text)
    assert "ruff" not in write_first_config(tmp_path)
    assert path.read_text() == text + '\n[tool.pattern-lint]\nprofile = "recommended"\n'


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"pattern-lint.toml": ""}, "pattern-lint.toml: the project is configured already"),
        (TWICE, "pyproject.toml:2: the project is configured already"),
        ({"pyproject.toml": "a = 1\n[tool\n"}, "pyproject.toml:2: this is not valid TOML"),
        ({"pyproject.toml": "tool = 3\n"}, "create pattern-lint.toml instead"),
        (NO_LIST, "ruff.toml:2: `lint.external` cannot be"),
        ({"pyproject.toml": "", "ruff.toml": "[lint\n"}, "ruff.toml:1: this is not valid TOML"),
    ],
)
def test_nothing_is_written_when_anything_is_wrong(
    write: Write, tmp_path: Path, files: dict[str, str], said: str
) -> None:
    paths = {write(name, text): text for name, text in files.items()}
    with pytest.raises(ConfigErrors) as caught:
        write_first_config(tmp_path)
    assert said in str(caught.value)
    assert {path: path.read_text() for path in sorted(tmp_path.iterdir())} == paths
