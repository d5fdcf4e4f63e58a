"""Which functions a card is about."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from ...flow.returned import has_returns
from ...lang.python.blocks import is_empty_body, only_raises, only_reads
from ...lang.python.constants import constant
from ...lang.python.module import Module
from ...lang.python.scopes import FunctionNode, Scope
from ...query.answers import NO, UNKNOWN, YES, Answer, answer, on_condition, opposite, some
from ...query.definitions.decorated import decorators_of
from ...query.definitions.signatures import is_overload, parameters_of
from ...query.functions.awaits import awaits_itself
from ...query.functions.by_calls import given_functions, is_given_to, making_functions
from ...query.functions.parameters import helped, is_handed_on, is_stored
from ...query.functions.running import calls_itself, calls_within, keeps
from ...query.naming.names import Names, name_set
from ...query.values.types import Type, is_typed
from ..defined_kind import chosen, is_public
from .figures import figures_in, is_any_like
from .options import Options
from .raising import raises
from .yielding import keeps_open, made_in, yields

_OPTIONAL = re.compile(r"(?i)\b(optional(ly)?|by default|no-?op|(can|may) be (overridden|implemented|left))\b")


def is_chosen(options: Options, scope: Scope, module: Module) -> Iterator[Answer]:
    """Whether a function is as a card says, asked for one thing after the other."""
    node = scope.node
    assert isinstance(node, FunctionNode)
    yield from _by_itself(options, scope, module, node)
    yield from _by_definition(options, scope, module, node)
    yield from _by_work(options, scope, module)


def _by_itself(options: Options, scope: Scope, module: Module, node: FunctionNode) -> Iterator[Answer]:
    if options.public:
        yield answer(is_public(scope))
    if options.generators is not None:
        yield answer((scope in module.generators) is options.generators)
    if options.never_returns:
        yield answer(has_returns(module, scope))
    if options.left_open:
        is_method = scope.is_method and is_empty_body(node.body) and not _is_said_optional(node)
        yield on_condition(("left-open", module.names.qualified(scope), options.hooks)) if is_method else NO


def _is_said_optional(node: FunctionNode) -> bool:
    """Whether the docstring of a method that does nothing says that heirs may leave it so."""
    return _OPTIONAL.search(ast.get_docstring(node) or "") is not None and not isinstance(node.body[-1], ast.Raise)


def _by_definition(options: Options, scope: Scope, module: Module, node: FunctionNode) -> Iterator[Answer]:
    meant, *others = chosen(options, scope, module)
    if options.given_to and (meant is NO or not options.of):
        here = given_functions(options.given_to, module).get(scope, NO)
        meant = is_given_to(options.given_to, module, scope) if options.within == "project" else here
    if options.or_given_to and options.decorated:
        others[0] = some([others[0], given_functions(options.or_given_to, module).get(scope, NO)])
    if options.making and options.decorated:
        others[0] = some([others[0], making_functions(options.making, module).get(scope, NO)])
    elif options.making and not options.of:
        meant = making_functions(options.making, module).get(scope, NO)
    yield from (meant, *others)
    if options.doing:
        does_something = not (is_empty_body(node.body) or only_raises(node.body) or only_reads(node))
        is_abstract = on_condition(("abstract-method", module.names.qualified(scope), ()))
        says_so = options.lone_pass and any(isinstance(statement, ast.Pass) for statement in node.body)
        yield opposite(is_abstract) if says_so else answer(does_something)
    yield answer(not is_overload(scope, module))
    if options.decorator_says_none_of:
        yield answer(not _decorator_says(options, options.decorator_says_none_of, scope, module))
    if options.decorator_says:
        yield answer(_decorator_says(options, options.decorator_says, scope, module))
    if options.decorator_not_given:
        yield opposite(_is_decorator_given(options, node, module))


def _by_work(options: Options, scope: Scope, module: Module) -> Iterator[Answer]:
    if options.awaiting:
        yield awaits_itself(name_set(options.awaiting), scope, module)
    if options.yielding or options.yielding_named:
        yield yields(options.yielding, options.yielding_named, scope, module)
    if options.keeping_open:
        yield keeps_open(name_set(options.keeping_open), options.after_yield, scope, module)
    if options.unchanged:
        yield answer(made_in(scope, module) != "")
    if options.not_calling:
        yield opposite(some(held for _, held in calls_itself(name_set(options.not_calling), scope, module)))
    if options.keeping:
        yield keeps(name_set(options.keeping), scope, module)
    if options.handing_on:
        yield _hands_on(options, scope, module)
    if options.calling:
        yield calls_within(options.calling, scope, module)
    if options.returning:
        yield _says_it_returns(options.returning, scope, module)
    if options.raising:
        yield raises(options.raising, scope, module)
    if options.taking:
        yield answer(is_any_like([each.name for each in parameters_of(scope, module)], options.taking))
    if options.never_computes:
        yield answer(bool(figures_in(options, scope, module)))


def _says_it_returns(names: Names, scope: Scope, module: Module) -> Answer:
    """Whether the annotation of what a function gives names one of some types; where there is none, nothing says so."""
    given = Type(given=True, is_=names, heirs=True)
    return is_typed(given, getattr(scope.node, "returns", None), module, scope.parent or scope)


def _hands_on(options: Options, scope: Scope, module: Module) -> Answer:
    """Whether a function gives on what it takes, itself or through a function of the file that takes nothing back."""
    is_about_taken = options.of or options.decorated or not options.making
    taken = [(each.name, scope) for each in parameters_of(scope, module)] if is_about_taken else []
    taken += [(name, scope) for name in _made(options.making, scope, module)]
    further = [pair for name, home in taken for pair in helped(name, home, module)]
    taken += [pair for pair in further if calls_within(options.calls_at_end, pair[1], module) == NO]
    names = name_set(options.handing_on)
    parts, aside = options.or_parts, options.parts_aside
    handed = [is_handed_on(name, names, home, module, parts=parts, aside=aside) for name, home in taken]
    return some([*handed, answer(options.or_storing and any(is_stored(name, home) for name, home in taken))])


def _made(makers: Names, scope: Scope, module: Module) -> Iterator[str]:
    """The variables in which a function keeps what a call of one of some names gives."""
    calls = {call.node for call, _ in calls_itself(name_set(makers), scope, module)} if makers else set()
    for name, bindings in scope.bindings.items() if calls else ():
        values = (each.value.value if isinstance(each.value, ast.Await) else each.value for each in bindings)
        if any(value in calls for value in values):
            yield name


def _deciding(options: Options, node: FunctionNode, module: Module) -> Iterator[ast.Call]:
    """The decorators by which a card chooses a function, as far as they are given something."""
    found = decorators_of(name_set(options.decorated), node, module)
    yield from (place for place, held in found if held.holds and isinstance(place, ast.Call))


def _is_decorator_given(options: Options, node: FunctionNode, module: Module) -> Answer:
    given = {keyword.arg for call in _deciding(options, node, module) for keyword in call.keywords}
    return YES if not given.isdisjoint(options.decorator_not_given) else UNKNOWN if None in given else NO


def _decorator_says(options: Options, globs: tuple[str, ...], scope: Scope, module: Module) -> bool:
    """Whether a decorator by which a card chooses a function is given a text of some form.

    What is given by name may be meant for readers, as a summary is: there only what is one word counts.
    """
    node, around = scope.node, scope.parent or scope
    assert isinstance(node, FunctionNode)
    deciding = list(_deciding(options, node, module))
    by_place = _texts((each for call in deciding for each in call.args), around, module)
    by_name = _texts((word.value for call in deciding for word in call.keywords), around, module)
    return is_any_like([*by_place, *(text for text in by_name if " " not in text)], globs)


def _texts(given: Iterable[ast.expr], scope: Scope, module: Module) -> Iterator[str]:
    values = (constant(module, each, scope) for each in given)
    yield from (each.value for each in values if isinstance(each, ast.Constant) and isinstance(each.value, str))
