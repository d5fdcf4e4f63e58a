"""Every configuration that a page shows is accepted, and takes part, as it stands."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from pattern_lint.cli.main import main

DOCS = Path(__file__).parents[2] / "docs"
FENCE = re.compile(r"^```toml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CONFIGURATIONS = {
    f"{page.stem}-{number}": text
    for page in sorted(DOCS.rglob("*.md"))
    if "decisions" not in page.parts
    for number, text in enumerate(FENCE.findall(page.read_text(encoding="utf-8")))
    if "pattern-lint" in tomllib.loads(text).get("tool", {})
}
DOCUMENT = "# Patterns\n\n## Talk to the team\n\nDo.\n\n## Bare except clauses\n\nName what you catch.\n"


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_a_configuration_of_a_page_is_accepted(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "docs").mkdir()
    for file, text in {
        "pyproject.toml": CONFIGURATIONS[name],
        "docs/patterns.md": DOCUMENT,
        "app.py": "x = 1\n",
    }.items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert (main(["check", "--no-cache", "--fail-on", "error", "--exit-zero"]), capsys.readouterr().err) == (0, "")
    assert main(["coverage", "--no-cache"]) in (0, 1)


def test_pages_show_configurations() -> None:
    assert {"configuration", "coverage"} <= {name.rpartition("-")[0] for name in CONFIGURATIONS}
