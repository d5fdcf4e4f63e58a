"""Folders whose content never changes once it is there, and what scripts and Python do to it.

A site is a command or a call that writes, moves or deletes files of such a folder. Reading is none. What makes a new
folder directly below it, named by a date or a variable, conforms, and so does what is put into one that the same file
has made. Paths are followed through variables, constants and what puts paths together; other kinds cannot say this, as
the site is found by where a path leads.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from ..lang.languages import PYTHON
from ..lang.python.module import CallSite
from ..lang.unit import Unit
from ..query.wording import worded
from .kit import Rule
from .unit_kind import Judged, UnitKind, UnitOptions, Wrong, looks_into

if TYPE_CHECKING:
    from ..lang.python.module import Module
    from ..lang.shell import Command
    from .report import ModuleReport

_FRESH = re.compile(r".*(\$|\d{4}-?\d{2}|%[YFs]).*")
"""A name that is another one each time: of a variable or a date."""
_NAMED = re.compile(r"\$(\w+?)(_(dir|directory|folder|path|root|base|home))?")
"""What a variable stands for that is set elsewhere: it is called like the folder."""
_UNKNOWN = re.compile(r"\$\w*")
_RELATIVE = re.compile(r"(?!\.\.(/|$))[\w.*?@{-]")
_GOING = frozenset({"cd", "pushd", "popd"})
_SHELLS = frozenset({"subshell", "command_substitution"})
_DELETING = frozenset({"rm", "rmdir", "unlink", "shred", "truncate"})
_COPYING = frozenset({"cp", "mv", "rsync", "install", "ln"})
_RECEIVERS = frozenset({"unlink", "rmdir", "write_text", "write_bytes", "open"})
_DELETING_CALLS = frozenset({"remove", "unlink", "rmdir", "removedirs", "rmtree"})
_MOVING_CALLS = frozenset({"rename", "renames", "replace", "move"})
_COPYING_CALLS = frozenset({"copy", "copy2", "copyfile", "copytree", "copyfileobj"})
_MAKING_CALLS = frozenset({"mkdir", "makedirs"})
_STARTING_CALLS = frozenset({"run", "call", "check_call", "check_output", "Popen", "create_subprocess_exec"})
_LINES = frozenset({"system", "popen", "create_subprocess_shell", "getoutput"})
"""What starts the programs of a line."""
_BETWEEN_PROGRAMS = re.compile(r"[;&|\n]+")
_STARTING = frozenset({"subprocess", "asyncio"})
_MODULES = frozenset({"os", "shutil", "aiofiles", "aioshutil"})
_MODES = re.compile(r".*[wa+].*")


class Options(UnitOptions, frozen=True, kw_only=True):
    """Which folders."""

    folders: tuple[str, ...]
    """The names of the folders, wherever they lie. Example: `folders = ["immaculate"]`"""

    words: ClassVar[tuple[str, ...]] = ("what", "path")

    def complaints(self) -> Iterator[tuple[str, str]]:
        if not self.folders:
            yield "folders", 'name the folders: `folders = ["immaculate"]`'
        yield from super().complaints()


class _Use(NamedTuple):
    """A path that is written to, moved or deleted by something."""

    what: str
    path: str
    may_be_new: bool
    """Whether it may be a folder that is made by this."""


class _Home(NamedTuple):
    """The folder that a script is in, where it lies in a frozen one, and the end of the subshell that went there."""

    path: str
    end: int

    def around(self, use: _Use, command: Command) -> _Use:
        """Something that is written to, by its whole path."""
        is_here = self.path != "" and command.node.range().start.index < self.end
        return use._replace(path=f"{self.path}/{use.path}") if is_here and _RELATIVE.match(use.path) else use


class Kind(UnitKind[Options]):
    """A site is a command or a call."""

    languages = frozenset({"shell", PYTHON})

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        named = [b"|".join(re.escape(each.encode()) for each in rule.options.folders) for rule in rules]
        self._named = [(rule, re.compile(names, re.IGNORECASE)) for rule, names in zip(rules, named, strict=True)]
        """The cards, with what stands in each file that speaks of their folders."""

    def judged(self, unit: Unit, rule: Rule[Options]) -> Iterator[Judged]:
        from ..lang.code import Code, span_of
        from ..lang.shell import Script

        assert isinstance(unit, Code)
        text = unit.text.lower()
        if not any(folder.lower() in text for folder in rule.options.folders):
            return
        script = Script(unit)
        made: set[str] = set()
        for node in (unit.root, *script.functions.values()):
            home = _Home("", 0)
            for command in script.commands(node):
                home = _gone_to(command, rule.options.folders) if command.name in _GOING else home
                made |= {word.rstrip("/") for word in command.words} if command.name == "mkdir" else set()
                uses = [home.around(use, command) for use in _of_command(command)]
                uses = [use for use in uses if _below(use.path, rule.options.folders) is not None]
                if uses:
                    span = unit.line_span(span_of(command.node)[0])
                    wrong = (use for use in uses if not _is_allowed(use, rule.options.folders, made))
                    yield Judged(span, [Wrong(span, *_said(use)) for use in wrong])

    def module(self, module: Module, report: ModuleReport) -> object:
        shown = (rule for rule, names in self._named if names.search(module.source))
        rules = [rule for rule in shown if looks_into(rule.options, module.path)]
        names = _DELETING_CALLS | _MOVING_CALLS | _COPYING_CALLS | _MAKING_CALLS | _RECEIVERS | _STARTING_CALLS | _LINES
        calls = [call for name in sorted(names) for call in module.named_calls.get(name, ())] if rules else []
        sites = {id(call.node): call for call in calls if isinstance(call, CallSite)}
        made: set[str] = set()
        every = [folder for rule in rules for folder in rule.options.folders]
        for call in sorted(sites.values(), key=lambda each: (each.node.lineno, each.node.col_offset)):
            uses = list(_of_call(module, call, made, every))
            for rule in rules:
                own = [use for use in uses if _below(use.path, rule.options.folders) is not None]
                wrong = [use for use in own if not _is_allowed(use, rule.options.folders, made)]
                for use in wrong[:1]:  # what is moved within the folder is one mistake
                    said, words = _said(use)
                    report.violates(rule, call.node, call.scope, worded(rule.options.message, said, words))
                if own and not wrong:
                    report.conforms(rule, call.scope)
        return None


def _said(use: _Use) -> tuple[str, dict[str, str]]:
    return f"{use.what} changes {use.path}, which is never to change", {"what": use.what, "path": use.path}


def _below(path: str, folders: Sequence[str]) -> list[str] | None:
    """The parts of a path below one of the folders; None where it leads to none of them."""
    parts = [part for part in path.split("/") if part not in ("", ".")]
    places = [place for place, part in enumerate(parts) if part in folders or _is_called(part, folders)]
    return parts[places[0] + 1 :] if places else None


def _is_called(part: str, folders: Sequence[str]) -> bool:
    named = _NAMED.fullmatch(part.lower())
    return named is not None and named[1] in folders


def _is_allowed(use: _Use, folders: Sequence[str], made: set[str]) -> bool:
    """Whether what is written is a new folder, or lies in one."""
    below = _below(use.path, folders) or []
    if not use.may_be_new or not below or not _FRESH.fullmatch(below[0]):
        return False
    return (len(below) == 1 and use.what not in (">", ">>", "tee", "open")) or _lies_in(use.path, made)


def _lies_in(path: str, made: set[str]) -> bool:
    return any(path.rstrip("/") == each or path.startswith(f"{each}/") for each in made if each)


def _gone_to(command: Command, folders: Sequence[str]) -> _Home:
    to = next((word for word in command.words if not word.startswith("-")), "")
    if command.name == "popd" or _below(to, folders) is None:
        return _Home("", 0)
    shell = next((each for each in command.node.ancestors() if each.kind() in _SHELLS), None)
    return _Home(to.rstrip("/"), shell.range().end.index if shell is not None else sys.maxsize)


def _of_command(command: Command) -> Iterator[_Use]:
    for redirect in command.redirects:
        yield _Use(redirect.operator, redirect.word, may_be_new=True)
    yield from _of_words(command.name, command.words)


def _of_words(name: str, given: Sequence[str]) -> Iterator[_Use]:
    """What a program does with the words that it is given."""
    words = [word.partition("=")[2] if word.startswith("of=") else word for word in given]
    paths = [word for word in words if not word.startswith("-")]
    if name in _DELETING or (name == "sed" and any(word.startswith("-i") for word in words)):
        yield from (_Use(name, path, may_be_new=False) for path in paths)
    elif name == "find" and ("-delete" in words or ("-exec" in words and _DELETING & set(words))):
        yield from (_Use("find", path, may_be_new=False) for path in paths[:1])
    elif name in ("tee", "dd"):
        yield from (_Use(name, path, may_be_new=True) for path in paths)
    elif name in _COPYING and paths:
        yield from _copied(name, words, paths)


def _copied(name: str, words: Sequence[str], paths: Sequence[str]) -> Iterator[_Use]:
    """What is copied or moved: the last path is written to, unless an option names the folder."""
    named = [word.partition("=")[2] for word in words if word.startswith("--target-directory=")]
    named += [words[place + 1] for place, word in enumerate(words[:-1]) if word == "-t"]
    target = named[0] if named else paths[-1]
    sources = [path for path in paths if path != target]
    is_move = name == "mv" or "--remove-source-files" in words
    yield from (_Use(name, path, may_be_new=False) for path in sources if is_move)
    deletes = any(word.startswith("--delete") for word in words)
    is_folder = target.endswith("/") and name in ("cp", "mv") and len(sources) == 1
    inner = sources[0].rstrip("/").rpartition("/")[2] if is_folder and not sources[0].endswith("/.") else ""
    whole = f"{target}{inner}" if inner and not _FRESH.fullmatch(target.rstrip("/").rpartition("/")[2]) else target
    yield _Use(name, whole, may_be_new=not deletes)


def _of_call(module: Module, call: CallSite, made: set[str], folders: Sequence[str]) -> Iterator[_Use]:
    from ..lang.python.spelled import spelled

    node, name = call.node, call.name
    if name in _STARTING_CALLS | _LINES:
        words = [spelled(module, each, call.scope) for each in _program(call)]
        for program in _programs_of(words[0]) if len(words) == 1 else [words]:
            yield from _of_words(program[0].rpartition("/")[2], program[1:]) if program else ()
        return
    arguments = [spelled(module, each, call.scope) for each in node.args]
    receiver = spelled(module, node.func.value, call.scope) if isinstance(node.func, ast.Attribute) else "$"
    is_method = _UNKNOWN.fullmatch(receiver) is None or _below(receiver, folders) is not None
    if name in _MAKING_CALLS:
        made.add(receiver if is_method else next(iter(arguments), ""))
    elif name == "open":
        yield from _opened(node, receiver if is_method else "", arguments)
    elif is_method and name in _RECEIVERS:
        yield _Use(name, receiver, may_be_new=name.startswith("write"))
    elif is_method and name in ("rename", "replace") and len(node.args) == 1:
        yield _Use(name, receiver, may_be_new=False)
        yield _Use(name, arguments[0], may_be_new=True)
    elif (call.symbol or "").partition(".")[0] not in _MODULES:
        return
    elif arguments and name in _DELETING_CALLS:
        yield _Use(name, arguments[0], may_be_new=False)
    elif len(arguments) > 1 and name in _MOVING_CALLS | _COPYING_CALLS:
        yield from (_Use(name, path, may_be_new=False) for path in arguments[:1] if name in _MOVING_CALLS)
        yield _Use(name, arguments[1], may_be_new=True)


def _programs_of(line: str) -> Iterator[list[str]]:
    """The words of each program of a line of a shell."""
    for program in _BETWEEN_PROGRAMS.split(line):
        yield [word.strip("\"'") for word in program.split()]


def _program(call: CallSite) -> Sequence[ast.expr]:
    """A program that is started, and what it is given, where that is written out."""
    is_starting = (call.symbol or "").partition(".")[0] in (
        _STARTING if call.name not in _LINES else _STARTING | {"os"}
    )
    first = call.node.args[0] if is_starting and call.node.args else None
    if isinstance(first, (ast.List, ast.Tuple)):
        return first.elts
    if first is None:
        return ()
    is_in_shell = any(keyword.arg == "shell" for keyword in call.node.keywords)
    return call.node.args if call.name in _LINES | {"create_subprocess_exec"} else [first] if is_in_shell else ()


def _opened(node: ast.Call, receiver: str, arguments: Sequence[str]) -> Iterator[_Use]:
    """A file that is opened for writing; a mode that fails where the file is there changes nothing."""
    place = 0 if receiver else 1
    given = [*node.args[place : place + 1], *(each.value for each in node.keywords if each.arg == "mode")]
    mode = given[0].value if given and isinstance(given[0], ast.Constant) else ""
    path = receiver or next(iter(arguments), "")
    if isinstance(mode, str) and _MODES.fullmatch(mode) and "x" not in mode:
        yield _Use("open", path, may_be_new=True)
