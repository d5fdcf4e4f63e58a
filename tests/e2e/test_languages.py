"""Files in other languages than Python, and commits, as users meet them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from .conftest import ROOT, Git, Lint, write

RULES = ROOT / "tests/conformance/team_rules"
CARDS = (
    "server-data-by-hooks",
    "no-deleting-by-variable",
    "decisions-say-why",
    "links-lead-somewhere",
    "coverage-is-kept",
)
CONFIG = """\
[tool.pattern-lint]
cards = ["rules"]
select = ["ACME"]
extend-exclude = ["rules/", "*.tmp.ts"]
[tool.pattern-lint.per-path."legacy/"]
ignore = ["ACME901"]
[tool.coverage.report]
fail_under = 50
"""
EFFECT = 'export function {0}() {{\n  useEffect(() => {{\n    fetch("/{0}");\n  }}, []);\n}}\n'
FILES = {
    "pyproject.toml": CONFIG,
    "app/main.py": "import os\n",
    "web/orders.tsx": EFFECT.format("orders"),
    "web/skipped.tmp.ts": EFFECT.format("skipped"),
    "legacy/old.ts": EFFECT.format("old"),
    "node_modules/x/index.ts": EFFECT.format("x"),
    "bin/clean.sh": 'clean() {\n  rm -rf "$DIR/cache"\n}\n',
    "docs/guide.md": "# Guide\n\n[start](start.md) and [code](../app/main.py)\n",
    "decisions/0001.md": "# One\n\n* Status: new\n\n## Context\nc\n## Decision\nd\n",
}
FOUND = [
    ("bin/clean.sh", 2, "ACME902"),
    ("decisions/0001.md", 1, "ACME903"),
    ("docs/guide.md", 3, "ACME904"),
    ("pyproject.toml", 8, "ACME905"),
    ("web/orders.tsx", 3, "ACME901"),
]
MACHINERY = ("ast_grep_py", "markdown_it", "pattern_lint.lang.unit", "pattern_lint.kinds.unit_kind")
ASK = f"""
import sys
import pattern_lint.engine.cache
pattern_lint.engine.cache._SETTLED_AFTER = 0
from pattern_lint.cli.main import main
status = main(["check", "--exit-zero", "--output-format", "concise"])
print(status, [name for name in {MACHINERY!r} if name in sys.modules])
"""


@pytest.fixture
def lint(lint_here: Lint) -> Lint:
    return lint_here


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write(tmp_path, FILES)
    (tmp_path / "rules").mkdir()
    for card in CARDS:
        shutil.copy(RULES / f"{card}.md", tmp_path / "rules")
    return tmp_path


def check(lint: Lint, *arguments: str) -> list[tuple[str, int, str]]:
    return lint("check", "--output-format", "json", *arguments).places


def imported(folder: Path, environment: dict[str, str]) -> str:
    """The exit status of a run, and what of the machinery for languages it imported."""
    command = [sys.executable, "-c", ASK]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip().split("\n")[-1]


def test_files_of_all_languages_are_found_counted_and_judged(lint: Lint, project: Path) -> None:
    answer = lint("check", "--output-format", "json")
    assert answer.places == FOUND
    assert (answer.status, answer.json["files"], answer.json["faults"]) == (1, 7, [])
    assert check(lint) == FOUND
    assert check(lint, "--no-cache", "--jobs", "2") == FOUND
    assert check(lint, "web", "docs/guide.md") == [FOUND[2], FOUND[4]]
    assert check(lint, "web/skipped.tmp.ts") == []


def test_what_changes_is_found_beside_what_the_cache_knows(lint: Lint, project: Path) -> None:
    assert check(lint) == FOUND
    write(project, {"docs/start.md": "# Start\n", "web/new.ts": EFFECT.format("added")})
    (project / "bin/clean.sh").unlink()
    assert check(lint) == [FOUND[1], FOUND[3], ("web/new.ts", 3, "ACME901"), FOUND[4]]
    write(project, {"pyproject.toml": CONFIG.replace('"ACME"', '"ACME905"')})
    assert check(lint) == [FOUND[3]]


def test_what_cannot_be_read_is_a_finding_and_stops_nobody(lint: Lint, project: Path) -> None:
    write(project, {"web/bad.ts": "const a = ;\n", "bad.toml": "a = 1\nb = \n"})
    (project / "docs/bad.md").write_bytes(b"# A\n\xff\n")
    (project / "bin/odd.sh").write_text("if [ ; fi ((\nrm -rf $X/y\n")
    found = [place for place in check(lint) if place not in FOUND]
    unreadable = [("bad.toml", 2, "PAT000"), ("docs/bad.md", 2, "PAT000"), ("web/bad.ts", 1, "PAT000")]
    assert [place for place in found if place[2] == "PAT000"] == unreadable
    assert "does not take a part of this" in lint("check", "--verbose").err


def test_comments_waive_and_are_told_when_they_waive_nothing(lint: Lint, project: Path) -> None:
    waived = {
        "web/orders.tsx": EFFECT.format("orders").replace(");\n", "); // noqa: ACME901 -- a beacon\n", 1),
        "bin/clean.sh": 'rm -rf "$DIR/cache"  # noqa: ACME902\n',
        "docs/guide.md": "# Guide\n\n[start](start.md) <!-- noqa: ACME904 -- written soon -->\n",
        "decisions/0001.md": "<!-- noqa: ACME903 -->\n# One\n",
        "pyproject.toml": CONFIG.replace("= 50", '= 50  # noqa: ACME905 -- "at first"'),
    }
    write(project, waived)
    assert check(lint) == []
    rows = json.loads(lint("waivers", "--output-format", "json").out)
    assert ("web/orders.tsx", "a beacon") in [(row["path"], row["reason"]) for row in rows if row["accepts"]]
    write(project, {"bin/clean.sh": "ls  # noqa: ACME902\n", "web/orders.tsx": "f(); /* noqa: ACME901 */\n"})
    write(project, {"docs/guide.md": "`<!-- noqa: ACME904 -->`\n", "docs/start.md": "<!-- noqa: ACME904 -->\n"})
    found = [("bin/clean.sh", 1, "PAT001"), ("docs/start.md", 1, "PAT001"), ("web/orders.tsx", 1, "PAT001")]
    assert check(lint) == found


def test_a_baseline_knows_places_again_and_a_revision_what_was_there(lint: Lint, project: Path, git: Git) -> None:
    git("init", "--quiet")
    git("add", "--all")
    git("commit", "--quiet", "--message", "x")
    assert lint("baseline").status == 0
    assert check(lint) == []
    moved = {path: f"{'#' if path.endswith('.toml') else ''}\n{FILES[path]}" for path, _, _ in FOUND}
    moved["web/orders.tsx"] = "\n" + FILES["web/orders.tsx"].replace("    fetch", "  fetch")
    moved["decisions/0001.md"] = FILES["decisions/0001.md"] + "more\n"
    write(project, moved)
    assert check(lint) == []
    write(project, {"web/more.ts": EFFECT.format("more")})
    assert check(lint) == [("web/more.ts", 3, "ACME901")]
    (project / "pattern-lint-baseline.txt").unlink()
    assert check(lint, "--since", "HEAD") == [("web/more.ts", 3, "ACME901")]


def test_the_coverage_report_counts_them(lint: Lint, project: Path) -> None:
    patterns = lint("coverage", "--output-format", "json").json["patterns"]
    counts = {each["code"]: (each["applicable"], each["conforming"], each["violating"]) for each in patterns}
    assert counts["ACME901"][1:] == (0, 1)
    assert counts["ACME904"][1:] == (1, 1)
    assert counts["ACME905"] == (1, 0, 1)


def test_who_has_no_such_cards_or_no_such_files_pays_nothing(project: Path, environment: dict[str, str]) -> None:
    write(project, {"pyproject.toml": '[tool.pattern-lint]\nselect = ["PAT140"]\n'})
    assert imported(project, environment) == "0 []"
    write(project, {"pyproject.toml": CONFIG.replace('"ACME"', '"ACME901"')})
    assert "ast_grep_py" in imported(project, environment)
    assert imported(project, environment) == "0 []"
    for name in ("web", "legacy"):
        shutil.rmtree(project / name)
    assert "ast_grep_py" not in imported(project, environment)


def test_a_pattern_that_no_grammar_reads_is_an_error_at_its_line(lint: Lint, project: Path) -> None:
    card = project / "rules/server-data-by-hooks.md"
    text = card.read_text()
    card.write_text(text.replace("fetch($$$ARGS)", "fetch("))
    answer = lint("check")
    assert (answer.status, answer.out) == (2, b"")
    assert "server-data-by-hooks.md:8:" in answer.err and "`fetch(` is no whole piece of typescript" in answer.err
    card.write_text(text.replace('"useEffect($$$)" }', '"useEffect($$$)", kind = "call_expresion" }'))
    assert "Kind `call_expresion` is invalid" in lint("check").err
    card.write_text(text.replace("stop-by", "").replace("inside = { any", "insied = { any"))
    assert "did you mean `inside`?" in lint("check").err


def test_an_example_that_nobody_reads_is_an_error_of_its_card(lint: Lint, project: Path) -> None:
    card = project / "rules/server-data-by-hooks.md"
    card.write_text(card.read_text() + "\n## Conforms: of another language\n```python\nfetch()\n```\n")
    answer = lint("test", str(card))
    assert answer.status == 1
    last = len(card.read_text().split("\n")) - 3
    assert (
        f"{card.name}:{last}: Unread: the kind syntax reads `typescript`; this fence is python" in answer.out.decode()
    )


COMMITS = """\
[tool.pattern-lint]
cards = ["rules"]
select = ["ACME906", "ACME907"]
extend-exclude = ["rules/"]
"""


@pytest.fixture
def branch(tmp_path: Path, git: Git) -> Path:
    """Three commits behind a tag; the second and the third are not as they should be."""
    write(tmp_path, {"pyproject.toml": COMMITS, "a.py": "x = 1\n"})
    (tmp_path / "rules").mkdir()
    for card in ("commits-say-what", "migrations-are-announced"):
        shutil.copy(RULES / f"{card}.md", tmp_path / "rules")
    git("init", "--quiet")
    for number, message in enumerate(["start", "fix: it\n\nWhy.", "Fixed \u00fc%n", "feat: column\n\nWhy."]):
        write(tmp_path, {"migrations/1.sql" if number == 3 else "a.py": "x = 1\n" * (number + 1)})
        git("add", "--all")
        git("commit", "--quiet", "--message", message)
        if not number:
            git("tag", "start")
    return tmp_path


def test_commits_are_judged_since_a_revision(lint: Lint, branch: Path, git: Git) -> None:
    third, second = git("log", "--format=%H").split("\n")[:2]
    found = [(f".git/commit/{second[:12]}", 1, "ACME906"), (f".git/commit/{third[:12]}", 1, "ACME907")]
    assert check(lint) == []
    assert check(lint, "--since", "start") == sorted(found)
    assert check(lint, "a.py", "--since", "start") == sorted(found)
    assert check(lint, "--since", "HEAD") == []
    waiver = '[[tool.pattern-lint.waivers]]\ncode = "ACME906"\npath = ".git/commit/**"\nreason = "before the rule"\n'
    write(branch, {"pyproject.toml": f"{COMMITS}{waiver}"})
    assert check(lint, "--since", "start") == found[1:]


def test_all_formats_can_say_where_a_commit_is(lint: Lint, branch: Path, git: Git) -> None:
    second = git("log", "--format=%H").split("\n")[1][:12]
    place = f".git/commit/{second}"

    def said(form: str) -> str:
        answer = lint("check", "--since", "start", "--output-format", form)
        assert answer.status == 1, answer.err
        return answer.out.decode()

    (run,) = json.loads(said("sarif"))["runs"]
    uris = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in run["results"]]
    assert place in uris
    assert place in [entry["location"]["path"] for entry in json.loads(said("gitlab"))]
    assert any(place in str(case.attrib) for case in ElementTree.fromstring(said("junit")).iter())
    for form in ("text", "concise", "github", "markdown"):
        assert place in said(form)


def test_files_beside_a_document_are_looked_at_each_time(lint: Lint, tmp_path: Path) -> None:
    manifest = "## Restore\n```\n./restore.sh\n```\n## Contents\n- a.sql\n- CHECKSUM.sha256\n"
    digest = "87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7"
    write(tmp_path, {"pyproject.toml": '[tool.pattern-lint]\nselect = ["PAT948"]\n', "backups/1/MANIFEST.md": manifest})
    write(tmp_path, {"backups/1/CHECKSUM.sha256": f"{digest}  a.sql\n", "backups/1/a.sql": "a\n"})
    assert check(lint) == check(lint) == []
    write(tmp_path, {"backups/1/a.sql": "b\n"})
    assert check(lint) == check(lint) == [("backups/1/MANIFEST.md", 1, "PAT948")]
    write(tmp_path, {"backups/1/CHECKSUM.sha256": f"{digest}  ../../../etc/passwd\n{digest}  gone.sql\n"})
    assert check(lint) == []


def test_a_handbook_is_judged_by_cards_that_take_no_part(lint: Lint, tmp_path: Path) -> None:
    shown = "### Errors\n**Pattern:** named\n**Why:** so\n<!-- enforced by: PAT140 -->\n```python\n{0}\n```\n"
    text = "try:\n    go()\nexcept:\n    stop()"
    write(tmp_path, {"pyproject.toml": '[tool.pattern-lint]\nselect = ["PAT949"]\n'})
    write(tmp_path, {"docs/patterns.md": shown.format(text), "docs/more-patterns.md": shown.format("x = (")})
    assert check(lint) == [("docs/patterns.md", 5, "PAT949")]
