"""What the tool reports of its own accord: files that cannot be read, and waivers that accept nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ..lang.python.module import Span
from ..outcome import Finding, Fix
from ..tool_findings import TOOL_CODES, UNREADABLE, UNUSED_WAIVER, ToolFinding, unused_waiver
from .plan import Plan
from .waivers import Comments, UnusedCode, starts_like_shipped

_MAY_GO: Fix = "safe"
_MUST_STAY: Fix = "none"


class ToolReports:
    """Makes the tool's own findings, as far as the configuration wants them."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._policy = plan.policy

    def unreadable(self, path: str, message: str, line: int, column: int) -> Iterable[Finding]:
        """A file that no check looked at is a finding itself."""
        return self._made(UNREADABLE, path, (line, column, line, column), message)

    def unused(
        self, path: str, unused: UnusedCode, comments: Comments, reported: Sequence[tuple[str, int]]
    ) -> Iterable[Finding]:
        """A waiver of nothing; another comment of the file may accept it.

        `reported` are the places of findings that name the comment's place only on the way.
        """
        code, waiver = unused.code, unused.waiver
        message, fix = unused_waiver(code), _MAY_GO
        if not any(known.startswith(code) for known in self._policy.known):
            message, fix = _no_card(code, self._policy.known), _MUST_STAY
        elif reported:
            (first, at), more = min(reported), len(reported) - 1
            where = f"{first}:{at} and {more} more" if more else f"{first}:{at}"
            message = f"this waiver of {code} accepts nothing here; move it to where the finding is reported ({where})"
            fix = _MUST_STAY
        span = (waiver.line, waiver.column, waiver.line, waiver.column + len("# noqa"))
        return [
            made for made in self._made(UNUSED_WAIVER, path, span, message, fix) if comments.accepting(made) is None
        ]

    def judged(self, path: str) -> Callable[[str], bool]:
        """Which codes of the file's comments are reported when they accept nothing.

        Those that no card has, and those of which every card has looked at the file; a card that takes no part
        in this run may find what the comment accepts.
        """
        zone = self._policy.zone(path)
        by_code, counting, known = self._plan.by_code, zone.counting, self._policy.known

        def looks(code: str) -> bool:
            return code in by_code and (counting is None or code in counting) and code not in zone.ignored

        def is_judged(code: str) -> bool:
            meant = [candidate for candidate in known if candidate.startswith(code)]
            return all(map(looks, meant)) if meant else bool(known) and starts_like_shipped(code)

        return is_judged

    def _made(self, kind: ToolFinding, path: str, span: Span, message: str, fix: Fix = "none") -> Iterable[Finding]:
        level = self._policy.tool_levels.get(kind.code)
        if level is not None and kind.code not in self._policy.zone(path).ignored:
            yield Finding(path, *span, kind.code, kind.name, level, message, fix=fix)


def _no_card(code: str, known: Iterable[str]) -> str:
    from ..problems import unknown  # only those who err pay for the import

    cards = set(known).difference(TOOL_CODES)
    return f"{unknown('code', code, cards, list_known=False)} No card has it."
