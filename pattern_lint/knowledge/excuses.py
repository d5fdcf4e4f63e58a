"""Words by which an except clause that keeps no error is excused: how code names clean-up, probes and reasons."""

from __future__ import annotations

import re
from typing import Final

_HELD: Final = (
    "all client clients conn connection connections db driver engine file files handle handler loop now nowait pool "
    "process processes quietly resources server session sessions socket sockets storage stream streams task tasks "
    "thread threads transport worker workers"
)

RELEASING: Final = re.compile(
    r"_*(?:a?close|a?shutdown|shut_down|stop|terminate|kill|killpg|cancel|disconnect|unlink|rmtree|rmdir|removedirs|"
    r"release|unregister|deregister|detach|dispose|tear_?down|clean_?up|quit|logout|destroy|send_signal|"
    r"wait_closed|write_eof|__a?exit__)"
    rf"(?:_(?:{'|'.join(_HELD.split())}))*$"
)
"""Methods and functions that let go of something, which may be gone already."""

RELEASING_SYMBOLS: Final = frozenset({"os.remove", "os.kill", "shutil.rmtree", "asyncio.Task().cancel"})

BESIDE_RELEASE: Final = re.compile(
    r"_*(?:is|has|can|should)_\w+|exists|isfile|isdir|wait|poll|done|closed|cancelled|sleep"
)
"""What is asked or waited for on the way to a release."""

TOTAL_METHODS: Final = frozenset({"__del__", "__exit__", "__aexit__"})
"""Methods in which an error can only be lost, or hides the one that led there."""

DISPLAY_METHODS: Final = frozenset(
    {"__format__", "__repr__", "__rich__", "__rich_repr__", "__str__", "_repr_html_", "_repr_pretty_"}
)
"""Methods that show an object to a person, who wants to see what can be seen."""

PREDICATES: Final = re.compile(
    r"_*(?:is|has|can|should|supports|exists|check|valid|validate|verify|probe|ping)(?:_|$)|\w+_exists$"
)
"""Names of functions that answer yes or no."""

WRITING: Final = frozenset(
    "copy copy2 copyfile copytree dump flush fsync link move rename renames replace save savez symlink "
    "symlink_to touch truncate write writelines write_bytes write_text writerow writerows".split()
)
"""Calls that change files; a folder that cannot be made is missed by whoever uses it."""

READING: Final = frozenset(
    "access exists expanduser fileno getmtime getsize glob is_dir is_file isatty isdir isfile iterdir listdir lstat "
    "makedirs mkdir owner read_bytes read_text readlink realpath resolve samefile scandir stat walk".split()
)
"""Methods and functions that look at files, by name alone where their receiver is not known."""

REFUSING: Final = frozenset({"_exit", "abort", "error", "exit", "fail", "fail_json"})
"""Calls by which code refuses to go on."""

WRITING_MODES: Final = frozenset("wax+")

TOLERANCE: Final = re.compile(
    r"\b(?:ignor\w*|fail\w*|errors?|exceptions?|best[- ]effort|optional|silent\w*|swallow\w*|suppress\w*|harmless|"
    r"tolerat\w*|(?:never|must not|should not|do not|don't) (?:raise|stop|break|block|abort)\w*|may not|might not|"
    r"even if|not (?:fatal|critical|important|available|exist)|already|gone|safe to)\b",
    re.IGNORECASE,
)
"""What a comment before a `try` says when it is about the error, and not about the work."""

DIRECTIVE: Final = re.compile(
    r"(?:noqa|nosec|nopep8|nosonar|pragma|type|pylint|ruff|flake8|mypy|pyright|fmt|isort|expect)\b\s*[:=]?.*",
    re.IGNORECASE | re.DOTALL,
)
"""What a comment says to tools and not to people."""

OPTIONAL_CODE: Final = frozenset(
    {
        "builtins.__import__",
        "ctypes.CDLL",
        "ctypes.WinDLL",
        "ctypes.cdll.LoadLibrary",
        "ctypes.util.find_library",
        "ctypes.windll.LoadLibrary",
        "importlib.import_module",
    }
)
"""What loads code that need not be installed."""

UNFINISHED: Final = re.compile(r"(?:todo|fixme|xxx|hack)\b", re.IGNORECASE)
"""How a comment begins that decides nothing."""
