"""What files in other languages than Python consist of."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pattern_lint.engine.examine import examine
from pattern_lint.engine.plan import Planned
from pattern_lint.engine.units import waivers_in
from pattern_lint.kinds import check_class
from pattern_lint.kinds.kit import Rule
from pattern_lint.lang import code
from pattern_lint.lang.code import Code
from pattern_lint.lang.languages import language_of, read_unit
from pattern_lint.lang.python.parsing import UnreadableError
from pattern_lint.lang.unit import Unit, category_of, unit_mark


def unit(path: str, text: str) -> Unit:
    return read_unit(path, path, text.encode())


SCOPES = {
    "a.ts": (
        "class Orders {\n  load() {\n    const go = () => {\n    };\n  }\n}\nfunction* all() {}\nlet x = 1;\n",
        [(1, 6, "Orders"), (2, 5, "Orders.load"), (3, 4, "Orders.load.go"), (7, 7, "all")],
    ),
    "a.tsx": ("export const List = () => <ul/>;\n", [(1, 1, "List")]),
    "a.sh": ("f() {\n  ls\n}\nfunction g {\n  ls\n}\n", [(1, 3, "f"), (4, 6, "g")]),
    "a.md": (
        "# A\n\n## B `c`\ntext\n```\n# no\n```\n# D\n",
        [(1, 7, "A"), (3, 7, "A / B c"), (8, 9, "D")],
    ),
    "a.toml": ("x = 1\n[a.b]\ny = '''\n[no]\n'''\n[[c]]\n", [(2, 5, "a.b"), (6, 7, "c.0")]),
}


@pytest.mark.parametrize("path", SCOPES)
def test_a_file_has_named_stretches(path: str) -> None:
    text, scopes = SCOPES[path]
    assert list(unit(path, text).scopes) == scopes


WAIVERS = {
    "a.ts": 'f(); // noqa: AB123 -- why\nlet s = "// noqa: AB124"; /* noqa: AB125 */\n/*\n noqa: AB126\n*/\n',
    "a.jsx": "let a = <p>{/* noqa: AB123 -- why */}</p>;\nlet b = `// noqa: AB124`; // noqa: AB125\n\n// noqa: AB126\n",
    "a.sh": "f # noqa: AB123 -- why\necho '# noqa: AB124' # noqa: AB125\n\n# noqa: AB126\n",
    "a.toml": "a = 1 # noqa: AB123 -- why\nb = '# noqa: AB124' # noqa: AB125\n\n# noqa: AB126\n",
    "a.md": "a <!-- noqa: AB123 -- why -->\n`<!-- noqa: AB124 -->` <!-- noqa: AB125 -->\n\n<!-- noqa: AB126 -->\n",
}


@pytest.mark.parametrize("path", WAIVERS)
def test_comments_waive_and_texts_do_not(path: str) -> None:
    found = [(waiver.line, waiver.codes, waiver.reason) for waiver in waivers_in(unit(path, WAIVERS[path]))]
    assert found == [(1, ("AB123",), "why"), (2, ("AB125",), ""), (4, ("AB126",), "")]


def test_a_comment_alone_in_a_document_speaks_of_what_follows() -> None:
    (waiver,) = waivers_in(unit("a.md", "# A\n<!-- noqa: AB123 -->\n\n```js\n```\n"))
    assert (waiver.first, waiver.last) == (2, 4)
    (waiver,) = waivers_in(unit("a.md", "<!-- noqa: AB123 --> text\nmore\n"))
    assert (waiver.first, waiver.last) == (1, 1)


@pytest.mark.parametrize(
    ("path", "text", "place"),
    [
        ("a.ts", "let a = ;\n", (1, 7)),
        ("a.jsx", "let a = 1;\nlet b = <p>;\n", (2, 1)),
        ("a.toml", "a = 1\na = 2\n", (2, 6)),
        ("a.toml", "a = [\n", (1, 1)),
    ],
)
def test_what_cannot_be_read_says_where(path: str, text: str, place: tuple[int, int]) -> None:
    with pytest.raises(UnreadableError) as caught:
        unit(path, text)
    assert (caught.value.line, caught.value.column) == place


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.ts", 'export type * from "./b";\nexport type * as B from "./b";\n'),
        ("a.ts", "export default abstract class {}\nclass Box<in out T> {}\n"),
        ("a.jsx", "export default () => <Route path='/' default={1} />;\n"),
        ("a.ts", 'type A = import("x").Y[];\nconst a = b.default;\n'),
        ("a.ts", 'let a: () => import("x").Box<B>;\nimport("x").then((y) => y.default);\n'),
        ("a.ts", "interface A<in I, out O extends I> {\n  <B>(b: B): A<B>\n  /** again */\n  <C>(c: C): A<C>\n}\n"),
        ("a.js", "export { when_ as while, otherwise as default };\n"),
    ],
)
def test_what_the_grammars_do_not_know_is_read(path: str, text: str) -> None:
    read = unit(path, text)
    assert isinstance(read, Code)
    assert read.root.find(kind="ERROR") is None
    assert not read.notes


@pytest.mark.parametrize(
    "text", ["{% if a %}\nlet b = 1;\n{% endif %}\n", "const a = {{ url }};\n", "let a = <%= b %>;\n"]
)
def test_templates_of_scripts_are_noted(text: str) -> None:
    assert "does not take a part" in unit("a.js", text).notes[0]


def test_bytes_that_are_no_text_say_where() -> None:
    with pytest.raises(UnreadableError, match="byte 0xff is not valid in utf-8") as caught:
        read_unit("a.md", "a.md", b"# A\nb\xff\n")
    assert (caught.value.line, caught.value.column) == (2, 2)


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("src/a.ts", "production"),
        ("docs/a.md", "production"),
        ("src/a.test.ts", "test"),
        ("src/__tests__/a.ts", "test"),
        ("examples/a.sh", "example"),
        ("src/a.min.js", "generated"),
        ("web/node_modules/a/b.js", "generated"),
        ("latest/contest.ts", "production"),
    ],
)
def test_a_path_says_what_a_file_is(path: str, wanted: str) -> None:
    assert category_of(path) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("// This file is auto-generated by the client generator\nexport const a = 1;\n", "generated"),
        ("/**\n * Generated by openapi.\n * Do not edit this file.\n */\nexport const a = 1;\n", "generated"),
        ("(()=>{" + "var e=t(1),n={a:2};" * 200 + "})();\n//# sourceMappingURL=a.js.map\n", "generated"),
        ("const logo = 'data:" + "QUJD" * 2_000 + "';\nfetch('/a').then((a) => a.json());\n", "production"),
        ("// Generated ids are kept by the server, so do not send them.\nexport const a = 1;\n", "production"),
    ],
)
def test_what_a_program_wrote_is_nobodys_code(text: str, wanted: str) -> None:
    assert unit("src/a.ts", text).category == wanted


def test_what_is_packed_is_parsed_for_those_who_ask_only(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "(()=>{" + "var e=t(1),n={a:2};" * 200 + "})(); // noqa: ACME101\n"
    with monkeypatch.context() as patch:
        patch.setattr(code, "SgRoot", None)
        packed = unit("src/a.js", text)
        assert isinstance(packed, Code)
        assert (packed.scopes, list(packed.comments())) == ((), [])
    assert packed.root.find(kind="variable_declarator") is not None


@pytest.mark.parametrize("path", ["a.py", "a.pyi", "Makefile", "a.b/c", ".md/a", "a.txt"])
def test_other_files_are_in_none_of_the_languages(path: str) -> None:
    assert language_of(path) is None


def test_a_mark_forgets_blanks_and_nothing_else() -> None:
    here, there = unit("a.md", "# A  b\n"), unit("a.md", "\n\n#  A b\n")
    one = unit_mark((1, 1, 1, 7), here.named, here.lines)
    assert one == unit_mark((3, 1, 3, 7), there.named, there.lines)
    other = unit("a.md", "# A c\n")
    assert one != unit_mark((1, 1, 1, 6), other.named, other.lines)


PARTS = st.one_of(
    st.sampled_from(
        ["# ", "\n", "```", "<!-- noqa: AB123", " -->", "[a](b.md#c)", "| a |\n| - |\n", "- **x**: ", "+++\n"]
    ),
    st.sampled_from(['"""', "[a]", "k=1", "f(", ")", "{", "}", "`", "//", "/*", "*/", "# noqa", "<<EOF\n", "$("]),
    st.sampled_from(["const a = 1;", "\x00", "\u2028", "é𝒳", "\r"]),
)


def rule(kind: str, **options: object) -> Planned:
    import msgspec

    checks = check_class(kind)
    struct = __import__(checks.__module__, fromlist=["Options"]).Options
    return Planned(Rule(f"AB{len(kind)}23", kind, msgspec.convert(options, struct)), kind, "error")


RULES = [
    rule("syntax", language="typescript", of=["$A"], forbidden=True),
    rule("syntax", language="shell", of=["$A"], forbidden=True),
    rule("documents", sections=["A"], labels=["x"], holds=["table"], **{"in-order": True}),
    rule("keys", of=["*"], forbidden=True),
]


@example("# \n\x00", "a.sh")
@given(st.lists(PARTS, max_size=12).map("".join), st.sampled_from(["a.ts", "a.tsx", "a.sh", "a.md", "a.toml"]))
def test_any_text_is_judged_at_places_that_it_has(text: str, path: str) -> None:
    outcome = examine(RULES, {path: text})
    assert outcome.faults == []
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for finding in outcome.findings:
        assert 1 <= finding.line <= len(lines)
        assert 1 <= finding.column <= len(lines[finding.line - 1]) + 1
        assert (finding.line, finding.column) <= (finding.end_line, finding.end_column)
