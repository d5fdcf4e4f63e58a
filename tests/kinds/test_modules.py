from __future__ import annotations

from collections.abc import Callable

import pytest

from pattern_lint.cards.card import CardErrors
from pattern_lint.outcome import Outcome

Judge = Callable[..., Outcome]

TWO = "class OrderService: ...\n\n\nclass PriceService: ...\n"


@pytest.mark.parametrize(
    ("path", "limit"),
    [
        ("core/orchestrator.py", 300),
        ("core/coordinators/portfolio.py", 150),
        ("src/app/core/coordinators/deep/portfolio.py", 150),
        ("core/di.py", 500),
        ("core/event_bus.py", 350),
        ("core/errors.py", 220),
        ("services/orders.py", 400),
        ("billing/invoice_service.py", 400),
        ("core/background_scheduler/queue.py", 350),
        ("app.py", 350),
    ],
)
def test_the_limits_that_hold_by_default(judge: Judge, path: str, limit: int) -> None:
    assert judge("file-size", {path: "x = 1\n" * limit}).findings == []
    (finding,) = judge("file-size", {path: "x = 1\n" * (limit + 1)}).findings
    assert (finding.line, finding.column) == (1, 1)
    assert finding.message.startswith(f"the module has {limit + 1} lines, 1 more than {limit}")


@pytest.mark.parametrize("text", ["", "\n", "x = 1", "x = 1\n", "x = 1\r\n", "x = '''\x0c'''", "x = '\u2028'\n"])
def test_lines_are_those_of_an_editor(judge: Judge, text: str) -> None:
    assert judge("file-size", text, most_lines=1).findings == []
    assert len(judge("file-size", "y = 2\n" + text, most_lines=1).findings) == (text != "")


def test_the_most_specific_limit_holds(judge: Judge) -> None:
    limits = {"services/": 3, "services/legacy/": 2, "services/legacy/*.py": 4, "*.py": 1}
    found = judge(
        "file-size",
        {f"{folder}x.py": "x = 1\n" * 5 for folder in ("", "services/", "services/legacy/")},
        most_lines_in=limits,
    )
    assert [(finding.path, finding.message.split("for ")[1].split(";")[0]) for finding in found.findings] == [
        ("services/legacy/x.py", "`services/legacy/*.py`"),
        ("services/x.py", "`services/`"),
        ("x.py", "`*.py`"),
    ]


def test_tests_have_a_limit_of_their_own(judge: Judge) -> None:
    sources = {"tests/services/test_x.py": "x = 1\n" * 1000, "x_pb2.py": "x = 1\n" * 1000}
    assert judge("file-size", sources).findings == []
    assert [f.path for f in judge("file-size", sources, most_lines_of_tests=999).findings] == [
        "tests/services/test_x.py"
    ]


def test_no_limit(judge: Judge) -> None:
    outcome = judge("file-size", {"services/x.py": "x = 1\n" * 1000}, most_lines_in={"services/": 0})
    assert (outcome.findings, outcome.tallies) == ([], {})


def test_a_glob_that_is_none_is_refused(judge: Judge) -> None:
    with pytest.raises(CardErrors, match="is no glob"):
        judge("file-size", "", most_lines_in={"!services/": 10})


def test_the_finding_names_the_others(judge: Judge) -> None:
    (finding,) = judge("one-domain-per-module", TWO + "class RiskService: ...\n").findings
    assert finding.line == 4
    assert "`PriceService` shares its module with `OrderService`, `RiskService`" in finding.message
    assert [related.line for related in finding.related] == [1, 5]


def test_a_module_with_its_components_is_one_site(judge: Judge) -> None:
    outcome = judge(
        "one-domain-per-module",
        {"a.py": TWO, "b.py": "class OrderService: ...", "c.py": "x = 1", "d.py": "class X: ..."},
    )
    assert sorted((path, tally.violates, tally.conforms) for (_, _, path), tally in outcome.tallies.items()) == [
        ("a.py", 1, 0),
        ("b.py", 0, 1),
    ]


def test_roles_places_and_number_are_options(judge: Judge) -> None:
    assert judge("one-domain-per-module", TWO, most_classes=2).findings == []
    assert judge("one-domain-per-module", TWO, counted_roles=["worker"]).findings == []
    sources = {"feeds/a.py": TWO.replace("Service", "Client")}
    assert judge("one-domain-per-module", sources).findings == []
    assert [finding.line for finding in judge("one-domain-per-module", sources, inside=["path:feeds/"]).findings] == [4]
