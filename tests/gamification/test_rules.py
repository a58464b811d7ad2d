import pytest

from gamification.rules import Step, badge_standing, newly_earned, next_steps


def step(threshold: int, group: str = "lessons", *, is_held: bool = False) -> Step:
    """Return a step that is named after its group and threshold."""
    pk = threshold + (1000 if group == "comments" else 0)
    return Step(pk, group, f"{group} {threshold}", threshold, is_held)


LADDER = [step(1), step(5), step(10), step(1, "comments"), step(3, "comments")]
HELD = [step(1, is_held=True), step(5), step(10), step(1, "comments", is_held=True)]
BADGES = [step(threshold, "") for threshold in (0, 4, 8, 10)]


@pytest.mark.parametrize(
    ("lessons", "expected"),
    [(0, []), (1, [1]), (4, [1]), (5, [1, 5]), (9, [1, 5]), (10, [1, 5, 10]), (99, [1, 5, 10])],
)
def test_every_threshold_that_is_reached_is_earned_in_order(
    lessons: int, expected: list[int]
) -> None:
    earned = newly_earned(LADDER, {"lessons": lessons, "comments": 0})

    assert [s.threshold for s in earned] == expected


def test_a_group_earns_by_its_own_count_alone() -> None:
    earned = newly_earned(LADDER, {"lessons": 0, "comments": 3})

    assert [s.name for s in earned] == ["comments 1", "comments 3"]


def test_a_group_without_a_count_earns_nothing() -> None:
    assert newly_earned(LADDER, {}) == []


def test_what_is_held_is_not_earned_again() -> None:
    earned = newly_earned(HELD, {"lessons": 5, "comments": 1})

    assert [s.name for s in earned] == ["lessons 5"]


def test_what_is_held_stays_out_also_when_the_count_has_fallen() -> None:
    assert newly_earned(HELD, {"lessons": 0, "comments": 0}) == []


def test_the_next_of_each_group_is_the_lowest_that_is_locked() -> None:
    assert [s.name for s in next_steps(LADDER)] == ["lessons 1", "comments 1"]


def test_a_finished_group_has_no_next() -> None:
    assert [s.name for s in next_steps(HELD)] == ["lessons 5"]


def test_what_was_earned_just_now_is_not_next() -> None:
    upcoming = next_steps(LADDER, after=[LADDER[0], LADDER[1]])

    assert [s.name for s in upcoming] == ["lessons 10", "comments 1"]


def test_a_gap_below_what_is_held_is_next() -> None:
    ladder = [step(1), step(5, is_held=True), step(10)]

    assert [s.threshold for s in next_steps(ladder)] == [1]


@pytest.mark.parametrize(
    ("count", "current", "following", "remaining"),
    [
        (0, 0, 4, 4),
        (1, 0, 4, 3),
        (3, 0, 4, 1),
        (4, 4, 8, 4),
        (7, 4, 8, 1),
        (8, 8, 10, 2),
        (9, 8, 10, 1),
        (10, 10, None, 0),
        (11, 10, None, 0),
    ],
)
def test_the_badge_follows_the_number_of_achievements(
    count: int, current: int, following: int | None, remaining: int
) -> None:
    where = badge_standing(BADGES, count)

    assert where.current == step(current, "")
    assert where.next == (None if following is None else step(following, ""))
    assert where.remaining == remaining


def test_a_badge_that_is_held_stays_when_its_threshold_is_raised() -> None:
    badges = [step(0, ""), step(6, "", is_held=True), step(8, "")]

    where = badge_standing(badges, 4)

    assert (where.current, where.remaining) == (badges[1], 4)


def test_the_rest_is_never_below_nought() -> None:
    where = badge_standing([step(0, "", is_held=True), step(4, "")], 0)

    assert where.remaining == 4


@pytest.mark.parametrize(("count", "remaining"), [(0, 1), (3, 0)])
def test_without_a_badge_of_nought_one_starts_without(count: int, remaining: int) -> None:
    where = badge_standing([step(1, "")], count)

    assert (where.current is None, where.remaining) == (count == 0, remaining)


def test_without_badges_there_is_no_standing() -> None:
    where = badge_standing([], 5)

    assert (where.current, where.next, where.remaining) == (None, None, 0)
