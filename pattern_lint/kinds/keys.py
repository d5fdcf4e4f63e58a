"""Keys in files of settings and data, and what their values must be.

A site is a key that `of` names, in each file that the card is about: say with `inside` which files these are. A key of
tables is written with dots, `*` stands for any one part of it (`dependencies.*`), and a part that has dots itself is
put in quotes. Tables in a list are gone through one by one. A key that must be there and is not is reported at the
table that it belongs into: with `jobs.*.timeout-minutes` at each of the jobs. Of YAML and shell each line may be one as
well, called by its number, with what stands on it: `of = ["*"]`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple, TypeAlias, cast

from ..config.globs import fnmatchcase, is_glob, matches, matches_any
from ..lang.keyed import Keyed
from ..lang.languages import PYTHON
from ..lang.python.marks import TOP
from ..lang.python.module import Span
from ..lang.python.paths import Category
from ..lang.unit import Unit
from ..query.values.plain import fits, misplaced
from ..query.values.values import Value
from ..query.wording import worded
from .kit import Rule
from .unit_kind import Judged, UnitKind, UnitOptions, Wrong, looks_into, stands

if TYPE_CHECKING:
    from ..project.project import Project
    from .report import ProjectReport

Language: TypeAlias = Literal["toml", "ini", "json", "yaml", "shell"]
_PART = re.compile(r'"([^"]*)"|\'([^\']*)\'|([^."\']+)')
_NUMBER = re.compile(r"[+-]?\d+(\.\d*)?%?")
_FILE = "{file}"
_LINED = frozenset({"yaml", "shell"})
"""Languages of which lines are looked at."""
_LINE = re.compile(r"[\d*?]+")
_MERGED = "<<"
"""The key under which YAML takes another table in."""
_REFERS = re.compile(r"[${}]")
"""In a text: it takes its value from elsewhere."""


class Options(UnitOptions, frozen=True, kw_only=True):
    """Which keys, and what holds of them."""

    language: Language | tuple[Language, ...] = "toml"
    """The language of the files, or several. Example: `language = ["toml", "ini"]`"""
    of: tuple[str, ...]
    """The keys; `{file}` stands for a part that is the path of a file, from the folder that the keys lie in, and then
    the file is what is judged. Example: `of = ["tool.coverage.report.fail_under"]`"""
    commands: tuple[str, ...] = ()
    """Keys whose texts are command lines, for the values of `flags` in them.
    Example: `commands = ["tool.pytest.ini_options.addopts"]`"""
    flags: tuple[str, ...] = ()
    """Expressions for options of these command lines; the value of one is as good as that of a key.
    Example: `flags = ["--cov-fail-under"]`"""
    forbidden: bool = False
    """Whether it must not be there at all. Example: `forbidden = true`"""
    value: Value | None = None
    """What its value must be; of a list, each of its entries. Example: `value = { given = true, least = 80 }`"""
    minimum: float | None = None
    """The smallest number that it may be, beside what `value` says. Example: `minimum = 90`"""
    paths: tuple[str, ...] = ()
    """Globs of the files that a `{file}` may be; without any, none is judged. Example: `paths = ["app/billing/**"]`"""
    home: tuple[str, ...] = ()
    """Where one such key in the whole project must be and is enough: the files of which the first that is there is told
    that it is missing. Example: `home = ["pyproject.toml", "setup.cfg"]`"""
    only_with: tuple[Category, ...] = ()
    """Whether that counts only in projects with Python files of one of these sorts. Example: `only-with = ["test"]`"""

    words: ClassVar[tuple[str, ...]] = ("key", "value", "file")

    def complaints(self) -> Iterator[tuple[str, str]]:
        if not self.of:
            yield "of", 'name a key, such as `of = ["tool.coverage.report.fail_under"]`'
        if not self.forbidden and self.value is None and self.minimum is None:
            yield "of", "say what holds of it: `forbidden = true`, or `value = { given = true, least = 80 }`"
        for flag in self.flags:
            try:
                _flag(flag)
            except re.error as error:
                yield "flags", f"`{flag}` is no regular expression: {error}"
        yield from (("value", said) for said in misplaced(self.value))
        yield from super().complaints()


class _Found(NamedTuple):
    """A key that is there: where, what it is called, its value, and the file that it speaks of."""

    span: Span
    name: str
    value: object
    file: str = ""


Speaks: TypeAlias = tuple[str, str, object]
"""A key, the file that it speaks of, and its value where that is a plain one."""
Told: TypeAlias = dict[str, list[Speaks]]
"""Of one file: what each card that asks finds in it."""


class Kind(UnitKind[Options]):
    """A site is a key, or the file that a key speaks of."""

    languages = frozenset({"toml", "ini", "json", "yaml", "shell", PYTHON})
    reads_project = True

    @classmethod
    def reads(cls, options: Options) -> frozenset[str]:
        if _of_files(options) and not options.paths:
            return frozenset()
        own = (options.language,) if isinstance(options.language, str) else options.language
        return frozenset((*own, PYTHON) if options.only_with or _of_files(options) else own)

    def judged(self, unit: Unit, rule: Rule[Options]) -> Iterator[Judged]:
        options = rule.options
        for key in _keys(unit, options) if not _of_files(options) else ():
            wrong = [each for entry in _entries(unit, key, options) for each in _wrong_at(entry, unit.path, options)]
            refers = isinstance(key.value, str) and _REFERS.search(key.value) is not None
            yield Judged(key.span, () if refers else wrong, "unknown" if refers and wrong else "known")
        if isinstance(unit, Keyed) and options.value is not None and options.value.given and not options.home:
            for name in _named(unit, options):
                for keys in _lacking(unit.root, _parts(name)):
                    line, missing = unit.line_of(keys), ".".join(keys)
                    span = unit.line_span(line) if line > 1 else TOP
                    words = {"key": missing, "value": "", "file": unit.path}
                    yield Judged(span, [Wrong(span, f"`{missing}` is missing", words)])

    def tells(self, unit: Unit) -> object:
        asking = [rule for rule in self.rules if rule.options.home or _of_files(rule.options)]
        told: Told = {}
        for rule in asking:
            if unit.language in self.reads(rule.options) and looks_into(rule.options, *unit.paths):
                keys = (key for key in _keys(unit, rule.options) if stands(rule.options, unit, key.span))
                told[rule.code] = [(key.name, key.file, _told(key.value)) for key in keys]
        return told or None

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        told = cast("Mapping[str, Told]", facts)
        for rule in self.rules:
            own = {path: each[rule.code] for path, each in told.items() if rule.code in each}
            if _of_files(rule.options):
                _judge_files(rule, own, project, report)
            elif rule.options.home and not any(own.values()):
                _judge_absence(rule, own, project, report)


def _wrong_at(key: _Found, path: str, options: Options) -> Iterator[Wrong]:
    words = {"key": key.name, "value": _shown(key.value), "file": path}
    yield from (Wrong(key.span, said, words) for said in _wrong(key.value, words, options))


def _entries(unit: Unit, key: _Found, options: Options) -> Iterator[_Found]:
    """The entries of a list, each on the line on which it stands; of what is no list, that itself."""
    if not isinstance(key.value, list) or not key.value or options.forbidden:
        yield key
        return
    line = key.span[0]
    for entry in key.value:
        written = str(entry)
        line = next((n for n in range(line, len(unit.lines) + 1) if written in unit.lines[n - 1]), line)
        yield key._replace(value=entry, span=unit.line_span(line))


def _told(value: object) -> object:
    return value if isinstance(value, (str, int, float)) else None


def _of_files(options: Options) -> bool:
    return any(_FILE in name for name in options.of)


def _judge_files(
    rule: Rule[Options], told: Mapping[str, Sequence[Speaks]], project: Project, report: ProjectReport
) -> None:
    """Each file that a key speaks of, at its first line."""
    for home, keys in told.items():
        folder = home.rpartition("/")[0]
        for name, written, value in keys:
            file = f"{folder}/{written}" if folder else written
            file = file.replace("\\", "/").removeprefix("./")
            is_gone = file.endswith(".py") and file not in project.files
            if is_gone or not matches_any(rule.options.paths, file):
                continue
            words = {"key": name, "value": _shown(value), "file": file}
            wrong = list(_wrong(value, words, rule.options))
            if wrong:
                report.violates(rule, file, TOP, worded(rule.options.message, "; ".join(wrong), words))
            else:
                report.conforms(rule, file)


def _judge_absence(rule: Rule[Options], told: Mapping[str, object], project: Project, report: ProjectReport) -> None:
    """That no file has the key, at the file that should."""
    wanted = rule.options.only_with
    asking = [path for path, file in project.files.items() if file["category"] in wanted]
    near = [path for path in told if not wanted or any(map(_is_below(path), asking))]
    homes = (sorted(filter(partial(matches, glob), near), key=_depth) for glob in rule.options.home)
    home = next((found[0] for found in homes if found), None)
    if home is not None:
        words = {"key": rule.options.of[0], "value": "nothing", "file": home}
        report.violates(rule, home, TOP, worded(rule.options.message, f"`{words['key']}` is missing", words))


def _is_below(path: str) -> Callable[[str], bool]:
    """Whether files lie in the folder of another, or deeper."""
    folder = path[: path.rfind("/") + 1]
    return lambda other: other.startswith(folder)


def _depth(path: str) -> tuple[int, str]:
    return path.count("/"), path


def _keys(unit: Unit, options: Options) -> Iterator[_Found]:
    """The keys that a card is about, and options of command lines that are as good."""
    if isinstance(unit, Keyed):
        for name in _named(unit, options):
            wanted = _parts(name)
            for keys, value in _found(unit.root, wanted):
                file = keys[wanted.index(_FILE)] if _FILE in wanted else ""
                yield _Found(unit.line_span(unit.line_of(keys)), ".".join(keys), _plain(value), file)
        for name in options.commands:
            for keys, value in _found(unit.root, _parts(name)):
                text = "\n".join(map(str, value)) if isinstance(value, list) else str(value)
                yield from _flagged(unit, unit.line_of(keys), text, options)
    if unit.language in _LINED:
        yield from _of_lines(unit, options)


def _of_lines(unit: Unit, options: Options) -> Iterator[_Found]:
    """The lines that a card is about, comments aside, and the options of command lines on them."""
    comments = {comment.line: comment.column for comment in unit.comments()}
    for number, line in enumerate(unit.lines, 1):
        said = line[: comments.get(number, len(line) + 1) - 1]
        yield from _flagged(unit, number, said, options)
        if said.strip() and any(fnmatchcase(str(number), name) for name in options.of):
            yield _Found(unit.line_span(number), str(number), said.strip())


def _named(unit: Unit, options: Options) -> Iterator[str]:
    """The names of keys; where lines have names as well, those that can be numbers are theirs."""
    yield from (name for name in options.of if unit.language not in _LINED or _LINE.fullmatch(name) is None)


def _flagged(unit: Unit, first: int, text: str, options: Options) -> Iterator[_Found]:
    """The options in a command line that begins on a line, each where it stands."""
    for flag in options.flags:
        for match in _flag(flag).finditer(text):
            below = (
                number for number in range(first, len(unit.lines) + 1) if _flag(flag).search(unit.lines[number - 1])
            )
            yield _Found(unit.line_span(next(below, first)), match["flag"].strip(), _plain(match["value"]))


@cache
def _flag(flag: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?P<flag>{flag})(?:=|\s+)[\"']?(?P<value>[^\s\"']+)")


def _plain(value: object) -> object:
    """A text that is a number is one."""
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        return float(value.strip().rstrip("%"))
    return value


def _wrong(value: object, words: dict[str, str], options: Options) -> Iterator[str]:
    if options.forbidden:
        yield f"`{words['key']}` is not to be set here"
    entries: Sequence[object] = value if isinstance(value, list) and value else [value]
    if options.value is not None and not all(fits(options.value, entry) for entry in entries):
        yield f"`{words['key']}` is not to be {words['value']}"
    elif options.minimum is not None and not fits(Value(least=options.minimum), value):
        yield f"`{words['key']}` is {words['value']}; {options.minimum:g} is the least"


def _found(
    value: object, wanted: Sequence[str], above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], object]]:
    """The keys that are meant, with their values; tables of an array are gone through one by one."""
    if not wanted:
        yield above, value
    elif isinstance(value, list):
        for number, entry in enumerate(value):
            if isinstance(entry, dict):
                yield from _found(entry, wanted, (*above, str(number)))
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key == wanted[0] or wanted[0] == _FILE or fnmatchcase(key, wanted[0]):
                yield from _found(inner, wanted[1:], (*above, key))


def _lacking(value: object, wanted: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The keys that are missing, each in the table that it belongs into.

    Where a star leaves open which tables are meant, or a file has several documents, those are meant that are there.
    """
    if is_glob(wanted[-1]):
        yield from () if any(_found(value, wanted)) else (wanted,)
    else:
        yield from _lacking_in(value, wanted, (), is_sure=not isinstance(value, list) and not any(map(is_glob, wanted)))


def _lacking_in(
    value: object, wanted: tuple[str, ...], above: tuple[str, ...], *, is_sure: bool
) -> Iterator[tuple[str, ...]]:
    if isinstance(value, list):
        for number, entry in enumerate(value):
            yield from _lacking_in(entry, wanted, (*above, str(number)), is_sure=is_sure or bool(above))
    elif wanted and isinstance(value, dict):
        first, *rest = wanted
        meant = [key for key in value if key == first or fnmatchcase(key, first)]
        for key in meant:
            yield from _lacking_in(value[key], tuple(rest), (*above, key), is_sure=is_sure or is_glob(first))
        if not meant and is_sure and not is_glob(first) and _MERGED not in value:  # which takes in another table
            yield (*above, *wanted)


def _parts(name: str) -> tuple[str, ...]:
    return tuple(basic or literal or bare for basic, literal, bare in _PART.findall(name))


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:g}"
    return "a table" if isinstance(value, dict) else "a list" if isinstance(value, list) else str(value)
