"""Runs a plan over sources that are in memory: card examples, standard input, tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ..knowledge.lacking import Lacking
from ..knowledge.words import SHIPPED, Words
from ..lang.languages import language_of
from ..lang.python.layout import top_level_names
from ..outcome import Outcome
from ..packs.loaded import known_roles
from ..project.kin import Kin, own_names
from ..project.look import Look, plain
from ..project.roles import Role
from .join import copied, decide, settle
from .map import check_file
from .plan import Plan, Planned
from .survey import survey_texts
from .unshown import renamed_in


def examine(
    rules: Sequence[Planned],
    sources: Mapping[str, str],
    words: Words = SHIPPED,
    roles: Mapping[str, Role] | None = None,
) -> Outcome:
    """The outcome of some rules over a small project, given as texts by path; `words` are the lists that hold, and
    `roles` the roles where they are not those that ship."""
    texts = {path: text.encode() for path, text in sorted(sources.items())}
    from .planning import named_shipped  # only to be called where a document names cards

    python = {path: text for path, text in texts.items() if path.endswith((".py", ".pyi"))}
    roots = top_level_names(list(python))
    plan = Plan(
        Path(),
        lambda: tuple(rules),
        roots,
        isolated=True,
        texts=texts,
        named=named_shipped,
        load_words=lambda: words,
        roles=known_roles() if roles is None else roles,
    )
    plan = _with_own_names(plan, python)
    surveyed = survey_texts(plan, python)
    answers = surveyed.answers
    read = python | {path: text for path, text in texts.items() if language_of(path) in plan.languages}
    results = [check_file(plan, path, path, source, answers.get(path)) for path, source in read.items()]
    decisions = decide(plan, [*map(copied, results)])
    outcome = settle(plan, results, decisions)
    outcome.faults += surveyed.faults
    for (code, verdict, path, _, when), _ in (each for result in results for each in result.counts.items()):
        if verdict == "unknown" and (names := [*decisions.unknown_in(when)]):
            outcome.unshown.setdefault((code, path), []).extend(names)
    return outcome


def _with_own_names(plan: Plan, sources: Mapping[str, bytes]) -> Plan:
    """The plan, told what modules hand on under other names; all else that a quick look tells only saves work."""
    looks = [Look(path, plain(source)) for path, source in sources.items()]
    if len(looks) < 2 or not any(look.handed_on for look in looks):
        return plan
    plan.put_in_force()
    kin = Kin(plan.roles, renamed_in(plan))
    for look in looks:
        kin.add(look)
    return replace(plan, lacking=Lacking(own_names=own_names(kin.found())))
