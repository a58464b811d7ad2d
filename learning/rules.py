"""What follows from what a learner did. Plain values in, plain values out."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

#: From, to. What is kept has whole seconds, in order, with gaps between.
type Stretch = tuple[float, float]

#: So many hundredths of a video are all of it: few people watch the closing titles.
PERCENT_TO_WATCH = 90
#: Seconds of video in a second at the highest speed of the player.
HIGHEST_SPEED = 2
#: Seconds that may come at once: reports are late, and nothing comes before the first.
GRACE = 15
#: More is not saved up, however long one was away.
MOST_CREDIT = 300


class Datable(Protocol):
    """A lesson: when it was published, where that is known, and when the learner finished it."""

    @property
    def published_at(self) -> datetime | None: ...

    @property
    def completed_at(self) -> datetime | None: ...


def new_since_finished[L: Datable](lessons: Iterable[L]) -> list[L]:
    """Return what a finished course has gained: the undone lessons, when all older ones were done.

    Empty while the course was never finished, and once everything is done.
    """
    lessons = list(lessons)
    undone = [lesson for lesson in lessons if lesson.completed_at is None]
    moments = [lesson.published_at for lesson in undone if lesson.published_at]
    if not undone or len(moments) < len(undone):
        return []
    grew_at = min(moments)
    older = [one for one in lessons if one.published_at is None or one.published_at < grew_at]
    was_finished = all(one.completed_at and one.completed_at <= grew_at for one in older)
    return undone if older and was_finished else []


def clock(seconds: int) -> str:
    """Return a place in a video as players show it: 3:20, or 1:02:05."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def seconds_of(stretches: Iterable[Stretch], length: int) -> set[int]:
    """Return the seconds of a video of this length that the stretches cover."""
    return {
        second
        for start, end in stretches
        for second in range(max(0, round(start)), min(round(end), length))
    }


def stretches_of(seconds: Iterable[int]) -> list[Stretch]:
    """Return the fewest stretches that cover these seconds and no others, in order."""
    stretches: list[Stretch] = []
    for second in sorted(set(seconds)):
        if stretches and stretches[-1][1] == second:
            stretches[-1] = (stretches[-1][0], second + 1)
        else:
            stretches.append((second, second + 1))
    return stretches


def credit_after(credit: float, waited: timedelta) -> float:
    """Return how many new seconds may count after so much time at the highest speed."""
    earned = HIGHEST_SPEED * max(0.0, waited.total_seconds())
    return min(MOST_CREDIT, credit + earned)


def watch(
    watched: Iterable[Stretch], played: Iterable[Stretch], length: int, credit: float
) -> tuple[list[Stretch], float]:
    """Add to what was watched the earliest new seconds that the credit pays for.

    Returns what is watched now, and the credit that is left. A second counts once.
    """
    before = seconds_of(watched, length)
    new = sorted(seconds_of(played, length) - before)[: int(credit)]
    return stretches_of(before.union(new)), credit - len(new)


def is_watched(watched: Iterable[Stretch], length: int) -> bool:
    """Return whether enough of a video of this length was watched."""
    return 0 < length * PERCENT_TO_WATCH <= 100 * len(seconds_of(watched, length))
