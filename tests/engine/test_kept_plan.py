from __future__ import annotations

from pathlib import Path

import pytest

from pattern_lint.config.configuration import load_config
from pattern_lint.engine import planning
from pattern_lint.engine.kept_plan import plain, with_kept
from pattern_lint.engine.planning import make_plan
from pattern_lint.engine.request import Request

CONFIG = """\
profile = "all"
cards = ["patterns"]
extend-select = ["file-size"]
[levels]
no-bare-except = "info"
[options.class-size]
most-methods = 3
[per-path."src/**"]
select = ["PAT140", "TEAM101"]
[per-path."src/**".options.class-size]
most-methods = 30
"""
WORDS = 'http-clients = ["acme.client.get"]\n'
CARD = """+++
code = "TEAM101"
name = "no-acme"
summary = "Nobody asks acme."
check = "calls"
[options]
of = ["@http-clients"]
forbidden = true
+++
# Nobody asks acme
Because it is slow.
"""


def test_what_was_kept_of_a_plan_is_what_the_cards_and_the_configuration_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "patterns" / "vocabulary").mkdir(parents=True)
    (tmp_path / "patterns" / "vocabulary" / "http.toml").write_text(WORDS)
    (tmp_path / "patterns" / "no-acme.md").write_text(CARD)
    path = tmp_path / "pattern-lint.toml"
    path.write_text(CONFIG)
    first, second = (make_plan(load_config(path), Request(), frozenset({"app"})) for _ in range(2))
    stored = plain(first)
    monkeypatch.setattr(planning, "choose", None)  # whoever reads the cards again fails
    again = with_kept(second, stored)
    assert again.rules == first.rules
    assert len(again.rules) > 280
    assert again.policy == first.policy
    assert again.policy.zone("src/a.py").options == {"PAT022": {"most-methods": 30}}
    assert again.words["http-clients"] == first.words["http-clients"]
    assert "acme.client.get" in again.words["http-clients"]
    assert again.languages == first.languages


def test_a_plan_of_which_nothing_was_kept_is_the_plan_itself(tmp_path: Path) -> None:
    path = tmp_path / "pattern-lint.toml"
    path.write_text("select = ['no-bare-except']\n")
    plan = make_plan(load_config(path), Request(), frozenset())
    assert with_kept(plan, None) is plan
