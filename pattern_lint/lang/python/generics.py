"""Types that `typing` has under a second name."""

from __future__ import annotations

from collections.abc import Mapping

_SECOND_NAMES = {
    "builtins": "dict=Dict frozenset=FrozenSet list=List set=Set str=Text tuple=Tuple type=Type",
    "collections": "ChainMap Counter OrderedDict defaultdict=DefaultDict deque=Deque",
    "collections.abc": "AsyncGenerator AsyncIterable AsyncIterator Awaitable Callable Collection Container Coroutine "
    "Generator Hashable ItemsView Iterable Iterator KeysView Mapping MappingView MutableMapping MutableSequence "
    "MutableSet Reversible Sequence Set=AbstractSet Sized ValuesView",
    "contextlib": "AbstractAsyncContextManager=AsyncContextManager AbstractContextManager=ContextManager",
    "re": "Match Pattern",
}
"""By module the names of types, with that of `typing` where it is another one."""

FIRST_NAMES: Mapping[str, str] = {
    f"typing.{each.rpartition('=')[2]}": f"{module}.{each.partition('=')[0]}"
    for module, names in _SECOND_NAMES.items()
    for each in names.split()
}
"""`typing.Dict` -> `builtins.dict`, and the like."""
