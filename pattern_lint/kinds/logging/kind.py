"""Logging: through a logger of the module's own name, which components have, with values that tell events apart."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar, Literal, TypeAlias

from ...flow.fate import assigned_names
from ...lang.python.bound import only_value
from ...lang.python.constants import constant
from ...lang.python.logs import is_of_log_library
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import Scope
from ...lang.python.unparsed import unparsed
from ...lang.python.walking import nodes_in
from ...project.called import may_call
from ...project.project import Project
from ...project.texts import TEXTS
from ...project.topics import Told, Topic
from ...query.answers import NO, YES, Answer, Condition, on_condition, opposite, some
from ...query.calls.arguments import argument
from ...query.calls.calls import CallTable, words_of
from ...query.naming.names import name_set
from ...query.places.command_line import is_dialog
from ...query.places.places import Places, Where, stands_in
from ..kit import Rule
from ..report import ModuleReport, ProjectReport
from ..site_kind import CONFORMS, UNKNOWN, Judgement, Site, SiteKind, SiteOptions, demanded
from .components import collected, judge_components
from .keyed import bound_by_bases, has_key

_LEVELS = ("debug", "info", "warning", "warn", "error", "critical", "fatal", "log")
_GET_LOGGER = "logging.getLogger"
_AROUND = (
    "print",
    _GET_LOGGER,
    *(f"{of}.{to}" for of in ("logging", "logging.root") for to in (*_LEVELS, "exception")),
)
_LOGGERS = (
    "logging",
    "logging.Logger()",
    "logging.root",
    "structlog.get_logger()",
    "structlog.getLogger()",
    "loguru.logger",
)
_BINDING = ("bind", "Bound", "Adapter", "contextualize", "getChild")
_STANDARD_STREAMS = frozenset({"sys.stdout", "sys.stderr"})
"""The original ones, with underscores, are for who knows that there is nothing else left to write to."""
_SETTING_UP = frozenset(
    "setLevel addHandler removeHandler addFilter removeFilter handlers hasHandlers propagate disabled level "
    "isEnabledFor getEffectiveLevel filters manager".split()
)
_Assignments: TypeAlias = dict[tuple[Scope | None, str], list[tuple[ast.Assign | ast.AnnAssign, ast.expr]]]
"""By the class that they stand in and the last name of what is assigned."""


class Options(SiteOptions, frozen=True, kw_only=True):
    """What is asked of logging."""

    demand: Literal["own-logger", "values", "keys", "there"]
    """That what is said goes through a logger of the module's name, neither printed nor through the root logger; that
    each message says something that varies; that each is told with one of some keys; or that modules with components
    have a logger. Example: `demand = "values"`"""
    keys: tuple[str, ...] = ()
    """Globs of keys of which each message is told with one, passed with it or bound before.
    Example: `keys = ["order_id"]`"""
    components: tuple[str, ...] = ()
    """The roles of components in whose modules a logger is to be there. Example: `components = ["worker"]`"""
    named: Places = ()
    """Places where loggers may have names written by hand. Example: `named = ["path:log.py"]`"""
    loggers: tuple[str, ...] = ("logger", "log", "_logger", "_log", "__logger", "LOG", "LOGGER")
    """Names of loggers whose type is not known. Example: `loggers = ["journal"]`"""

    words: ClassVar[tuple[str, ...]] = ("call", "name", "function", "module")
    formerly = (
        "roles: inside, entry-points: outside, entry-functions: outside, commands: outside, logging-modules: named"
    )

    def complaints(self) -> Iterator[tuple[str, str]]:
        if (self.demand == "there") is not bool(self.components):
            yield "components", 'they are for `demand = "there"`, which needs some, such as `components = ["worker"]`'
        if self.demand == "there" and (self.inside or self.outside):
            yield (
                "inside" if self.inside else "outside",
                "a module that is to have a logger is told by `components` alone",
            )
        if (self.demand == "keys") is not bool(self.keys):
            yield "keys", 'they are for `demand = "keys"`, which needs some, such as `keys = ["correlation_id"]`'
        yield from super().complaints()


class Kind(SiteKind[Options]):
    """A site is a call that logs, one that makes a logger or goes round it, or a module with components."""

    reads_project = True

    took_over = ("log-context", "logging-style", "component-logger")

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        levels = tuple(f"*.{level}" for level in _LEVELS)
        wanted = {"own-logger": _AROUND, "values": levels, "keys": (*levels, "*.exception")}
        called = [rule for rule in rules if rule.options.demand != "there"]
        self._table = CallTable((rule, name_set(wanted[rule.options.demand])) for rule in called)
        self._there = [rule for rule in rules if rule.options.demand == "there"]

    def topics(self) -> Iterable[Topic]:
        asks = any(rule.options.demand in ("own-logger", "values") for rule in self.rules)
        return (*super().topics(), *([TEXTS] if asks else ()))

    def module(self, module: Module, report: ModuleReport) -> object:
        super().module(module, report)
        return collected(module) if self._there else None

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        for rule in self._there:
            for path, told in facts.items():
                judge_components(rule, rule.options.components, path, told, project, report)

    def may_concern(self, file: Told) -> bool:
        return self.may_lie_in(file) and (bool(self._there and any(file.classes)) or may_call(file, self._table))

    def sites(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        for rule, call, found in self._table.matches(module):
            if isinstance(call.node, ast.Call):
                yield rule, Site(module, call.node, call.scope, words_of(module, call), found.when, call.symbol)

    def judge(self, site: Site, rule: Rule[Options]) -> Iterator[Judgement]:
        assert isinstance(site.node, ast.Call)
        if rule.options.demand == "values":
            yield from _of_values(site, site.node, rule.options)
        elif rule.options.demand == "keys":
            yield from _of_keys(site, site.node, rule.options)
        elif site.subject == _GET_LOGGER:
            yield _of_name(site, site.node, rule.options)
        elif site.subject != "builtins.print":
            yield Judgement("violates", f"{site.words['call']} goes through the root logger; use the module's logger")
        elif _goes_to_terminal(site, site.node) and not is_dialog(site.module, site.scope):
            yield Judgement("violates", "print() reaches no log; use the module's logger")


def _goes_to_terminal(site: Site, node: ast.Call) -> bool:
    given = argument(node, "file", None, site.module, site.scope)
    return given.value is None or site.module.symbol(given.value, given.scope) in _STANDARD_STREAMS


def _of_name(site: Site, node: ast.Call, options: Options) -> Judgement:
    given = argument(node, "name", 0, site.module, site.scope)
    if given.is_open:
        return UNKNOWN
    name = constant(site.module, given.value, given.scope) if given.value is not None else None
    by_hand = _is_by_hand(site.module, name, given.scope) if name is not None else YES
    if by_hand.holds is False or _sets_up(site, node):
        return CONFORMS
    shown = repr(name.value) if isinstance(name, ast.Constant) else unparsed(name) if name is not None else "''"
    if shown in ("''", "None"):
        said = "getLogger() without a name gives the root logger; write logging.getLogger(__name__)"
    else:
        said = f"the logger is named {shown} by hand; write logging.getLogger(__name__)"
    may_be = stands_in(options.named, Where(site.module, node, site.scope))
    return demanded(some([may_be, opposite(by_hand)]), said)


def _is_by_hand(module: Module, name: ast.expr, scope: Scope) -> Answer:
    """Whether the name of a logger is a text, be it one that another module keeps."""
    if isinstance(name, ast.Constant):
        return YES
    symbol = _named_elsewhere(module, name, scope)
    return on_condition(("text", symbol, ())) if symbol is not None else NO


def _named_elsewhere(module: Module, node: ast.expr, scope: Scope) -> str | None:
    """The symbol of what may be a text that another module keeps."""
    symbol = module.symbol(node, scope) if isinstance(node, (ast.Name, ast.Attribute)) else None
    return symbol if symbol and "(" not in symbol and symbol.partition(".")[0] in module.roots else None


def _sets_up(site: Site, node: ast.Call) -> bool:
    """Whether a logger is fetched only to be configured, such as one of a library."""
    parent = site.module.index.parents.get(node)
    if isinstance(parent, ast.Attribute):
        return parent.attr in _SETTING_UP
    names = assigned_names(parent) if site.scope.kind == "function" else None
    nodes = list(nodes_in(site.scope.node)) if names else []
    asked = {each.value: each.attr for each in nodes if isinstance(each, ast.Attribute)}
    reads = [n for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load) and n.id in (names or ())]
    return bool(reads) and all(asked.get(read) in _SETTING_UP for read in reads)


def _of_values(site: Site, node: ast.Call, options: Options) -> Iterator[Judgement]:
    owner = site.scope.owner
    if owner is None or not isinstance(node.func, ast.Attribute) or not _is_logger(site, node.func.value, options):
        return
    message = _only_argument(node, node.func.attr)
    text = _constant_text(site.module, message, site.scope) if message is not None else None
    elsewhere = _named_elsewhere(site.module, message, site.scope) if message is not None else None
    if message is None or (text is None and elsewhere is None):
        yield CONFORMS
        return
    shown = repr(text) if text is not None else unparsed(message)
    said = f"the log message {shown} carries no value: say which {owner.name}, and about what"
    kept: tuple[Condition, ...] = () if elsewhere is None else (("text", elsewhere, ()),)
    yield Judgement("violates", said, when=(*kept, *_of_bases(site, node.func.value)))


def _of_bases(site: Site, receiver: ast.expr) -> tuple[Condition, ...]:
    """What must be true of a logger that bases in other files keep: that it carries no context."""
    symbol = site.module.symbol(receiver, site.scope) or ""
    is_kept = symbol.endswith(f"().{name_of(receiver)}") and symbol.partition(".")[0] in site.module.roots
    return (("is", symbol, _LOGGERS),) if is_kept else ()


def _of_keys(site: Site, node: ast.Call, options: Options) -> Iterator[Judgement]:
    receiver = node.func.value if isinstance(node.func, ast.Attribute) else node
    symbol = site.module.symbol(receiver, site.scope) or ""
    if is_of_log_library(symbol) or _is_logger(site, receiver, options):
        said = f"{site.words['call']} is told without {' or '.join(options.keys)}; bind it or pass it"
        told = [has_key(node, options.keys, site.module, site.scope)]
        yield demanded(some([*told, *bound_by_bases(site.module, site.scope)]), said)


def _is_logger(site: Site, receiver: ast.expr, options: Options) -> bool:
    """Whether a receiver is a logger without a context of its own."""
    symbol = site.module.symbol(receiver, site.scope)
    if symbol in _LOGGERS:
        return True
    if symbol is not None and is_of_log_library(symbol):
        return False
    return name_of(receiver) in options.loggers and not _is_bound(site, receiver)


def _is_bound(site: Site, receiver: ast.expr) -> bool:
    """Whether a logger is assigned in the class, or declared to be, that carries the context itself."""
    for node, target in site.module.once(_assignments).get((site.scope.owner, name_of(receiver)), ()):
        parts = (node.value, node.annotation if isinstance(node, ast.AnnAssign) else None)
        said = " ".join(unparsed(part) for part in parts if part is not None)
        if any(word in said for word in _BINDING) and unparsed(target) == unparsed(receiver):
            return True
    return False


def _assignments(module: Module) -> _Assignments:
    found: _Assignments = {}
    for node, scope in module.of(ast.Assign, ast.AnnAssign):
        assert isinstance(node, (ast.Assign, ast.AnnAssign))
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            found.setdefault((scope.owner, name_of(target)), []).append((node, target))
    return found


def _only_argument(node: ast.Call, level: str) -> ast.expr | None:
    """The message of a log call; None where something is said with it."""
    arguments = node.args[1:] if level == "log" else node.args
    keywords = {keyword.arg: keyword.value for keyword in node.keywords}
    if not arguments and "msg" in keywords:
        arguments = [keywords.pop("msg")]
    if len(arguments) != 1 or not keywords.keys() <= {"stacklevel"}:
        return None
    return arguments[0]


def _constant_text(module: Module, node: ast.expr, scope: Scope) -> str | None:
    """The text that an expression always is; None where it varies or is not known."""
    if isinstance(node, ast.Name):
        found = only_value(module, node, scope)
        node = found[0] if found is not None and isinstance(found[0], ast.Constant) else node
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    sides = [node.left, node.right] if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) else []
    sides = node.values if isinstance(node, ast.JoinedStr) else sides
    parts = [_constant_text(module, side, scope) for side in sides]
    return "".join(part for part in parts if part is not None) if parts and None not in parts else None
