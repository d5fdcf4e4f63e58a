"""Scripts and functions, and the steps that they must take one after the other.

A site is a shell script or function of a name, or a function of a name in Python. A step is taken where a command or a
function is called that is named so, or where something is printed; functions of the same file are looked into. A
function of these names that another site of the file calls is a step of that one. What only hands its work on to
another script is unknown.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import msgspec

from ..config.globs import fnmatchcase
from ..lang.languages import PYTHON
from ..lang.python.marks import TOP
from ..lang.python.module import Span
from ..lang.python.unparsed import unparsed
from ..lang.unit import Unit
from ..query.naming import shown
from ..query.naming.meant import MeantNames
from ..query.wording import worded
from .kit import Rule
from .unit_kind import Judged, UnitKind, UnitOptions, Wrong, looks_into

if TYPE_CHECKING:
    from ..lang.python.module import Module
    from ..lang.shell import Command, Script
    from .report import ModuleReport

_PRINTING = re.compile(
    r"(echo|printf|cat|.*(warn|log|info|notice|print|say|msg|message|error|fail|die|deprecat|banner).*)"
)
_GIVEN = re.compile(r"\$\{?[1*@]")
"""What a function is given, which one that prints says."""
_TOOLS = frozenset({"make", "just", "task", "npm", "pnpm", "yarn", "invoke", "docker", "docker-compose", "podman"})
"""What runs what its words name."""
_HARMLESS = re.compile(
    r"(set|shopt|cd|source|\.|dirname|basename|pwd|readlink|realpath|export|local|declare|readonly|trap|test|\[|\[\[|tput"
    r"|date|command|type|which|getopts|shift|sleep|read|true|:|id|whoami|umask|usage|help|.*\.(sh|bash))"
)
"""What changes nothing yet."""
_DEEPEST = 5
_OWN_NAME = "this script"


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """A step."""

    name: str
    """What findings call it. Example: `name = "checks the disk"`"""
    called: str = ""
    """An expression in the name of what is called. Example: `called = "disk|\\\\bdf\\\\b"`"""
    prints: str = ""
    """An expression in what is printed. Example: `prints = "use \\\\S+ instead"`"""
    marks: bool = False
    """Whether functions are meant only if they take this step, or more than one of the others.
    Example: `marks = true`"""


class Options(UnitOptions, frozen=True, kw_only=True):
    """Which scripts and functions, and their steps."""

    scripts: tuple[str, ...] = ()
    """Names of script files, without folders and endings. Example: `scripts = ["*restore*"]`"""
    functions: tuple[str, ...] = ()
    """Names of functions in scripts. Example: `functions = ["*restore*"]`"""
    python: tuple[str, ...] = ()
    """Names of functions in Python. Example: `python = ["emergency_restore"]`"""
    said: tuple[str, ...] = ()
    """Only scripts that say one of these expressions in the comments at their top, or print it whatever happens; their
    own name is `this script` in it. Example: `said = ["^deprecated"]`"""
    steps: tuple[Step, ...]
    """The steps, in their order. Example: `steps = [{ name = "checks the disk", called = "disk" }]`"""
    first: bool = False
    """Whether nothing else may be done before the last of them. Example: `first = true`"""

    words: ClassVar[tuple[str, ...]] = ("name", "missing")

    def complaints(self) -> Iterator[tuple[str, str]]:
        if not self.steps:
            yield "steps", 'name the steps: `steps = [{ name = "checks the disk", called = "disk" }]`'
        for option, expressions in (
            ("said", self.said),
            ("steps", [each for step in self.steps for each in (step.called, step.prints)]),
        ):
            for expression in expressions:
                try:
                    re.compile(expression)
                except re.error as error:
                    yield option, f"`{expression}` is no regular expression: {error}"
        yield from super().complaints()


class Done(NamedTuple):
    """Something that is done: what is called, what is printed, and whether it changes nothing."""

    called: str
    printed: str = ""
    is_harmless: bool = False
    runs_script: bool = False


class Kind(UnitKind[Options]):
    """A site is a script or a function."""

    languages = frozenset({"shell", PYTHON})

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        python = (rule for rule in rules if rule.options.python)
        self._in_python = [(rule, MeantNames(rule.options.python, small=True)) for rule in python]

    @classmethod
    def reads(cls, options: Options) -> frozenset[str]:
        return frozenset({"shell", PYTHON} if options.python else {"shell"})

    def judged(self, unit: Unit, rule: Rule[Options]) -> Iterator[Judged]:
        from ..lang.code import Code, span_of
        from ..lang.shell import Script

        assert isinstance(unit, Code)
        script, options = Script(unit), rule.options
        own = list(_in_shell(script, unit.root, unit.path, set()))
        sites: list[tuple[Span, str, Sequence[Done]]] = []
        name = unit.path.rpartition("/")[2]
        if _is_script(name, options.scripts) and own and _says(unit, own, options):
            sites.append((TOP, name, own))
        for called, node in script.functions.items():
            if _is_named(called, options.functions) and not _is_step(called, script, options, unit, own):
                done = list(_in_shell(script, node, unit.path, {called}))
                if _is_meant(done, options):
                    sites.append((unit.line_span(span_of(node)[0]), called, done))
        for span, title, found in sites:
            wrong = list(_wrong(span, title, found, options))
            is_unknown = bool(wrong) and not options.said and _hands_on(found)
            yield Judged(span, () if is_unknown else wrong, "unknown" if is_unknown else "known")

    def module(self, module: Module, report: ModuleReport) -> object:
        functions = module.index.functions
        for rule, names in self._in_python:
            meant = names.shown(shown.functions, module)
            if not meant or not looks_into(rule.options, module.path):
                continue
            for scope in functions:
                if scope.name not in meant:
                    continue
                done = list(_in_python(module, scope.node, {scope.name}))
                if done and _is_meant(done, rule.options):
                    wrong = list(_wrong(module.header(scope.node), scope.name, done, rule.options))
                    for each in wrong:
                        report.violates(rule, scope.node, scope, worded(rule.options.message, each.said, each.words))
                    if not wrong:
                        report.conforms(rule, scope)
        return None


def _is_named(name: str, globs: Iterable[str]) -> bool:
    return any(fnmatchcase(name.lower(), glob) for glob in globs)


def _is_script(name: str, globs: Iterable[str]) -> bool:
    return _is_named(name, globs) or _is_named(name.rpartition(".")[0], globs)


def _is_step(name: str, script: Script, options: Options, unit: Unit, own: Sequence[Done]) -> bool:
    """Whether a function is called by another site of its file."""
    above = [own] if _is_script(unit.path.rpartition("/")[2], options.scripts) else []
    for other, node in script.functions.items():
        if other != name and _is_named(other, options.functions):
            above.append(list(_in_shell(script, node, unit.path, {other})))
    return any(done.called == name and _is_meant(each, options) for each in above for done in each)


def _is_meant(done: Sequence[Done], options: Options) -> bool:
    """Whether a function does what the card is about."""
    marking = [step for step in options.steps if step.marks]
    taken = [step for step in options.steps if _first(step, done, 0) is not None]
    others = {step.called or step.prints for step in taken if not step.marks}
    return not marking or len(others) > 1 or any(step.marks for step in taken)


def _hands_on(done: Sequence[Done]) -> bool:
    """Whether all that is done is to run one other script."""
    doing = [each for each in done if not each.is_harmless]
    return len(doing) == 1 and doing[0].runs_script


def _wrong(span: Span, name: str, done: Sequence[Done], options: Options) -> Iterator[Wrong]:
    """What is wrong with what is done one after the other."""
    missing: list[str] = []
    at = 0
    for step in options.steps:
        place = _first(step, done, at)
        if place is None:
            missing.append(step.name)
        else:
            at = place + 1
    if not missing and options.first and not all(each.is_harmless or each.printed for each in done[: at - 1]):
        missing.append(f"{options.steps[-1].name} before anything else")
    if missing:
        said = f"{name} does not do this, or not in this order: {', '.join(missing)}"
        yield Wrong(span, said, {"name": name, "missing": ", ".join(missing)})


def _first(step: Step, done: Sequence[Done], start: int) -> int | None:
    """Where a step is taken for the first time."""
    for place, each in enumerate(done[start:], start):
        if step.called and not each.printed and re.search(step.called, each.called, re.IGNORECASE):
            return place
        if step.prints and each.printed and re.search(step.prints, each.printed, re.IGNORECASE | re.MULTILINE):
            return place
    return None


def _says(unit: Unit, done: Sequence[Done], options: Options) -> bool:
    """Whether a script says of itself what the card is about."""
    if not options.said:
        return True
    head: list[str] = []
    for line in unit.lines:
        if line.strip() and not line.startswith("#"):
            break
        head.append(line.lstrip("#!- *"))
    said = "\n".join([_without_name("\n".join(head), unit.path), *(each.printed for each in done)])
    return any(re.search(expression, said, re.IGNORECASE | re.MULTILINE) for expression in options.said)


def _in_shell(script: Script, node: object, path: str, seen: set[str]) -> Iterator[Done]:
    """What a script or function does; functions of the same file are looked into behind their name."""
    from ast_grep_py import SgNode

    assert isinstance(node, SgNode)
    for command in script.commands(node):
        if not command.name:
            continue
        inner = script.functions.get(command.name)
        is_told = inner is None or _GIVEN.search(inner.text()) is not None
        yield _done(command, path, is_here=inner is not None, is_told=is_told)
        if inner is not None and command.name not in seen and len(seen) < _DEEPEST:
            yield from _in_shell(script, inner, path, {*seen, command.name})


def _done(command: Command, path: str, *, is_here: bool, is_told: bool) -> Done:
    words = " ".join((*command.words, command.given))
    if _PRINTING.fullmatch(command.name) and is_told and not command.is_file:
        printed = _without_name(words, path) or command.name
        return Done(command.name, "" if command.name == "cat" and not command.given else printed, is_harmless=True)
    called = command.name
    runs = command.name in _TOOLS or command.is_file or command.name.endswith((".sh", ".bash", ".py"))
    if runs and command.name not in _TOOLS and command.words and re.fullmatch(r"[a-z][\w-]*", command.words[0]):
        called = f"{called} {command.words[0]}"
    if command.name in _TOOLS:
        called = f"{called} {' '.join(command.words)}"
    is_source = command.name in ("source", ".")
    harmless = is_here or is_source or (_HARMLESS.fullmatch(command.name) is not None and not command.is_file)
    return Done("" if is_source else called, is_harmless=harmless, runs_script=runs and command.name not in _TOOLS)


def _without_name(text: str, path: str) -> str:
    """The text in which a script calls itself by no name."""
    name = path.rpartition("/")[2]
    return re.sub(rf"(?:\S*/)?{re.escape(name)}|\$0|\$\(basename [^)]*\)", _OWN_NAME, text)


def _in_python(module: Module, function: ast.AST, seen: set[str]) -> Iterator[Done]:
    """What a function calls, in the order in which it is written."""
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.end_lineno or 0, node.end_col_offset or 0)):
        name = unparsed(call.func)
        first = call.args[0] if call.args else None
        first = first.elts[0] if isinstance(first, (ast.List, ast.Tuple)) and first.elts else first
        text = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""
        is_program = re.search(r"(^|\.)(run|check_call|check_output|call|Popen|system|create_subprocess_\w+)$", name)
        is_print = re.search(r"(^print$|log(ger|ging)?\.|^click\.echo$)", name)
        program = text.split()[0].rpartition("/")[2] if is_program and text.split() else ""
        yield Done(program or name, text if is_print else "", is_harmless=name == "super")
        helper = name.removeprefix("self.").removeprefix("cls.")
        inner = _function(module, helper) if helper not in seen and len(seen) < _DEEPEST else None
        if inner is not None:
            yield from _in_python(module, inner, {*seen, helper})


def _function(module: Module, name: str) -> ast.AST | None:
    """The one function of a module that has a name."""
    found = [scope.node for scope in module.index.functions if scope.name == name]
    return found[0] if len(found) == 1 else None
