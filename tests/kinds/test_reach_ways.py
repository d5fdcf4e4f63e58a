"""A finding says what a function comes to in the end, however long the way is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pattern_lint.outcome import Outcome

Judge = Callable[..., Outcome]


@pytest.mark.parametrize(("length", "is_whole"), [(3, True), (60, False)])
def test_the_end_of_a_way_is_told_and_its_middle_left_out(judge: Judge, length: int, is_whole: bool) -> None:
    steps = "".join(f"def step{number}():\n    step{number + 1}()\n" for number in range(length))
    sources = {
        "app/steps.py": f"import time\n{steps}def step{length}():\n    time.sleep(1)\n",
        "app/crane_service.py": "from app.steps import step0\n"
        "class CraneService:\n    async def start(self): ...\n    def lift(self):\n        step0()\n",
        "app/tide_service.py": "class TideService:\n    async def start(self): ...\n    async def high(self): ...\n",
    }
    outcome = judge("async-services", sources)
    assert outcome.faults == []
    (finding,) = outcome.findings
    assert "waits for sleep() (lift -> step0() -> step1()" in finding.message
    assert ("-> ... -> sleep())" in finding.message) is not is_whole
    assert len(finding.related) <= 20
