"""One mistake is said once, however many sites it makes up."""

from __future__ import annotations

from .conftest import Judge

CLIENT = """
export async function fetchWards(hospital: string): Promise<any> {
  const response = await fetch(`/hospitals/${hospital}/wards`);
  return response.json();
}
"""
TIERS = """
import os


def swap(root):
    kept = os.path.join(root, "immaculate", "grid.sql")
    os.rename(kept, kept + ".old")
"""


def test_an_answer_that_two_calls_make_up_has_one_type(judge: Judge) -> None:
    found = judge("typed-api-client", {"src/api/wards.ts": CLIENT}).findings
    assert [finding.line for finding in found] == [2]


def test_what_is_moved_within_a_frozen_folder_is_said_once(judge: Judge) -> None:
    found = judge("frozen-baseline", {"ops/tiers.py": TIERS}).findings
    assert [finding.line for finding in found] == [7]
