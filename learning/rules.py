"""What follows from what a learner did. Plain values in, plain values out."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol


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
