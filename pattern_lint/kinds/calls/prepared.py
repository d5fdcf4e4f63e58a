"""What is done to something before a call of it, or before it is given to a call: attributes that are set, methods."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from ...config.globs import fnmatchcase
from ...flow.fillings import behind_property, held_by, own_class, standing_for
from ...flow.graph import graph_of, point_of
from ...flow.inherited import family, function_called, lineage
from ...flow.skipped import may_be_skipped
from ...flow.ties import dotted
from ...lang.python.imports import imported_packages
from ...lang.python.module import Module
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.walking import end_of, nodes_in, start_of
from ...project.prepared import topic_of
from ...project.topics import Topic
from ...query.answers import NO, UNKNOWN, YES, Answer, on_condition, some
from ...query.calls.arguments import argument
from ...query.definitions.signatures import parameters_of
from ...query.naming.names import Names, last_name

_MOST_STEPS = 3
"""Through so many functions of a file is followed what one makes and the next gives back."""
_DOING = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Call)


def is_prepared(
    call: ast.Call, globs: Sequence[str], module: Module, scope: Scope, *, by_given: bool = False
) -> Answer:
    """Whether what a call is about was prepared; what others may have prepared is not known.

    Where `by_given` is true, that is what it is given last, wherever what it is made on comes from.
    """
    on = call.func.value if isinstance(call.func, ast.Attribute) else None
    on = on.value if isinstance(on, ast.Await) else on
    about = call.args[-1] if by_given and call.args else on
    spoken = (said for each in _subjects(call) for said in (each, standing_for(each, scope)))
    meant = (each for said in spoken for each in (said, behind_property(said, scope)))
    subjects = {text for each in meant if (text := dotted(each)) is not None}
    return _is_done_before(call, about, subjects, globs, module, scope)


def is_holder_prepared(node: ast.Attribute, globs: Sequence[str], module: Module, scope: Scope) -> Answer:
    """The same of what an attribute is asked of."""
    text = dotted(node.value)
    return _is_done_before(node, node.value, {text} if text is not None else set(), globs, module, scope)


def giving_prepared(globs: tuple[str, ...], names: Names) -> Topic:
    """What modules that import the libraries of some names tell of their functions: whether these prepare what they
    give."""
    libraries = frozenset(name.partition(".")[0] for name in names)
    makers = frozenset(last_name(name.partition("()")[0]) for name in names if "()." in name)
    return Topic(topic_of(globs), partial(_told, globs, libraries, makers))


def _told(
    globs: tuple[str, ...], libraries: frozenset[str], makers: frozenset[str], module: Module
) -> Mapping[str, bool] | None:
    if libraries.isdisjoint(imported_packages(module)):
        return None
    found: dict[str, bool] = {}
    for function in module.returned:
        said = _gives_so(function, globs, module, 0) if isinstance(function.node, FunctionNode) else UNKNOWN
        if said.holds is not None and not said.when:
            found[module.names.qualified(function)] = said.holds
    for cls, text in _kept(makers, module):
        kept = _kept_so(cls, text, globs, module)
        found |= {f"{module.names.qualified(cls)}.{text.removeprefix('self.')}": kept} if kept is not None else {}
    return found or None


def _kept(makers: frozenset[str], module: Module) -> Iterator[tuple[Scope, str]]:
    """The classes that keep what calls of some last names make in an attribute, as it is spelled, and their heirs."""
    calls = (call for name in makers if name in module.named_calls for call in module.named_calls[name])
    for call in calls:
        kept = module.index.parents.get(call.node)
        texts = [*_done(kept)] if isinstance(kept, (ast.Assign, ast.AnnAssign)) and call.scope.owner is not None else ()
        for text in (each for each in texts if each.startswith("self.")):
            classes = family(call.scope.owner, module) if call.scope.owner is not None else ()
            yield from ((cls, text) for cls in classes if call.scope.owner in lineage(cls, module))


def _kept_so(cls: Scope, text: str, globs: Sequence[str], module: Module) -> bool | None:
    """Whether a class or its bases prepare what it keeps; None where it is handed to others, who may."""
    nodes = [node for each in lineage(cls, module) for node in nodes_in(each.node) if isinstance(node, _DOING)]
    local = _local_names({text}, nodes, module)
    names = ({text: "", **local.get(_function_of(node, module), {})} for node in nodes)
    if any(_prepares(node, known, globs) for node, known in zip(nodes, names, strict=True)):
        return True
    return None if any(_hands_on(node, text) for node in nodes) else False


def _is_done_before(
    at: ast.expr | ast.Return,
    about: ast.expr | None,
    subjects: set[str],
    globs: Sequence[str],
    module: Module,
    scope: Scope,
    steps: int = 0,
) -> Answer:
    made = _made_so(about, globs, module, scope, steps)
    if not subjects or made in (YES, UNKNOWN):
        return made if subjects or isinstance(about, ast.Call) else UNKNOWN  # nobody else has got what has no name
    within = [node for home in _homes(subjects, scope, module) for node in nodes_in(home.node)]
    local = _local_names(subjects, within, module)
    everywhere = dict.fromkeys(subjects, "") | {name: rest for names in local.values() for name, rest in names.items()}
    kept = {name: rest for name, rest in everywhere.items() if name.startswith("self.")}
    own = [names for function, names in local.items() if function is None or _lies_in(function, scope.function)]
    aliases = dict.fromkeys(subjects, "") | kept | {name: rest for names in own for name, rest in names.items()}
    receiver = dotted(about) if about is not None else None
    preparing: list[ast.AST] = []
    is_handed_on = False
    for node in (each for each in within if isinstance(each, _DOING)):
        is_elsewhere = not _lies_in(node, scope.function)
        if node is at or not (is_elsewhere or start_of(node) < start_of(at)):
            continue
        names = {**kept, **local.get(_function_of(node, module), {})} if is_elsewhere else aliases
        is_handed = _hands_on(node, receiver, at) and (not is_elsewhere or receiver in kept)
        helped = _helps(node, receiver, globs, module, scope) if is_handed else NO
        if helped == YES or _prepares(node, names, globs):
            if is_elsewhere:
                return YES
            preparing.append(node)
        is_handed_on = is_handed_on or helped == UNKNOWN
    said = on_every_path(at, preparing, module, scope.function or scope) if preparing else NO
    return some([UNKNOWN if said == NO and is_handed_on else said, made])


def _prepares(node: ast.AST, aliases: Mapping[str, str], globs: Sequence[str]) -> bool:
    for text in _done(node):
        for subject, real in aliases.items():
            rest = text.removeprefix(f"{subject}.") if text.startswith(f"{subject}.") else ""
            if rest and any(fnmatchcase(f"{real}{rest}", glob) for glob in globs):
                return True
    return False


def on_every_path(at: ast.expr | ast.Return, preparing: Sequence[ast.AST], module: Module, function: Scope) -> Answer:
    """Whether a call always comes after what prepares it; where tests may belong together that is not known."""
    skipped = [(node, may_be_skipped(node, at, module)) for node in preparing]
    preparing = [node for node, is_skipped in skipped if is_skipped is False]
    if not preparing:
        return NO if all(is_skipped for _, is_skipped in skipped) else UNKNOWN
    done = point_of(at, module, function)
    points = {point for node in preparing if (point := point_of(node, module, function)) is not None}
    if done is None or done in points or done not in graph_of(module, function).unprepared(points):
        return YES
    choices = [_choices(node, module, function) for node in preparing]
    is_one_choice = all(each and each[-1] is choices[0][-1] for each in choices if choices[0])
    if not choices[0] or not is_one_choice or any(map(_asks_for_what_it_sets, preparing, choices)):
        return UNKNOWN
    return NO


def _choices(node: ast.AST, module: Module, function: Scope) -> list[ast.If | ast.Match]:
    """The branches that a node stands in, the innermost first."""
    found: list[ast.If | ast.Match] = []
    for each in module.ancestors(node):
        if each is function.node:
            break
        if isinstance(each, (ast.If, ast.Match)):
            found.append(each)
    return found


def _asks_for_what_it_sets(node: ast.AST, choices: Sequence[ast.If | ast.Match]) -> bool:
    """Whether a branch is taken where there is something to set: then who calls the function decides on it."""
    tests = [each.test if isinstance(each, ast.If) else each.subject for each in choices]
    asked = {name for test in tests for name in _read(test)}
    given = node.args if isinstance(node, ast.Call) else [getattr(node, "value", None)]
    return any(name in asked for each in given if each is not None for name in _read(each))


def _read(node: ast.expr) -> Iterator[str]:
    """The dotted names that an expression reads, each at its full length."""
    parts = [part for part in nodes_in(node) if isinstance(part, (ast.Name, ast.Attribute))]
    beginnings = {part.value for part in parts if isinstance(part, ast.Attribute)}
    yield from (name for part in parts if part not in beginnings and (name := dotted(part)) is not None)


def _lies_in(node: ast.AST, function: Scope | None) -> bool:
    if function is None:
        return True
    return start_of(function.node) <= start_of(node) < end_of(function.node)


def _subjects(call: ast.Call) -> Iterator[ast.expr]:
    """What a call is made on, and what it is given."""
    if isinstance(call.func, ast.Attribute):
        yield call.func.value
    yield from call.args
    yield from (keyword.value for keyword in call.keywords)


def _homes(subjects: set[str], scope: Scope, module: Module) -> list[Scope]:
    """Where to look: in the class, its bases and heirs for what an instance keeps, else in the function."""
    if any(text.startswith("self.") for text in subjects) and scope.owner is not None:
        return family(scope.owner, module)
    return [scope.function or scope]


def _made_so(receiver: ast.expr | None, globs: Sequence[str], module: Module, scope: Scope, steps: int) -> Answer:
    """Whether something is prepared by the function of the file that makes it.

    It is not where it is made here; what the function is handed, or gets from elsewhere, is not known.
    """
    if not isinstance(receiver, (ast.Call, ast.Name, ast.Attribute)):
        return NO
    values = list(held_by(receiver, module, scope))
    if any(not isinstance(value, ast.Call) for value, _ in values) or not values:
        return UNKNOWN if values else _kept_by_base(receiver, globs, module, scope)
    said = {_made_by(value, globs, module, home, steps) for value, home in values if isinstance(value, ast.Call)}
    return said.pop() if len(said) == 1 else UNKNOWN


def _kept_by_base(receiver: ast.expr, globs: Sequence[str], module: Module, scope: Scope) -> Answer:
    """Whether a base in another module prepares what it keeps in an attribute of the own object."""
    owner = own_class(receiver, scope) if isinstance(receiver, ast.Attribute) else None
    if owner is None or not isinstance(receiver, ast.Attribute) or not getattr(owner.node, "bases", []):
        return UNKNOWN
    return on_condition(("keeps-prepared", module.names.qualified(owner), (receiver.attr, tuple(globs))))


def _made_by(call: ast.Call, globs: Sequence[str], module: Module, scope: Scope, steps: int) -> Answer:
    symbol = module.symbol(call.func, scope) or ""
    if symbol[: symbol.find(".")] not in module.roots:
        return NO
    function = function_called(symbol, module) if steps < _MOST_STEPS else None
    if function is None and not symbol.startswith(f"{module.name}."):
        return on_condition(("gives-prepared", symbol, tuple(globs)))
    return _gives_so(function, globs, module, steps) if function is not None else UNKNOWN


def _gives_so(function: Scope, globs: Sequence[str], module: Module, steps: int) -> Answer:
    """Whether a function has prepared whatever it gives back."""
    if function in module.generators or getattr(function.node, "decorator_list", []):
        return UNKNOWN
    given = [node for node, home in module.of(ast.Return) if home is function and isinstance(node, ast.Return)]
    said = {_given_so(node, globs, module, function, steps + 1) for node in given}
    return said.pop() if len(said) == 1 else UNKNOWN


def _given_so(node: ast.Return, globs: Sequence[str], module: Module, scope: Scope, steps: int) -> Answer:
    """Whether a function gives something back that it has prepared."""
    text = dotted(node.value) if node.value is not None else None
    if text is None:
        return _made_so(node.value, globs, module, scope, steps) if isinstance(node.value, ast.Call) else UNKNOWN
    return _is_done_before(node, node.value, {text}, globs, module, scope, steps)


def _helps(node: ast.AST, receiver: str | None, globs: Sequence[str], module: Module, scope: Scope) -> Answer:
    """Whether a function of the file prepares what a call hands it; what others do with it is not known."""
    assert isinstance(node, ast.Call)
    around = module.index.scope_of.get(_function_of(node, module) or scope.node, scope)
    function = function_called(module.symbol(node.func, around) or "", module)
    if function is None or not isinstance(function.node, FunctionNode):
        return UNKNOWN
    for name, text in _taken(node, function, module, around):
        if text == receiver or text.startswith(f"{receiver}."):
            real = f"{text.removeprefix(f'{receiver}.')}." if text != receiver else ""
            done = [each for each in nodes_in(function.node) if isinstance(each, _DOING)]
            if any(_prepares(each, {name: real}, globs) for each in done):
                return YES
            return UNKNOWN if any(_hands_on(each, name) for each in done) else NO
    return UNKNOWN


def _taken(call: ast.Call, function: Scope, module: Module, scope: Scope) -> Iterator[tuple[str, str]]:
    """The parameters of a function for which a call gives something that has a name."""
    for place, parameter in enumerate(parameters_of(function, module)):
        given = argument(call, parameter.name, place, module, scope).value
        text = dotted(given) if given is not None else None
        if text is not None:
            yield parameter.name, text


def _local_names(subjects: set[str], within: Iterable[ast.AST], module: Module) -> dict[ast.AST | None, dict[str, str]]:
    """The names by which functions know the subjects and parts of them, each with the way to it: where they set one up
    before they keep it (`solver = Solver(); self.solver = solver`), and where they take it out again."""
    found: dict[ast.AST | None, dict[str, str]] = {}
    for node in within:
        text = dotted(node.value) if isinstance(node, ast.Assign) else None
        if text is None or not isinstance(node, ast.Assign):
            continue
        names = [name for target in node.targets if (name := dotted(target)) is not None]
        known = found.setdefault(_function_of(node, module), {})
        if isinstance(node.value, ast.Name):
            known |= {} if subjects.isdisjoint(names) else {text: ""}
            continue
        for subject in subjects:
            if text == subject:
                known |= dict.fromkeys(names, "")
            elif text.startswith(f"{subject}."):
                known |= dict.fromkeys(names, f"{text.removeprefix(f'{subject}.')}.")
    return found


def _function_of(node: ast.AST, module: Module) -> ast.AST | None:
    return next((each for each in module.ancestors(node) if isinstance(each, FunctionNode)), None)


def _done(node: ast.AST) -> Iterator[str]:
    """The dotted names that a node sets or calls."""
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = [part for each in node.targets for part in getattr(each, "elts", [each])]
    elif isinstance(node, (ast.AnnAssign, ast.AugAssign)):
        targets = [node.target]
    elif isinstance(node, ast.Call):
        targets = [node.func]
    yield from (text for each in targets if (text := dotted(each)) is not None)


def _hands_on(node: ast.AST, receiver: str | None, aside: ast.AST | None = None) -> bool:
    """Whether a node gives something, or a part of it, to somebody who may prepare it; one argument aside."""
    if not isinstance(node, ast.Call) or receiver is None:
        return False
    handed = (*node.args, *(keyword.value for keyword in node.keywords))
    given = (dotted(each) for each in handed if each is not aside)
    return any(text == receiver or text.startswith(f"{receiver}.") for text in given if text is not None)
