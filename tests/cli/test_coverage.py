"""`pattern-lint coverage` as its users call it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pattern_lint.cli.main import main

GOOD = "try:\n    f()\nexcept ValueError as error:\n    raise RuntimeError from error\n"
BAD = "try:\n    f()\nexcept:\n    stop()\n"
WORKER = "class FillWorker:\n    def run(self):\n        try:\n            f()\n        except:\n            stop()\n"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one conforming and one violating clause, in which the command is called."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.py").write_text(GOOD)
    (tmp_path / "bad.py").write_text(BAD)
    (tmp_path / "pattern-lint.toml").write_text('select = ["no-bare-except"]\n')
    return tmp_path


def call(*arguments: str) -> int:
    return main(["coverage", "--no-cache", "--jobs", "1", *arguments])


def report(capsysbinary: pytest.CaptureFixture[bytes], *arguments: str) -> dict[str, Any]:
    assert call("--output-format", "json", *arguments) == 0
    said: dict[str, Any] = json.loads(capsysbinary.readouterr().out)
    return said


def test_the_report_covers_what_the_configuration_selects(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    said = report(capsysbinary)
    (row,) = said["patterns"]
    assert (row["code"], row["conforming"], row["violating"], row["coverage"]) == ("PAT140", 1, 1, 50.0)


def test_named_paths_alone_are_reported_on(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    said = report(capsysbinary, "good.py")
    assert said["files"] == 1
    assert said["overall"]["coverage"] == 100.0


def test_findings_do_not_fail_but_a_percentage_does(capsys: pytest.CaptureFixture[str]) -> None:
    assert call() == 0
    assert call("--fail-under", "50") == 0
    assert call("--fail-under", "50.1") == 1
    assert "50 % of all sites conform, which is under 50.1 %" in capsys.readouterr().err


def test_the_configuration_can_ask_for_percentage_and_targets(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "fill_worker.py").write_text(WORKER)
    config = 'select = ["no-bare-except"]\n[components.worker]\nrequired = { errors = ["BG-40"] }\n'
    (project / "pattern-lint.toml").write_text(config)
    assert call() == 0
    (project / "pattern-lint.toml").write_text(f"{config}[coverage]\nenforce-targets = true\noverall-target = 0\n")
    assert call() == 1
    assert "component kind worker: 0 % is under the target of 100 %" in capsys.readouterr().err
    (project / "pattern-lint.toml").write_text(f"{config}target = 0\n[coverage]\nfail-under = 60\n")
    assert call() == 1


def test_the_history_is_compared_and_continued(project: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    first = report(capsysbinary, "--history", "history.jsonl")
    assert first["overall"]["trend"] is None
    (project / "bad.py").write_text(GOOD)
    (project / "history.jsonl").open("a").write("damaged\n")
    assert call("--output-format", "json", "--history", "history.jsonl") == 0
    captured = capsysbinary.readouterr()
    trend = json.loads(captured.out)["overall"]["trend"]
    assert trend == {"before": 50.0, "points": 50.0, "violating": -1}
    assert b"history.jsonl:2: this line is no entry of a coverage history" in captured.err
    assert len((project / "history.jsonl").read_text().splitlines()) == 3


def test_a_history_that_cannot_be_written_is_an_error_that_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--history", "no/such/folder/history.jsonl") == 2
    assert "no/such/folder/history.jsonl: cannot be written" in capsys.readouterr().err


def test_a_history_that_is_no_file_is_an_error_before_anything_is_written(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("--history", ".", "--output", "report") == 2
    assert ".: cannot be read: Is a directory" in capsys.readouterr().err
    assert not (project / "report").exists()


def test_a_run_whose_report_is_lost_is_not_noted(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--history", "history.jsonl", "--output", "no/report") == 2
    assert call("--history", "history.jsonl", "--badge", "no/badge.svg") == 2
    assert "no/badge.svg: cannot be written: No such file or directory; name another file after --badge" in (
        capsys.readouterr().err
    )
    assert not (project / "history.jsonl").exists()


def test_a_run_in_which_a_check_crashed_is_not_noted(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: object, module: object, report: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr("pattern_lint.kinds.handlers.kind.Kind.module", broken)
    assert call("--history", "history.jsonl") == 2
    assert not (project / "history.jsonl").exists()


def test_one_run_makes_several_reports_with_the_same_trend(project: Path) -> None:
    assert call("--history", "history.jsonl", "--output", "first") == 0
    (project / "bad.py").write_text(GOOD)
    files = ("--output-format", "html", "--output", "page.html", "--output-format", "markdown", "--output", "note.md")
    assert call("--history", "history.jsonl", *files) == 0
    assert "+50.0" in (project / "page.html").read_text()
    assert "+50.0" in (project / "note.md").read_text()
    assert len((project / "history.jsonl").read_text().splitlines()) == 2


def test_a_baseline_can_be_named(project: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["baseline", "--no-cache", "--jobs", "1"]) == 0
    capsysbinary.readouterr()
    (row,) = report(capsysbinary, "--baseline", "pattern-lint-baseline.txt")["patterns"]
    assert (row["violating"], row["baselined"]) == (0, 1)


@pytest.mark.parametrize(
    ("kind", "beginning"), [("html", "<!doctype html>"), ("markdown", "## 50.0 %"), ("text", "50.0 %"), ("json", "{")]
)
def test_every_format_goes_to_a_file(project: Path, kind: str, beginning: str) -> None:
    assert call("--output-format", kind, "--output", "report", "--badge", "badge.svg") == 0
    assert (project / "report").read_text().startswith(beginning)
    assert "50.0 %" in (project / "badge.svg").read_text()


def test_paths_of_several_projects_are_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = project / "other"
    other.mkdir()
    (other / "pattern-lint.toml").write_text("")
    (other / "a.py").write_text(GOOD)
    assert call(".", "other") == 2
    assert "several projects" in capsys.readouterr().err


def test_unknown_names_in_the_configuration_are_told_with_their_lines(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = '[components.worker]\nrequired = { errors = ["BG-4O"] }\n[[checklist]]\nline = "x"\nby = ["no-bare-exept"]\n'
    (project / "pattern-lint.toml").write_text(text)
    monkeypatch.delattr("pattern_lint.coverage.survey.check_project")  # nobody waits for a run to hear of it
    assert call() == 2
    said = capsys.readouterr().err
    assert "pattern-lint.toml:2: unknown selector `BG-4O`" in said
    assert "pattern-lint.toml:5: unknown selector `no-bare-exept`; did you mean `no-bare-except`?" in said


@pytest.mark.parametrize("given", ["many", "-1", "101"])
def test_what_is_no_percentage_is_refused(given: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call(f"--fail-under={given}")
    assert "is no percentage" in capsys.readouterr().err
