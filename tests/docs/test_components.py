"""What the page about new components shows is what the command writes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pattern_lint.cards.scaffolds import load_scaffolds
from pattern_lint.cli.main import main

PAGE = (Path(__file__).parents[2] / "docs/how-to/components.md").read_text(encoding="utf-8")


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop/__init__.py").touch()
    return tmp_path


def test_the_command_says_what_the_page_says(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (shown,) = re.findall(r"^\$ pattern-lint new worker PriceFeed\n(.*?)```", PAGE, re.MULTILINE | re.DOTALL)
    assert main(["new", "worker", "PriceFeed"]) == 0
    assert capsys.readouterr().out == shown


def test_the_kind_of_the_page_works(shop: Path) -> None:
    ((name, text),) = re.findall(r'```toml title="(.+?)"\n(.*?)^```', PAGE, re.MULTILINE | re.DOTALL)
    (shop / name).parent.mkdir(parents=True)
    (shop / name).write_text(text)
    (shop / "pattern-lint.toml").write_text('cards = ["patterns"]\n')
    assert main(["new", "gateway", "FirstBank"]) == 0
    made_text = (shop / "shop/gateways/first_bank_gateway.py").read_text()
    assert made_text.startswith('"""FirstBankGateway - first bank."""\n')


def test_all_kinds_are_named() -> None:
    assert [kind for kind in load_scaffolds() if f"`{kind}`" not in PAGE] == []
