"""What a script does: its commands in their order, with their words as far as the script shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from .code import Code

if TYPE_CHECKING:
    from ast_grep_py import SgNode

_PREFIXES = frozenset({"builtin", "command", "env", "exec", "nice", "nohup", "sudo", "time", "timeout"})
"""What only runs another command, which stands behind its options."""
_SHELLS = frozenset({"bash", "sh", "zsh", "dash", "python", "python3"})
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")
_TAKES_VALUE = frozenset({"-u", "-g", "-n", "-s", "-k"})
_LONGEST = 500


class Redirect(NamedTuple):
    """Where output goes: `>` or `>>`, and the word behind it."""

    operator: str
    word: str
    node: SgNode


class Command(NamedTuple):
    """A command: what it is called without folders, the words behind it, what it is given, and where output goes."""

    name: str
    words: tuple[str, ...]
    given: str
    """What a text below it (a here-document) gives it to read."""
    redirects: tuple[Redirect, ...]
    node: SgNode
    is_file: bool = False
    """Whether it is called by a path."""


class Script:
    """A script with its functions and its variables."""

    def __init__(self, code: Code) -> None:
        self.code = code
        self._values: dict[str, str] = {}

    @cached_property
    def functions(self) -> Mapping[str, SgNode]:
        """The functions that the script defines, by name."""
        found = self.code.root.find_all(kind="function_definition")
        return {name.text(): node for node in found if (name := node.field("name")) is not None}

    def commands(self, node: SgNode) -> Iterator[Command]:
        """The commands of a script or function in their order, without those of functions that are defined in it."""
        for inner in _below(node):
            if inner.kind() == "variable_assignment":
                name, value = inner.field("name"), inner.field("value")
                if name is not None:
                    self._values[name.text()] = self.text(value)[:_LONGEST] if value is not None else ""
            elif inner.kind() == "for_statement":
                self._loop(inner)
            elif inner.kind() == "redirected_statement":
                body = inner.field("body")
                if body is None or body.kind() not in ("command", "redirected_statement"):
                    redirects, given = self._redirected(inner)
                    if redirects:
                        yield Command("", (), given, redirects, inner)
            elif inner.kind() == "command":
                yield self._command(inner)

    def _loop(self, node: SgNode) -> None:
        """The variable of a loop stands for the first of the words that it goes through."""
        name, words = node.field("variable"), node.field("value")
        if name is not None and words is not None:
            self._values[name.text()] = self.text(words)[:_LONGEST]

    def _command(self, node: SgNode) -> Command:
        parts = [self.text(part) for part in node.children() if part.kind() not in ("variable_assignment", "#")]
        redirects: tuple[Redirect, ...] = ()
        given, around = "", node.parent()
        while around is not None and around.kind() == "redirected_statement":
            more, text = self._redirected(around)
            redirects, given, around = redirects + more, given or text, around.parent()
        parts = _run(parts)
        first = parts[0] if parts else ""
        return Command(first.rpartition("/")[2], tuple(parts[1:]), given, redirects, node, "/" in first)

    def _redirected(self, node: SgNode) -> tuple[tuple[Redirect, ...], str]:
        found: list[Redirect] = []
        given = ""
        for part in node.children():
            if part.kind() == "heredoc_redirect":
                given = "".join(body.text() for body in part.children() if body.kind() == "heredoc_body")
                inner = [each for each in part.children() if each.kind() == "file_redirect"]
            else:
                inner = [part] if part.kind() == "file_redirect" else []
            for each in inner:
                operator = next((child.text() for child in each.children() if child.text() in _WRITING), "")
                target = each.field("destination")
                if operator and target is not None:
                    found.append(Redirect(operator, self.text(target), each))
        return tuple(found), given

    def text(self, node: SgNode) -> str:
        """A word with the variables filled in that the script has set."""
        kind = node.kind()
        if kind in ("simple_expansion", "expansion"):
            name = next((part.text() for part in node.children() if part.kind().endswith("variable_name")), "")
            special = next((part.text() for part in node.children() if part.kind() == "special_variable_name"), "")
            if name not in self._values and (instead := _instead(node)) is not None:
                return self.text(instead)
            return self._values.get(name) or (f"${name or special}" if name or special else node.text())
        if kind in ("string", "concatenation", "command_name"):
            return self._joined(node)
        if kind == "raw_string":
            return node.text()[1:-1]
        return node.text()

    def _joined(self, node: SgNode) -> str:
        """The parts of a word, with what stands between them as it is written."""
        whole, start = node.text(), node.range().start.index
        said, at = "", 0
        for part in node.children():
            place = part.range()
            said += whole[at : place.start.index - start] + (self.text(part) if part.kind() != '"' else "")
            at = place.end.index - start
        return said + whole[at:]


def _instead(expansion: SgNode) -> SgNode | None:
    """What `${NAME:-instead}` says of a variable that is not set."""
    parts = expansion.children()
    places = [number for number, part in enumerate(parts) if part.text() in (":-", "-", ":=", "=")]
    return parts[places[0] + 1] if places and places[0] + 2 < len(parts) else None


_WRITING = frozenset({">", ">>", ">|", "&>", "&>>"})


def _run(parts: list[str]) -> list[str]:
    """The words of the command that is run in the end, without what only runs it."""
    while parts and (parts[0].rpartition("/")[2] in _PREFIXES or parts[0] in _SHELLS):
        rest = parts[1:]
        while rest and (rest[0].startswith("-") or _ASSIGNMENT.match(rest[0]) or rest[0].rstrip("smh").isdigit()):
            rest = rest[2:] if rest[0] in _TAKES_VALUE and parts[0] not in _SHELLS else rest[1:]
        if not rest:
            return parts
        parts = rest
    return parts


def _below(node: SgNode) -> Iterator[SgNode]:
    """All nodes in their order, without those of functions that are defined below."""
    pending = list(reversed(node.children()))
    while pending:
        inner = pending.pop()
        yield inner
        if inner.kind() != "function_definition":
            pending += reversed(inner.children())
