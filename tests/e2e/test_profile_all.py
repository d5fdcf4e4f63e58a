"""Under the profile with every card, one place is reported by one card."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pattern_lint.cli.main import main

CLAUSES = """
def read(feed):
    try:
        feed.read()
    except Exception:
        pass
    try:
        feed.close()
    except:
        pass
"""
ANSWERS = """
from fastapi import APIRouter, HTTPException

router = APIRouter()


@router.get("/reports")
async def report(reports, refused):
    try:
        return await reports.make()
    except KeyError as error:
        raise HTTPException(refused, detail=str(error)) from error
    except OSError as error:
        raise HTTPException(status_code=503, detail=str(error)) from error
"""
COLUMNS = """
from datetime import datetime

from sqlalchemy import Column, DateTime
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase): ...


class Order(Base):
    __tablename__ = "orders"
    placed = Column(DateTime, default=datetime.utcnow)
"""


@pytest.mark.parametrize(
    ("text", "codes", "reported"),
    [
        (CLAUSES, "PAT138,PAT139,PAT140", [("PAT138", 5), ("PAT140", 9)]),
        (ANSWERS, "PAT716,PAT774", [("PAT716", 12), ("PAT774", 14)]),
        (COLUMNS, "PAT480,PAT673", [("PAT673", 13)]),
    ],
)
def test_a_place_is_reported_by_one_card(
    text: str,
    codes: str,
    reported: list[tuple[str, int]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "app.py").write_text(text)
    monkeypatch.chdir(tmp_path)
    main(["check", "--isolated", "--profile", "all", "--select", codes, "--no-cache", "--output-format", "json", "."])
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [(finding["code"], finding["line"]) for finding in found] == reported
