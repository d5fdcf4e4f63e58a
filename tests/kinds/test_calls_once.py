from __future__ import annotations

from collections.abc import Callable

import pytest

from pattern_lint.outcome import Outcome

Judge = Callable[..., Outcome]

HANDED_ON = "from claude_agent_sdk import ClaudeSDKClient\n"
EXTENDED = "from claude_agent_sdk import ClaudeSDKClient\nclass Talking(ClaudeSDKClient): ...\n"


@pytest.mark.parametrize(
    ("sdk", "imported"),
    [
        (HANDED_ON, "from sdk import ClaudeSDKClient as Client"),
        (HANDED_ON, "from claude_agent_sdk import ClaudeSDKClient as Client"),
        (EXTENDED, "from sdk import Talking as Client"),
    ],
)
def test_a_construction_is_named_or_of_an_heir_and_not_both(judge: Judge, sdk: str, imported: str) -> None:
    use = f"{imported}\ndef run():\n    return Client()\n"
    outcome = judge("managed-sdk-client", {"sdk.py": sdk, "use.py": use})
    assert not outcome.faults
    assert [(finding.path, finding.line) for finding in outcome.findings] == [("use.py", 3)]
