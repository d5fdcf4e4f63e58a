"""Names of what a project defines that do not say where: `Order`, `make_order`, `Order().pay`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...config.globs import looks_like
from ...lang.python.externals import is_builtin


def says_no_module(name: str) -> bool:
    """Whether a name that a card gives is the own name of something, or that of a member of its instances."""
    first, _, rest = name.partition(".")
    return first.endswith("()") if rest else not is_builtin(first.removesuffix("()"))


def is_one_of(symbol: str, names: Iterable[str], globs: Sequence[str] = ()) -> bool:
    """Whether something of the project has one of such names, in whatever module, or one that such a glob matches; an
    attribute of a value has none."""
    if any(symbol.endswith(f".{name}") and "(" not in symbol[: -len(name)] for name in names):
        return True
    owner, _, name = symbol.removesuffix("()").rpartition(".") if globs else ("", "", "")
    return name != "" and "(" not in owner and looks_like(tuple(globs))(name)
