"""The command `pattern-lint`: finds the sub-command and imports it alone."""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import re
import sys
from collections.abc import Sequence
from typing import NoReturn, Protocol

from .. import __version__

COMMANDS = {
    "check": "report where the code breaks its patterns",
    "coverage": "report how far the code follows its patterns",
    "baseline": "accept today's findings, so that only new ones are reported",
    "waivers": "list what comments and the configuration accept",
    "explain": "show a card: why, what to do instead, examples",
    "rules": "list the cards, profiles and kinds, and say which are on here",
    "test": "run the examples of cards",
    "try": "show what one card would say here, whether it is on or not",
    "init": "write a first configuration",
    "new": "write a first card, or a component that keeps its patterns",
}
"""What each command is for; the module of a command has its name, where that can be the name of a module."""
_MODULES = {"try": "trial"}

_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")

FINDINGS, FAULT, INTERRUPTED = 1, 2, 130


class Command(Protocol):
    """What the module of a command provides."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, arguments: argparse.Namespace) -> int: ...


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the answer is its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        status = _run(given)
        if sys.stdout is not None:
            sys.stdout.flush()
    except KeyboardInterrupt:
        _tell_interrupted()
        return INTERRUPTED
    except BrokenPipeError:
        from .output import leave_standard_output

        leave_standard_output()
        return FINDINGS
    except Exception as error:
        if not _is_for_the_user(error):
            import traceback

            lines = traceback.format_exc()
            error = RuntimeError(f"{lines}this is a fault of pattern-lint; please report it with the lines above")
        from .output import complain

        complain(error)
        return FAULT
    return status


def _tell_interrupted() -> None:
    """Say in one line what the run was at: whoever breaks it off may wonder what takes so long."""
    from ..engine.at_work import AT_WORK, in_words
    from .output import complain

    doing = in_words(AT_WORK.at_last())
    complain(f"interrupted at {doing}" if doing else "interrupted")


def process() -> NoReturn:
    """The process of the command: it ends soon, so nothing is collected or taken apart that the system takes back."""
    gc.disable()
    os.environ["PYTHONSAFEPATH"] = "1"  # for processes that we start: the working folder is not ours
    status = main()
    if sys.stderr is not None:
        sys.stderr.flush()
    os._exit(status)


def _run(given: Sequence[str]) -> int:
    _refuse_unknown(given)
    parser = _parser(given)
    parsed, unread = parser.parse_known_args(given)
    if unread:
        _refuse_unread(unread, parser if parsed.command is None else command_parser(parsed.command))
    if parsed.command is None:
        parser.print_help()
        return FAULT
    return _load(parsed.command).run(parsed)


def _refuse_unknown(given: Sequence[str]) -> None:
    """Say what was meant where the first word is no command, but the name of one misspelt or of a file."""
    first = given[0] if given else "-"
    if first in COMMANDS or first.startswith("-"):
        return
    from ..problems import UsageError, unknown

    if os.path.exists(first):  # noqa: PTH110 -- pathlib raises errors about odd names
        raise UsageError(f"unknown command `{first}`; did you mean `pattern-lint check {first}`?")
    raise UsageError(f"{unknown('command', first, COMMANDS)} `pattern-lint --help` says what each is for.")


def _refuse_unread(unread: Sequence[str], parser: argparse.ArgumentParser) -> NoReturn:
    """Say which option of the command was meant where one is misspelt, or stands before the command."""
    options = [word.partition("=")[0] for word in unread if word.startswith("-")]
    known = _OPTION.findall(parser.format_usage())
    parser.error(
        " ".join(_not_read(option, known, parser.prog) for option in options)
        if options
        else f"unexpected arguments: {' '.join(unread)}"
    )


def _not_read(option: str, known: Sequence[str], command: str) -> str:
    from ..problems import nearest

    if option in known:
        return f"write `{option}` behind the command: `{command} {option}`"
    return f"unknown option `{option}`{nearest(option, known) if option.startswith('--') else ''}"


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with arguments, which may be names of files, without showing them as they are."""

    def error(self, message: str) -> NoReturn:
        from ..visible import guarded, plain_lines

        super().error(guarded(plain_lines(message)))


def command_parser(name: str) -> argparse.ArgumentParser:
    """The parser of one command, which knows all that there is to say about its options."""
    parser = _Parser(prog=f"pattern-lint {name}", description=_purpose(name))
    _load(name).add_arguments(parser)
    return parser


def _purpose(name: str) -> str:
    return f"{COMMANDS[name][0].upper()}{COMMANDS[name][1:]}."


def _parser(given: Sequence[str]) -> argparse.ArgumentParser:
    parser = _Parser(prog="pattern-lint", description="Documented architecture patterns, enforced.")
    parser.add_argument("--version", action="version", version=f"pattern-lint {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    named = next((word for word in given if word in COMMANDS), None)
    for name, purpose in COMMANDS.items():
        command = commands.add_parser(name, help=purpose, description=_purpose(name))
        if name == named:
            _load(name).add_arguments(command)
    return parser


def _load(name: str) -> Command:
    command: Command = importlib.import_module(f"pattern_lint.cli.{_MODULES.get(name, name)}")
    return command


def _is_for_the_user(error: Exception) -> bool:
    """Errors whose message says what is wrong and what to do; anything else is a fault of the tool."""
    from ..problems import Problems, UsageError

    return isinstance(error, (Problems, UsageError))
