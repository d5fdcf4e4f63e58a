from __future__ import annotations

from pathlib import Path

from pattern_lint.config.configuration import load_config
from pattern_lint.engine.planning import choose
from pattern_lint.engine.request import Request

CONFIGURATION = """\
select = ["no-bare-except"]
[per-path."src/services/**"]
options.file-size = { most-lines = 400, most-lines-of-tests = 500 }
ignore = ["PAT140"]
select = ["PAT021"]
[per-path."src/**"]
options.file-size = { most-lines = 350, most-lines-in = { "*.py" = 300 } }
ignore = ["PAT235"]
select = ["PAT138"]
[per-path."*.py"]
options.file-size = { most-lines = 100 }
"""


def test_the_most_specific_glob_wins_and_all_that_match_ignore(tmp_path: Path) -> None:
    (tmp_path / "pattern-lint.toml").write_text(CONFIGURATION)
    policy = choose(load_config(tmp_path / "pattern-lint.toml"), Request()).policy
    zone = policy.zone("src/services/orders.py")
    assert zone.options == {"PAT021": {"most-lines": 400, "most-lines-of-tests": 500, "most-lines-in": {"*.py": 300}}}
    assert (zone.ignored, zone.counting) == ({"PAT140", "PAT235"}, {"PAT021"})
    elsewhere = policy.zone("lib/a.py")
    assert (elsewhere.options, elsewhere.ignored, elsewhere.counting) == (
        {"PAT021": {"most-lines": 100}},
        frozenset(),
        {"PAT140"},
    )
    untouched = policy.zone("lib/a.txt")
    assert (untouched.options, untouched.ignored, untouched.counting) == ({}, frozenset(), {"PAT140"})
