"""The cheapest way against all ways there are, in small worlds."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from random import Random

import pytest

from gamification.rules import Step, Way, cheapest_way, newly_earned

GROUPS = ("lessons", "comments")
FIRST, FIVE = Step(1, "lessons", "1", 1, False), Step(2, "lessons", "5", 5, False)
REMARK, THREE = Step(3, "comments", "1", 1, False), Step(4, "comments", "3", 3, False)
LADDERS = [FIRST, FIVE, REMARK, THREE]
NOTHING = {"lessons": 0, "comments": 0}


def all_ways(acts: Mapping[str, Sequence[int]]) -> Iterator[dict[str, int]]:
    """Yield every number of acts of each group that can be done, but for none at all."""
    for numbers in product(*(range(len(acts[group]) + 1) for group in acts)):
        if any(numbers):
            yield dict(zip(acts, numbers, strict=True))


def by_brute_force(
    steps: Sequence[Step],
    counts: Mapping[str, int],
    acts: Mapping[str, Sequence[int]],
    wanted: int,
) -> Way | None:
    """Try every way and return the best of those that reach enough."""
    ways = [
        Way(way, sum(sum(acts[group][: way[group]]) for group in acts))
        for way in all_ways(acts)
        if len(newly_earned(steps, {group: counts[group] + way[group] for group in acts})) >= wanted
    ]
    return min(
        ways,
        key=lambda way: (way.minutes, sum(way.acts.values()), -way.acts["lessons"]),
        default=None,
    )


def a_world(random: Random) -> tuple[list[Step], dict[str, int], dict[str, list[int]], int]:
    """Return ladders, counts, acts and a number of steps that are wanted."""
    steps = [
        Step(pk, group, f"{group} {threshold}", threshold, random.random() < 0.3)
        for pk, (group, threshold) in enumerate(product(GROUPS, random.sample(range(1, 9), 3)))
    ]
    counts = {group: random.randrange(5) for group in GROUPS}
    acts = {group: [random.randint(1, 6) for _ in range(random.randrange(7))] for group in GROUPS}
    return steps, counts, acts, random.randint(1, 4)


@pytest.mark.parametrize("seed", range(100))
def test_no_other_way_is_cheaper(seed: int) -> None:
    steps, counts, acts, wanted = a_world(Random(seed))

    way = cheapest_way(steps, counts, acts, wanted)

    assert way == by_brute_force(steps, counts, acts, wanted)


def test_the_minutes_are_those_of_the_next_lessons() -> None:
    acts = {"lessons": [2, 9, 1, 1, 1], "comments": []}

    way = cheapest_way([FIRST, FIVE], {"lessons": 3, "comments": 0}, acts)

    # The first is reached and not held: one act brings it.
    assert way == Way({"lessons": 1, "comments": 0}, 2)
    assert cheapest_way([FIVE], {"lessons": 3, "comments": 0}, acts) == Way(
        {"lessons": 2, "comments": 0}, 11
    )


def test_lessons_and_comments_are_mixed_where_that_is_cheaper() -> None:
    way = cheapest_way(LADDERS, NOTHING, {"lessons": [4] * 9, "comments": [3] * 9}, wanted=3)

    assert way == Way({"lessons": 1, "comments": 3}, 13)


def test_when_all_lessons_are_done_comments_lead_on() -> None:
    held = Step(1, "lessons", "1", 1, True)

    way = cheapest_way(
        [held, REMARK, THREE], NOTHING | {"lessons": 1}, {"lessons": [], "comments": [3] * 5}, 2
    )

    assert way == Way({"lessons": 0, "comments": 3}, 9)


def test_when_only_lesson_steps_are_left_lessons_lead_on() -> None:
    way = cheapest_way([FIVE], NOTHING, {"lessons": [4] * 5, "comments": [3]})

    assert way == Way({"lessons": 5, "comments": 0}, 20)


@pytest.mark.parametrize("lessons", [[], [4, 4, 4, 4]])
def test_where_too_little_is_left_there_is_no_way(lessons: list[int]) -> None:
    assert cheapest_way([FIVE], NOTHING, {"lessons": lessons, "comments": [3]}) is None


def test_a_lesson_is_preferred_to_a_comment_of_the_same_length() -> None:
    way = cheapest_way(LADDERS, NOTHING, {"lessons": [3], "comments": [3]})

    assert way == Way({"lessons": 1, "comments": 0}, 3)
