"""What packs may import stays: whoever takes something out makes a new version."""

from __future__ import annotations

from pattern_lint import api

VERSION_1 = {
    *("API_VERSION", "Answer", "Asked", "CONFORMS", "CallSite", "CallTable", "Check", "Decoration", "Judgement"),
    *("KindOptions", "Match", "Module", "ModuleReport", "NO", "Name", "NameSet", "Names", "Pack", "Place", "Places"),
    *("Project", "ProjectReport", "Role", "Rule", "Scope", "Site", "SiteKind", "SiteOptions", "Told", "Topic"),
    *("UNKNOWN", "Value", "Where", "YES", "answer", "argument", "demanded", "every", "holds", "is_entered", "is_used"),
    *("Span", "Unit", "UnitFault", "UnitKind", "UnitOptions", "UnitReport", "UnitSite"),
    *("opposite", "stands_in", "words_of"),
}


def test_nothing_is_taken_out_of_the_first_version() -> None:
    assert api.API_VERSION == 1
    assert set(api.__all__) >= VERSION_1
    assert all(hasattr(api, name) for name in api.__all__)
