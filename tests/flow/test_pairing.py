"""Whether the exit of a manager does something about what it opened."""

from __future__ import annotations

import ast
import textwrap

import pytest

from pattern_lint.flow.pairing import leaves_open


@pytest.mark.parametrize(
    ("enter", "leave", "leaks"),
    [
        ("self.x = connect()", "pass", True),
        ("self.x = connect()", "log(error)", True),
        ("self.x = connect()", "self.y = None", True),
        ("self.x = connect()\nself.y = 0", "self.y = 1", True),
        ("self.x = connect()\nself.y = time.monotonic()", "self.z = time.monotonic() - self.y", True),
        ("self.x = connect()", "self.x = None", True),
        ("self.x = create_task()\nself.running = True", "self.running = False", False),
        ("self.start()", "self.stopped = True", False),
        ("self.connect()", "self.url = None", True),
        ("self.x = connect()", "self.x.close()\nself.x = None", False),
        ("self.x = connect()", "self.x.close()", False),
        ("self.x = connect()\nself.y = wrap(self.x)", "self.y.close()", False),
        ("self.x, self.y = open_connection()", "self.y.close()", False),
        ("self.x = connect()", "self.close()", False),
        ("self.x = connect()", "super().__exit__(*error)", False),
        ("self.x = connect()", "registry.release(self)", False),
        ("self.x = connect()", "raise TypeError", False),
        ("self.connect()", "return False", True),
        ("self.connect()", "self._socket.close()", False),
        ("self.acquire()", "pass", False),
        ("self.started = time.monotonic()", "pass", False),
        ("other.x = connect()", "pass", False),
        ("pass", "pass", False),
        ("self.x = connect()", "self.tell()", True),
        ("self.x = connect()", "self.mark()", False),
        ("self.x = connect()", "self.finish()", False),
        ("self.open_all()", "self.over = False", True),
        ("self.open_all()", "self.x.close()", False),
    ],
)
def test_what_enter_opens_and_exit_leaves(enter: str, leave: str, leaks: bool) -> None:
    begin, end = (_method(body) for body in (enter, leave))
    bodies = {
        "tell": "logger.info('left')",
        "mark": "self.over = True\nlogger.info('left')",
        "open_all": "self.x = connect()",
    }
    own = {name: _method(body) for name, body in bodies.items()}
    assert leaves_open(begin, end, own) is leaks


def _method(body: str) -> ast.FunctionDef:
    source = "def method(self, *error):\n" + textwrap.indent(body, "    ")
    (node,) = ast.parse(source).body
    assert isinstance(node, ast.FunctionDef)
    return node
