"""What sites hang on that only the joined project knows, and how it is found out.

| asked | about | with | holds where |
| --- | --- | --- | --- |
| `role`, `without-role` | a class | roles | it has one of them, or none |
| `instance` | a value | roles | its class has one of them |
| `not-ours` | a value | | it is of no class of the project |
| `untyped` | a value | what it may be called | nothing shows what it is, nor does its class speak of something else |
| `module-role` | a module | roles | one of its classes has one of them |
| `base`, `without-base` | a class | simple names | a base at any depth is named so, or surely none is |
| `is` | a symbol | names | it stands for one of them in the end |
| `is-or-is-made-by`, `holds-one` | what a module keeps | names | it is one of them or what a call of one gives |
| `kind-of` | an exception | names | it is one of them, or derives from one |
| `own-error` | an exception | | the project defines it |
| `kept-partial` | a variable | | it keeps a partial |
| `error-is` | an exception | names | it is one of them, and not an heir |
| `told` | an exception | levels, what it is given | what its reader is told is of one of the levels |
| `steers` | an exception | globs | it reports nothing, but steers |
| `catches` | an exception | a selection, what is guarded | a clause that names it catches one of them |
| `always-raises` | a function | | it never returns |
| `takes-handled` | a function | | it asks for the error that is being handled where it is called |
| `open` | | | it cannot be known |
| `text`, `own-text` | a constant | | it is a text, and no class keeps that |
| `mentions` | a constant | globs of words, and of names of what is no text | it is a text with such a word |
| `provided` | an import | | the project has what is imported |
| `derives` | a class | names | a base at any depth is one of them |
| `stands-for` | a type | names | it is one of them in the end |
| `untold` | a type | names | it stands for one of them, which is not told what it holds |
| `abstract` | a class | | it has abstract methods, or says that it is abstract |
| `left-open` | a method | globs of hooks | it does nothing, heirs of its class may, and no base has it |
| `abstract-method` | a method | | it is abstract, and its class keeps to that |
| `gives` | a call | | what it runs says that it never gives None |
| `keeps-one` | a class | whether a constructor only keeps what it is given | what derives from it is made once |
| `keeps-errors` | a function | | it is known to let no error out |
| `loses-errors` | a function | | it catches all errors of its work, tells of them and goes on |
| `gives-one-of`, `answers-alike` | a function | names | it gives one of them, or always the same |
| `abstract-base` | a class | a role or nothing | a base at any depth is abstract, and looks as if it had the role |
| `alone` | a class | globs | it has no heirs, and no base that does something (with what is so called) |
| `decorated` | a function or class | names | one of them decorates it |
| `instance-of` | a value | names | its class is one of them, or derives from one |
| `instance-of-no-own` | a value | names | its class is one of them, or derives from one, own heirs of builtins aside |
| `attribute-of` | an attribute | which of these, names | the same, where its annotation says enough |
| `interface` | a class | | it says what others have to do, and does nothing itself |
| `generic` | a class | | it takes a parameter that it leaves open |
| `mixed-in` | a class | names | all classes that derive from it have one of them as a base as well |
| `extended-by` | a class | globs | a class of such a name derives from it, at any depth |
| `takes` | a class | globs | its constructor takes a parameter that one of them matches |
| `method` | a class | a name, parameters, whether async | it or a base has such a method |
| `borrows` | a class | | when its block ends, it only lets go of what its constructor is given |
| `made-with` | a class | methods | it is one of the project and has all of them |
| `member-of-family` | a class | globs | it, a base or an heir has such an attribute or method |
| `completed-with` | a class | globs | it or a base has such an attribute or method, or all do that derive from it |
| `may-have-member` | a class | globs | nothing says that neither it nor a base has such an attribute or method |
| `made-with-member` | a class | globs | it or a base has such an attribute, or is not the project's |
| `member` | a class | globs | it or a base has such an attribute or method |
| `attribute`, `configured` | a class | a demand, what gives nothing | what it or a base sets is as demanded |
| `positional` | a function | names, a number | it takes one of them among so many first parameters |
| `parameter` | a function | names | it has one of these parameters, or is not known |
| `at` | a function or dataclass | a place, names | it takes one of the names there |
| `called-parameter` | a function | its name, a place, globs | its parameter there has one of the names |
| `has-default` | a method | its name, globs, what it is called on | it or its class has one of them by default |
| `adds-key` | a method | its name, globs, what it is called on | it adds a key that one of them matches |
| `holds-key` | a dict | keys, whether None is none, demands, a default | one of them is as demanded, or none is there |
| `constant-is`, `keeps-constant` | a constant | demands, or none | it is as it must be, or one that is known |
| `given` | a function | names | another module gives it to a call of one of them |
| `own-function` | a function | | the project defines it |
| `at-home` | what is called | globs, a path | the file lies in that of the folders in which it is defined |
| `own-callable` | a function or class | | the project defines it, with instances that can be called if it is a class |
| `coroutine` | a function | its name, whether it is awaited | it is asynchronous |
| `beside-coroutine` | a method | names, whether one is awaited | its class has such an asynchronous method |
| `insisted` | a class or nothing | a name | code insists on it, or on all fields of the class |
| `lazy` | a table | a name | it is a relationship that is read row by row |
| `refers` | a table | a relationship, globs | what that refers to has a member that one matches |
| `filters-all` | | | the project adds criteria to all statements |
| `keeps-removed` | | | the project takes back what sessions are about to remove |
| `changed-by-tests` | a file | a fixture of it, whether that is a collection | a test changes what it gives |
| `describes` | an annotation | a key | what the name stands for describes what it annotates |
| `ends` | a class | a card, a key | it, a base or an heir ends what the card knows by the key |
| `ended-for-app` | a name | a card | a module ends what an application keeps under it |
| `ends-all` | a class | a card, rows of keys, globs | what takes it down ends all of a row |
| `run-by-base` | a method | names | a base calls one of the names around it |
| `runs` | functions | names | one of them calls one of the names, itself or through the project |
| `given-to` | a function | names | a call of one of them in another module is given it |
| `decorates-by` | a decorator | names | one of them makes it, is what it decorates by, or is called in it |
| `leaves-errors` | a decorator | | nothing in it can take an error of what it decorates |
| `guarded` | a function | names | one of them decorates it, or is called there or where it is called |
| `gives-prepared` | a function | globs | it has prepared what it gives, by attributes and methods so called |
| `keeps-prepared` | a class | an attribute, globs | its base in another module has prepared so what it keeps there |
| `puts-right` | a function | a place or keyword, methods | it calls one of them on what it is given there |
| `put-right-by-callers` | a function | methods | all that call it call one of them on what it gives |
| `speaks` | a function | a word | it names something with that word in it, itself or through the project |
| `calls-named` | a function | names | it calls something so called, itself or through the project |
| `saves` | a function | globs | it saves what it is given by a call of one of such names |
| `saved-by-callers` | a function | globs | what calls it saves what it gives |
| `asked-first` | a function | names, globs | all that call it, or save what it gives, call one of the names before |
| `asked-after` | a function | names, globs | all that call it call one of the names after it |
| `handles-messages` | a function | steps | a module registers it for a stream, in a chain without them |
| `without-library` | a class | | none of its bases is another distribution's |
| `sign` | a sign | | the project shows it, or is too small to tell |
| `defined` | | names | the project has a class of one of them, or is too small to tell |
| `without-sign` | a sign | | the project shows nothing of the sort, of whatever size it is |
| `shows` | | a glob | a class or function of such a name is defined, or a decorator |
| `imported` | | a name | a file imports that, or something below it |
| `at-hand` | what a module keeps | | another module imports it, or the module |
| `usually-given` | a value | a topic | the files tell of no other value as often |
| `set` | a file | settings as `key=value` | pytest is told one of them where the file lies |
| `small` | | | it has too few modules to show much |
| `any`, `all`, `not` | | conditions | one of them holds, all do, or not all do |
| `unknown` | | conditions | it cannot be known whether they hold |

Answers are three-valued: what the project does not show is None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from ..query.errors.errors import Selection
from ..query.expressions.constants import UNKNOWN_CONSTANT
from .adding import adds_key
from .asked_of_classes import (
    has_base,
    has_member,
    is_extended_by,
    is_interface,
    is_made_with,
    is_made_with_member,
    is_mixed_in,
    lacks_base,
)
from .asked_of_symbols import (
    is_at_home,
    is_decorated,
    is_error,
    is_kind_of,
    is_of_role,
    is_own_callable,
    is_own_error,
    stands_for,
)
from .at_end import does_at_end, given_does_at_end
from .borrowing import borrows
from .contracts import (
    gives_something,
    has_abstract_base,
    has_in_family,
    is_abstract_method,
    is_alone,
    is_completed_with,
    is_generic,
    is_left_open,
    may_give_nothing,
)
from .generic_rows import has_member_by_heir
from .givers import answers_alike, gives_one_of
from .instances import has_role, is_attribute_of, is_instance, is_instance_of, is_of_no_own_type, is_untyped
from .keeping import keeps_errors, loses_errors
from .kept_dicts import constant_is, holds_key
from .kept_partials import is_kept_partial
from .meant import holds_one, is_one, is_or_is_made_by
from .members import every_of, opposite_of
from .own_texts import is_own_text, mentions
from .prepared import gives_prepared, keeps_prepared
from .putting_right import is_put_right_by_callers, puts_right
from .relations import is_lazy, referred
from .running import decorates_by, is_asked_around, is_guarded, is_run_by_base, leaves_errors, runs
from .saving import is_saved_by_callers, saves
from .session_hooks import CRITERIA, KEPT
from .singletons import keeps_one
from .stated import calls_named, speaks
from .test_changes import is_changed
from .test_hooks import is_set_by_hook
from .test_settings import is_set
from .untold import is_untold
from .usually import is_usually_given

if TYPE_CHECKING:
    from ..query.answers import Condition
    from .project import Project

_Question: TypeAlias = "Callable[[Project, str, tuple[Any, ...]], bool | None]"


def holds(project: Project, condition: Condition) -> bool | None:
    """Whether a condition that a site hangs on is true; None where the project does not show it."""
    asked, subject, names = condition
    if asked in COMBINED:
        return COMBINED[asked](map(partial(holds, project), names))
    return _QUESTIONS[asked](project, subject, names)


COMBINED: Mapping[str, Callable[[Iterable[bool | None]], bool | None]] = {
    "any": lambda parts: opposite_of(every_of(map(opposite_of, parts))),
    "all": lambda parts: every_of(parts),
    "not": lambda parts: opposite_of(every_of(parts)),
    "unknown": lambda parts: every_of(parts) is None,
}
"""Conditions made of others, by what these are."""


def _class_of(project: Project, symbol: str) -> str:
    return (project.resolver.resolve(symbol) or "").removesuffix("()")


def _is_set(project: Project, path: str, wanted: tuple[str, ...]) -> bool | None:
    """Of a project that shows no settings at all they lie elsewhere."""
    if is_set_by_hook(project, path, wanted):
        return True
    if not project.settings and project.signs.is_telling:
        return None
    return any(is_set(project.settings, path, each) for each in wanted)


_QUESTIONS: Mapping[str, _Question] = {
    "role": is_of_role,
    "without-role": lambda project, cls, roles: not has_role(project, cls, roles),
    "instance": is_instance,
    "module-role": lambda project, module, roles: not project.module_roles(module).isdisjoint(roles),
    "base": has_base,
    "without-base": lacks_base,
    "not-ours": lambda project, symbol, _: _class_of(project, symbol) not in project.definitions.classes,
    "untyped": is_untyped,
    "is": is_one,
    "is-or-is-made-by": is_or_is_made_by,
    "holds-one": holds_one,
    "kind-of": is_kind_of,
    "own-error": is_own_error,
    "error-is": is_error,
    "kept-partial": is_kept_partial,
    "told": lambda project, symbol, asked: project.messages.told(symbol, *asked, texts=project.texts),
    "steers": lambda project, symbol, globs: project.messages.steers(symbol, globs),
    "catches": lambda project, symbol, asked: project.clauses.catches(symbol, Selection(*asked[0]), asked[1]),
    "always-raises": lambda project, symbol, _: project.clauses.always_raises(symbol),
    "takes-handled": lambda project, symbol, _: project.clauses.takes_handled(symbol),
    "open": lambda *_: None,
    "text": lambda project, symbol, _: project.texts.of(symbol) is not None,
    "own-text": is_own_text,
    "mentions": mentions,
    "provided": lambda project, name, _: project.modules.provides(name),
    "derives": lambda project, cls, names: project.descent.derives(project.resolver.resolve(cls) or cls, names),
    "stands-for": stands_for,
    "given": lambda project, function, names: project.given.has(function, names),
    "untold": is_untold,
    "abstract": lambda project, cls, _: project.members.is_abstract(cls),
    "left-open": is_left_open,
    "abstract-method": lambda project, method, _: is_abstract_method(project, method),
    "gives-one-of": gives_one_of,
    "answers-alike": answers_alike,
    "keeps-errors": keeps_errors,
    "loses-errors": loses_errors,
    "keeps-one": keeps_one,
    "gives": lambda project, symbol, _: gives_something(project, symbol),
    "may-give-nothing": lambda project, symbol, _: may_give_nothing(project, symbol),
    "abstract-base": has_abstract_base,
    "alone": is_alone,
    "decorated": is_decorated,
    "instance-of": is_instance_of,
    "instance-of-no-own": is_of_no_own_type,
    "attribute-of": is_attribute_of,
    "interface": is_interface,
    "generic": lambda project, cls, _: is_generic(project, cls),
    "extended-by": is_extended_by,
    "mixed-in": is_mixed_in,
    "takes": lambda project, cls, globs: project.members.takes(cls, globs),
    "method": lambda project, cls, wanted: project.members.has_method(cls, *wanted),
    "may-have-member": lambda project, cls, globs: (
        project.members.has_member(cls, globs, standard_may=False) is not False
    ),
    "member-of-family": has_in_family,
    "completed-with": is_completed_with,
    "made-with-member": is_made_with_member,
    "made-with": is_made_with,
    "borrows": borrows,
    "member": has_member,
    "member-or-derived": lambda project, cls, asked: project.members.has_member(cls, asked[0], silent=asked[1]),
    "member-by-heir": has_member_by_heir,
    "attribute": lambda project, cls, wanted: project.members.attribute(cls, *wanted),
    "configured": lambda project, cls, wanted: project.members.values.configured(cls, *wanted),
    "positional": lambda project, symbol, asked: project.signatures.positional(symbol, *asked),
    "parameter": lambda project, symbol, names: project.signatures.may_take(symbol, names),
    "at": lambda project, symbol, asked: project.signatures.is_at(symbol, asked[1], asked[0]),
    "called-parameter": lambda project, symbol, asked: project.signatures.takes_at(symbol, *asked),
    "has-default": lambda project, symbol, asked: project.signatures.has_default(symbol, *asked),
    "adds-key": adds_key,
    "holds-key": holds_key,
    "constant-is": constant_is,
    "keeps-constant": lambda project, symbol, _: None if project.texts.constant(symbol) is UNKNOWN_CONSTANT else True,
    "own-function": lambda project, name, _: bool(project.definitions.function(project.resolver.resolve(name) or "")),
    "own-callable": is_own_callable,
    "at-home": is_at_home,
    "coroutine": lambda project, symbol, asked: project.coroutines.is_coroutine(symbol, *asked),
    "beside-coroutine": lambda project, symbol, asked: project.coroutines.is_beside_coroutine(symbol, *asked),
    "decorates-by": lambda project, each, names: decorates_by(project, each, names, partial(holds, project)),
    "leaves-errors": lambda project, symbol, _: leaves_errors(project, symbol),
    "guarded": lambda project, function, names: is_guarded(project, function, names, partial(holds, project)),
    "run-by-base": lambda project, method, names: is_run_by_base(project, method, names, partial(holds, project)),
    "asked-first": lambda project, function, asked: is_asked_around(project, function, asked, partial(holds, project)),
    "asked-after": lambda project, function, asked: is_asked_around(
        project, function, asked, partial(holds, project), after=True
    ),
    "gives-prepared": gives_prepared,
    "keeps-prepared": keeps_prepared,
    "puts-right": puts_right,
    "put-right-by-callers": is_put_right_by_callers,
    "saves": saves,
    "speaks": speaks,
    "calls-named": calls_named,
    "saved-by-callers": is_saved_by_callers,
    "insisted": lambda project, cls, names: project.insistence.on(cls, *names),
    "lazy": lambda project, model, names: is_lazy(project, model, *names),
    "lazy-beyond": lambda project, model, names: is_lazy(project, referred(project, model, names[0]), names[1]),
    "refers": lambda project, model, asked: has_member(project, referred(project, model, asked[0]), asked[1:]),
    "filters-all": lambda project, _, __: bool(project.topic(CRITERIA)),
    "keeps-removed": lambda project, _, __: bool(project.topic(KEPT)),
    "does-at-end": does_at_end,
    "given-does-at-end": given_does_at_end,
    "changed-by-tests": lambda project, path, asked: is_changed(project, path, *asked),
    "describes": lambda project, symbol, _: project.members.values.describes(symbol),
    "ends": lambda project, cls, wanted: project.endings.ends(cls, *wanted),
    "ended-for-app": lambda project, slot, asked: project.endings.ends_for_app(slot, *asked),
    "ends-all": lambda project, cls, wanted: project.endings.ends_all(cls, *wanted),
    "runs": lambda project, _, wanted: runs(project, partial(holds, project), *wanted),
    "handles-messages": lambda project, function, without: project.stream_handlers.is_registered(function, without),
    "without-library": lambda project, cls, _: not project.roles.libraries.extended_by(cls),
    "sign": lambda project, sign, _: project.signs.allow(sign),
    "defined": lambda project, _, names: project.signs.names_one_of(names),
    "without-sign": lambda project, sign, _: not project.signs.shows(sign),
    "shows": lambda project, _, globs: project.signs.has_name(globs[0]),
    "imported": lambda project, _, names: project.signs.imports(names[0]),
    "usually-given": is_usually_given,
    "at-hand": lambda project, name, _: not project.at_hand.isdisjoint((name, name.rpartition(".")[0])),
    "set": _is_set,
    "small": lambda project, _, __: not project.signs.is_telling,
}
