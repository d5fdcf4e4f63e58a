from __future__ import annotations

from pathlib import Path

import pytest

from pattern_lint.config.configuration import load_config
from pattern_lint.config.settings import ConfigErrors
from pattern_lint.engine.planning import choose
from pattern_lint.engine.request import Request

WRONG = """\
select = ["no-bare-except"]
[options.class-size]
max-metods = 3
[options.no-bare-except]
bare = "yes"
[per-path."src/**".options.class-size]
most-methods = "a"
[per-path."src/**".options.no-bare-except]
nope = 1
"""


def test_wrong_options_are_said_at_once_whether_their_cards_take_part_or_not(tmp_path: Path) -> None:
    path = tmp_path / "pattern-lint.toml"
    path.write_text(WRONG)
    with pytest.raises(ConfigErrors) as raised:
        choose(load_config(path), Request())
    assert [(problem.path, problem.line) for problem in raised.value.problems] == [(path, n) for n in (3, 5, 7, 9)]
    said = [problem.message for problem in raised.value.problems]
    assert "unknown key `max-metods`; did you mean `most-methods`? Known are `abstract`, " in said[0]


def test_options_of_a_card_that_is_off_are_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "pattern-lint.toml"
    path.write_text("levels.class-size = 'off'\noptions.class-size.max-metods = 3\n")
    with pytest.raises(ConfigErrors, match=r"pattern-lint.toml:2: options of PAT022 class-size: unknown key"):
        choose(load_config(path), Request())


def test_right_options_of_a_card_that_takes_no_part_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "pattern-lint.toml"
    path.write_text("select = ['no-bare-except']\n[options.class-size]\nmost-methods = 3\n")
    assert [planned.rule.code for planned in choose(load_config(path), Request()).rules] == ["PAT140"]
