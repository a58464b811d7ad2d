"""How much of a video was watched, by plain values."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning import rules
from learning.rules import Stretch

LENGTH = 60
second = st.integers(0, 2 * LENGTH)
stretches = st.lists(st.tuples(second, second), max_size=8)
credit = st.integers(0, 2 * LENGTH)


def covered(found: list[Stretch]) -> set[int]:
    """Return the seconds of the stretches, one by one."""
    return {n for n in range(LENGTH) if any(start <= n < end for start, end in found)}


@given(stretches)
def test_stretches_are_merged_without_losing_or_adding_a_second(found: list[Stretch]) -> None:
    seconds = rules.seconds_of(found, LENGTH)

    merged = rules.stretches_of(seconds)

    assert seconds == covered(merged) == covered(found)
    flat = [each for stretch in merged for each in stretch]
    assert flat == sorted(set(flat))


@given(stretches, stretches, credit)
def test_watching_adds_only_what_was_played_and_paid_for(
    before: list[Stretch], played: list[Stretch], credit: int
) -> None:
    watched, left = rules.watch(before, played, LENGTH, credit)

    new = covered(watched) - covered(before)
    assert covered(before) <= covered(watched) <= covered(before) | covered(played)
    assert len(new) == min(credit, len(covered(played) - covered(before)))
    assert left == credit - len(new)


@given(stretches, stretches)
def test_the_same_report_again_changes_nothing(
    before: list[Stretch], played: list[Stretch]
) -> None:
    watched, left = rules.watch(before, played, LENGTH, 1_000)

    assert rules.watch(watched, played, LENGTH, left) == (watched, left)


@given(st.lists(stretches, max_size=5), st.randoms())
def test_reports_may_come_in_any_order(reports: list[list[Stretch]], random: object) -> None:
    shuffled = sorted(reports, key=lambda _: random.random())  # type: ignore[attr-defined]
    ends = []

    for order in (reports, shuffled):
        watched: list[Stretch] = []
        for played in order:
            watched, _ = rules.watch(watched, played, LENGTH, 1_000)
        ends.append(watched)

    assert ends[0] == ends[1]


@given(st.lists(st.floats(0, LENGTH), min_size=2, max_size=20))
def test_a_video_reported_in_pieces_counts_as_in_one(places: list[float]) -> None:
    ordered = sorted(places)
    pieces = list(pairwise(ordered))

    whole = rules.seconds_of([(ordered[0], ordered[-1])], LENGTH)

    assert rules.seconds_of(pieces, LENGTH) == whole


@pytest.mark.parametrize(
    ("watched", "length", "expected"),
    [
        ([(0, 90)], 100, True),
        ([(0, 89)], 100, False),
        ([(0, 30), (40, 100)], 100, True),
        ([(0, 59)], 65, True),
        ([(0, 58)], 65, False),
        ([(95, 100)], 100, False),
        ([], 1, False),
        ([], 0, False),
    ],
)
def test_nine_tenths_are_enough(watched: list[Stretch], length: int, *, expected: bool) -> None:
    assert rules.is_watched(watched, length) is expected


@pytest.mark.parametrize(
    ("waited", "expected"),
    [(0, 15), (5, 25), (-60, 15), (10**9, rules.MOST_CREDIT)],
)
def test_credit_grows_with_time_at_twice_its_pace(waited: int, expected: float) -> None:
    assert rules.credit_after(rules.GRACE, timedelta(seconds=waited)) == expected
