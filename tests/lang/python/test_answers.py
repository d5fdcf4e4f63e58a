"""Answers that rest on each other: whoever is asked first, and however far it goes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pattern_lint.lang.python.answers import SETTLED, Answers

Rests = Mapping[int, tuple[str, Sequence[int]]]
"""Question -> what it gives of itself (empty for nothing), and the questions that it rests on."""


def finder(answers: Answers[int, str], rests: Rests, asked: list[int]) -> Callable[[int], str | None]:
    """The one thing that a question and all that it rests on give; what is not known says nothing."""

    def find(question: int) -> str | None:
        asked.append(question)
        own, others = rests[question]
        given_ = {own or None, *(answers.of(other, find) for other in others)} - {None}
        return given_.pop() if len(given_) == 1 else None

    return find


def answered(rests: Rests, order: Sequence[int]) -> tuple[dict[int, str | None], int]:
    answers: Answers[int, str] = Answers()
    asked: list[int] = []
    find = finder(answers, rests, asked)
    found = {question: answers.of(question, find) for question in order}
    assert answers.open == SETTLED
    assert answers.depth == 0
    return found, len(asked)


@st.composite
def webs(draw: st.DrawFn) -> tuple[Rests, list[int]]:
    size = draw(st.integers(1, 9))
    questions = st.lists(st.integers(0, size - 1), max_size=3)
    rests = {number: (draw(st.sampled_from(["", "a", "b"])), draw(questions)) for number in range(size)}
    return rests, draw(st.permutations(range(size)))


@given(webs())
def test_who_is_asked_first_does_not_matter(web: tuple[Rests, list[int]]) -> None:
    rests, order = web
    assert answered(rests, order)[0] == answered(rests, sorted(rests))[0]


@given(webs())
def test_without_circles_each_is_found_once(web: tuple[Rests, list[int]]) -> None:
    rests, order = web
    downwards = {
        number: (own, [other for other in others if other < number]) for number, (own, others) in rests.items()
    }
    found, work = answered(downwards, order)
    assert work == len(rests)
    for number, (own, others) in downwards.items():
        given_ = {own or None, *(found[other] for other in others)} - {None}
        assert found[number] == (given_.pop() if len(given_) == 1 else None)


def test_what_a_circle_rests_on_goes_around_it() -> None:
    circle: Rests = {0: ("", [1]), 1: ("", [2]), 2: ("", [0, 3]), 3: ("a", [])}
    assert answered(circle, [1, 0, 2, 3])[0] == dict.fromkeys(range(4), "a")


def test_a_circle_in_dispute_has_no_answer() -> None:
    circle: Rests = {0: ("a", [1]), 1: ("b", [0])}
    assert answered(circle, [0, 1])[0] == answered(circle, [1, 0])[0] == {0: None, 1: None}


@pytest.mark.parametrize("length", [10, 900, 5_000])
def test_chains_may_be_of_any_length(length: int) -> None:
    chain: Rests = {number: ("" if number else "a", [number - 1] if number else []) for number in range(length)}
    found, work = answered(chain, [length - 1, *range(length)])
    assert set(found.values()) == {"a"}
    assert work <= 3 * length


@pytest.mark.parametrize("start", [0, 17, 899])
def test_a_circle_longer_than_what_is_followed_at_once_has_no_answer(start: int) -> None:
    length = 900
    circle: Rests = {number: ("" if number else "a", [(number + 1) % length]) for number in range(length)}
    found, work = answered(circle, [start, *range(length)])
    assert set(found.values()) == {None}
    assert work <= 10 * length


def test_a_small_circle_far_below_is_the_same_as_nearby() -> None:
    chain = {number: ("", [number + 1]) for number in range(100)}
    circle = {100: ("", [101]), 101: ("", [102, 103]), 102: ("", [100]), 103: ("a", [])}
    rests: Rests = chain | circle
    for start in (0, 60, 77, 78, 79, 80, 90, 99, 100, 102):
        found = answered(rests, [start, *rests])[0]
        assert set(found.values()) == {"a"}, start


def test_an_error_leaves_nothing_behind() -> None:
    answers: Answers[int, str] = Answers()

    def fail(question: int) -> str | None:
        if question == 3:
            raise ValueError(question)
        return answers.of(question + 1, fail)

    with pytest.raises(ValueError, match="3"):
        answers.of(0, fail)
    assert answers.of(0, lambda question: f"answer {question}") == "answer 0"
    assert answers.depth == 0
