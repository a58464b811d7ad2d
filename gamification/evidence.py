"""What crossed the line: why somebody holds an achievement."""

from dataclasses import dataclass

from gamification.models import AchievementUnlock
from learning.models import Comment, Lesson


@dataclass(frozen=True)
class Evidence:
    """The lesson or the comment that unlocked it.

    ``url`` is empty where it cannot be opened: the lesson was closed, or the comment was removed.
    There is no ``lesson`` where none crossed the line: enough facts stood when the threshold was
    lowered. Then ``count`` and ``threshold`` say how many stood, and how many were asked for.
    """

    lesson: Lesson | None
    comment: Comment | None
    url: str
    count: int
    threshold: int


def evidence_of(unlock: AchievementUnlock) -> Evidence:
    """Return why it was unlocked; no query where lesson and comment are at hand."""
    comment = unlock.comment
    lesson = comment.lesson if comment else unlock.lesson
    is_open = lesson is not None and lesson.is_published and not (comment and comment.is_removed)
    target = (comment or lesson) if is_open else None
    url = target.get_absolute_url() if target else ""
    return Evidence(lesson, comment, url, unlock.count, unlock.threshold)
