"""The way in which a call is made, which decides whether it does its sort of work at all, and any harm."""

from __future__ import annotations

import ast

from ...knowledge.blocking import SORTS, blocking
from ...lang.python.module import CallSite, Module
from ...lang.python.scopes import Scope
from ...lang.python.unparsed import unparsed
from . import reading
from .staging import Staging

_NAMING = ("file", "name", "filename", "path_or_buf", "path", "excel_writer", "fname", "filepath_or_buffer", "io")
"""Names of parameters that take a path or a stream."""
_NULL_DEVICES = ("/dev/null", "NUL", "nul")
_OF_SYSTEM = ("/proc/", "/sys/")
_SHORT = 0.01
"""Seconds."""
_FILE_SORTS = frozenset({"file", "file-data", "file-change", "temp-file"})


class Manner:
    """Looks at how the calls of one module are made."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._staging: dict[Scope, Staging] = {}
        self._quiet_sockets: dict[Scope, frozenset[str]] = {}

    def sort(self, call: CallSite, work: str) -> str:
        """The sort of work when the way in which the call is made is looked at; empty for none."""
        if self._harmless(call, work):
            return ""
        if work == "sleep":
            is_alone = not any(isinstance(part, (ast.While, ast.For)) for part in self._module.ancestors(call.node))
            return "short-sleep" if _is_short(call.node) and is_alone else work
        form = self._staged(call) if work in _FILE_SORTS else ""
        if not form:
            return work
        documented = form == "tempfile" and (work != "file" or call.symbol == "os.fdopen")
        return "staged-file" if work == "file" and not documented else ""

    def _staged(self, call: CallSite) -> str:
        if call.scope not in self._staging:
            self._staging[call.scope] = Staging(self._module, call.scope)
        return self._staging[call.scope].form(call.node)

    def _harmless(self, call: CallSite, work: str) -> bool:
        """Whether a call is made so that it does no harm."""
        node = call.node
        if work == "event-loop" or work not in SORTS:
            return False
        if work in ("lock", "thread"):
            return reading.does_not_wait(node) or reading.is_done_before(self._module, call)
        if work == "file-loop":
            return not reading.is_looped_over(self._module, node)
        if work == "file-data":
            return not self._on_open_file(call)
        if work == "process":
            return not call.scope.is_async and reading.only_looks(node)
        if work == "socket":
            return self._never_connects(call) or self._on_quiet_socket(call) or reading.asks_nobody(call.node)
        if work == "http":
            return reading.holds_its_data(node, self._module)
        if work == "file":
            return self._is_no_disk(call) or self._in_memory(call) or _only_wraps(call, self._module)
        return work == "database" and any(
            isinstance(part, ast.Constant) and part.value == ":memory:" for part in node.args
        )

    def _on_open_file(self, call: CallSite) -> bool:
        """Whether the data goes to or comes from a file that was opened before."""
        given = (*call.node.args, *(word.value for word in call.node.keywords))
        return any(
            not isinstance(part, ast.Call) and self._module.symbol(part, call.scope) == "io.TextIOWrapper()"
            for part in given
        )

    def _never_connects(self, call: CallSite) -> bool:
        """`smtplib.SMTP()` connects only if it is told where to."""
        classes = ("smtplib.SMTP", "smtplib.SMTP_SSL", "ftplib.FTP", "telnetlib.Telnet")
        return call.symbol in classes and not call.node.args and not call.node.keywords

    def _on_quiet_socket(self, call: CallSite) -> bool:
        """Whether the socket was told not to block."""
        if call.scope not in self._quiet_sockets:
            self._quiet_sockets[call.scope] = frozenset(reading.quiet_sockets(call.scope))
        function = call.node.func
        quiet = self._quiet_sockets[call.scope]
        return bool(quiet) and isinstance(function, ast.Attribute) and unparsed(function.value) in quiet

    def _is_no_disk(self, call: CallSite) -> bool:
        """Whether what is opened is the null device, which neither waits nor keeps anything, or what the system tells
        of itself, which it has in memory."""
        function = call.node.func
        is_method = isinstance(function, ast.Attribute) and isinstance(function.value, ast.Call)
        made = function.value if isinstance(function, ast.Attribute) and is_method else call.node
        given = made.args[0] if isinstance(made, ast.Call) and made.args else function
        first = given.values[0] if isinstance(given, ast.JoinedStr) and given.values else given
        if isinstance(first, ast.Constant):
            if call.symbol == "os.fdopen":  # a descriptor that is open from the beginning
                return True
            return first.value in _NULL_DEVICES or (isinstance(first.value, str) and first.value.startswith(_OF_SYSTEM))
        return self._module.symbol(given, call.scope) == "os.devnull"

    def _in_memory(self, call: CallSite) -> bool:
        """Archives, compressed streams and tables may lie in memory: only what is a path for sure is a file."""
        words = {word.arg: word.value for word in call.node.keywords}
        if call.symbol not in blocking().take_streams or "fileobj" in words:
            return "fileobj" in words
        given = call.node.args[0] if call.node.args else next((words[name] for name in _NAMING if name in words), None)
        if given is None:
            return True
        symbol = self._module.symbol(given, call.scope)
        return symbol not in ("builtins.str()", "pathlib.Path()", "os.path.join()") and not (
            symbol is None and reading.last_name(given).lower().endswith(("path", "filename"))
        )

    def is_softened(self, call: CallSite) -> bool:
        """Whether a call is made so that it does no harm, whatever its receiver turns out to be."""
        function = call.node.func
        name = reading.last_name(function)
        if name in ("acquire", "join", "result", "wait"):
            return reading.does_not_wait(call.node)
        if name in ("connect", "recv", "recvfrom", "accept", "sendall"):
            return self._on_quiet_socket(call)
        return blocking().telling.get(name) == "file" and bool(self._staged(call))


def _only_wraps(call: CallSite, module: Module) -> bool:
    """Whether a descriptor is only made a file that something else reads or writes: `os.fdopen(fd)` opens nothing,
    where that is no name of the function, entered, or read at once: `os.fdopen(fd).read()`."""
    if call.symbol != "os.fdopen":
        return False
    around = module.index.parents.get(call.node)
    is_local = isinstance(around, ast.Assign) and isinstance(around.targets[0], ast.Name)
    return not is_local and not isinstance(around, (ast.With, ast.AsyncWith, ast.Attribute))


def _is_short(call: ast.Call) -> bool:
    """Whether a sleep is so short that it only lets others run."""
    given = call.args[0] if call.args else None
    if not isinstance(given, ast.Constant) or not isinstance(given.value, (int, float)):
        return False
    return given.value <= _SHORT
