"""Reads that put several models together for one page."""

from learning.queries.cards import CourseCard, course_cards
from learning.queries.outline import (
    OutlineLesson,
    OutlineSection,
    entries_of,
    goal_of,
    neighbours,
    outline_of,
    progress_at,
    summary_of,
)

__all__ = [
    "CourseCard",
    "OutlineLesson",
    "OutlineSection",
    "course_cards",
    "entries_of",
    "goal_of",
    "neighbours",
    "outline_of",
    "progress_at",
    "summary_of",
]
