from __future__ import annotations

from collections.abc import Callable

from pattern_lint.outcome import Outcome

Judge = Callable[..., Outcome]

TWO = "class OrderService: ...\n\n\nclass PriceService: ...\n"


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
    assert judge("one-domain-per-module", TWO, max_classes=2).findings == []
    assert judge("one-domain-per-module", TWO, roles=["worker"]).findings == []
    sources = {"feeds/a.py": TWO.replace("Service", "Client")}
    assert judge("one-domain-per-module", sources).findings == []
    assert [finding.line for finding in judge("one-domain-per-module", sources, modules=["feeds/"]).findings] == [4]
