"""What the code guarded by an except clause or by `suppress` is about: files, waiting, telemetry."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Sequence

from ...config.globs import fnmatchcase
from ...knowledge.words import names_of
from .logs import LOG_METHODS, is_on_logger
from .module import Module
from .scopes import Scope
from .walking import children_of, nodes_in

_FILE_ROOTS = (
    "os. shutil. pathlib. io. tempfile. zipfile. tarfile. gzip. bz2. lzma. glob. fcntl. mmap. fileinput. dbm. shelve. "
    "importlib.resources. "
    "aiofiles. anyio.Path anyio.open_file builtins.open codecs.open runpy. linecache. sqlite3.connect netrc. mailbox."
).split()
_FILES = tuple(_FILE_ROOTS)
_PROCESSES = ("os.exec", "os.spawn", "os.posix_spawn", "os.system", "os.popen", "os.kill", "os.wait", "os.environ")
_SIGNALLING = frozenset({"os.kill", "os.killpg"})
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_TELEMETRY = frozenset(
    "metric metrics counter counters gauge gauges histogram histograms statsd span spans tracer tracing telemetry "
    "prometheus meter inc observe".split()
)
_RECORDING = frozenset(
    "add count decrement dec emit gauge histogram inc incr increment labels log observe publish push record report "
    "send set start end time timing track update".split()
)
_PUTTING = frozenset("add aset aset_many mset put set set_many setex store write_bytes write_text".split())
"""What puts something into a cache."""
_LIVING = frozenset("close connect fetch join load query read run shutdown stop wait".split())
"""What is done to a recorder, and not with it."""
_PLAIN_ROOTS = ("builtins.", "time.", "datetime.")


def guarded(module: Module, node: ast.AST) -> list[ast.stmt]:
    """The statements that an except clause, or a `suppress(...)` in a with statement, guards."""
    parent = module.index.parents.get(node)
    if isinstance(parent, (ast.Try, ast.TryStar, ast.With, ast.AsyncWith)):
        return parent.body
    return []


def works_on_files(module: Module, body: Iterable[ast.stmt], scope: Scope) -> bool | None:
    """Whether statements do a file operation; None where their calls may hide one."""
    answer: bool | None = False
    calls = 0
    for call in _calls(body):
        calls += 1
        symbol = module.symbol(call.func, scope)
        if symbol is not None and symbol.startswith(_FILES) and not symbol.startswith(_PROCESSES):
            return True
        root = (symbol or "").partition(".")[0]
        if root in module.roots or (root != "builtins" and root not in sys.stdlib_module_names):
            answer = None
    return answer if calls else None


def asks_for_process(module: Module, body: Iterable[ast.stmt], scope: Scope) -> bool:
    """Whether statements send the signal that only asks whether a process is there."""
    return any(_is_probe(call) and module.symbol(call.func, scope) in _SIGNALLING for call in _calls(body))


def _is_probe(call: ast.Call) -> bool:
    return len(call.args) == 2 and isinstance(call.args[1], ast.Constant) and call.args[1].value == 0


def calls_such(
    module: Module, body: Iterable[ast.stmt], scope: Scope, globs: tuple[str, ...], *, or_hands: bool = False
) -> bool:
    """Whether one of some names, in lower case, is called in statements, or handed on to be called there:
    `loop.run(queue.get, timeout)`."""
    for call in _calls(body) if globs else ():
        handed = (each for each in call.args[:1] if or_hands and isinstance(each, ast.Attribute))
        called = (call.func, *handed)
        names = {name.lower() for each in called for name in (dotted(each), module.symbol(each, scope) or "")}
        if any(fnmatchcase(name, glob) for name in names for glob in globs):
            return True
    return False


def is_telemetry(module: Module, body: Iterable[ast.stmt], scope: Scope) -> bool:
    """Whether statements do nothing but record metrics or spans, or put a copy into a cache: nobody needs what that
    gives."""
    body = list(body)
    if any(_gives(node) for statement in body for node in nodes_in(statement)):
        return False
    recorders = set[str]()
    others: list[ast.Call] = []
    telemetry = names_of("telemetry-libraries")
    for call, inside in calls_within(body):
        symbol = module.symbol(call.func, scope) or ""
        name = dotted(call.func)
        if symbol.partition(".")[0] in telemetry or _records(name) or _puts_into_cache(name):
            recorders.add(name.partition(".")[0])
        elif not inside and not symbol.startswith(_PLAIN_ROOTS):
            others.append(call)
    made = _made_for(recorders, body) if recorders and others else []
    return bool(recorders) and all(call in made for call in others)


def is_flush_of_folder(body: Sequence[ast.stmt]) -> bool:
    """Whether statements open a folder, as nobody opens a file to read it, and flush it, which not every system can."""
    calls = [call for call, _ in calls_within(body)]
    opened = [call for call in calls if dotted(call.func) == "os.open" and len(call.args) > 1]
    asked = {node.attr for call in opened for node in nodes_in(call.args[1]) if isinstance(node, ast.Attribute)}
    return "fsync" in {dotted(call.func).rpartition(".")[2] for call in calls} and "O_RDONLY" in asked


def only_logs(module: Module, body: Iterable[ast.stmt], scope: Scope) -> bool:
    """Whether statements are calls of a logger and nothing else."""
    calls = [each.value if isinstance(each, ast.Expr) else None for each in body]
    return all(
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in LOG_METHODS
        and is_on_logger(call.func, module.symbol(call.func, scope) or "")
        for call in calls
    )


def _made_for(recorders: set[str], body: Iterable[ast.stmt]) -> list[ast.expr]:
    """What statements give names to of which something is recorded with: `counter = ORDERS.labels("new")`."""
    given = [statement for statement in body if isinstance(statement, ast.Assign)]
    return [each.value for each in given if any(isinstance(t, ast.Name) and t.id in recorders for t in each.targets)]


def _gives(node: ast.AST) -> bool:
    """Whether a statement gives back, or waits for and keeps, what a call gives."""
    if isinstance(node, ast.Return):
        return node.value is not None and any(isinstance(part, ast.Call) for part in nodes_in(node.value))
    return isinstance(node, (ast.Assign, ast.AnnAssign)) and isinstance(node.value, ast.Await)


def _records(name: str) -> bool:
    *receiver, last = name.split(".")
    verb = _words(last)
    if not verb:
        return False
    about = verb[0] not in _LIVING and any(not _TELEMETRY.isdisjoint(_words(part)) for part in receiver)
    by_name = not _TELEMETRY.isdisjoint(verb)
    return about or last in ("inc", "observe") or (by_name and verb[0] in _RECORDING)


def _puts_into_cache(name: str) -> bool:
    *receiver, last = name.split(".")
    return last in _PUTTING and bool(receiver) and "cache" in _words(receiver[-1])


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name)]


def dotted(node: ast.expr) -> str:
    """An expression's names with dots between them, calls and items left out: `self.queue.get`."""
    parts: list[str] = []
    while True:
        if isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, (ast.Subscript, ast.Await)):
            node = node.value
        else:
            break
    if isinstance(node, ast.Name):
        parts.append(node.id)
    return ".".join(reversed(parts))


def _calls(body: Iterable[ast.stmt]) -> Iterator[ast.Call]:
    return (call for call, _ in calls_within(body))


def calls_within(body: Iterable[ast.stmt]) -> Iterator[tuple[ast.Call, bool]]:
    """The calls in statements, each with whether it is part of another one."""
    pending: list[tuple[ast.AST, bool]] = [(node, False) for node in body]
    while pending:
        node, inside = pending.pop()
        if isinstance(node, ast.Call):
            yield node, inside
            pending.append((node.func, True))
            pending += [(child, True) for child in (*node.args, *node.keywords)]
        elif not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            pending += [(child, inside) for child in children_of(node)]
