"""Courses with the learner's progress: every page counts what is done and left from here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import F, FilteredRelation, Q
from django.db.models.functions import Coalesce

from learning.models import Course, Lesson, Status
from learning.models.courses import CourseQuerySet, LessonQuerySet, Viewer
from learning.rules import new_since_finished


@dataclass(frozen=True)
class CourseCard:
    """A course, its lessons in order with ``completed_at``, and where the viewer was last."""

    course: Course
    lessons: Sequence[Lesson]
    is_enrolled: bool
    opened_lesson_id: int | None = None
    seen_at: datetime | None = None

    @property
    def lesson_count(self) -> int:
        return len(self.lessons)

    @property
    def minutes_total(self) -> int:
        return minutes_of(self.lessons)

    @property
    def done_count(self) -> int:
        return self.lesson_count - len(self.lessons_left)

    @property
    def minutes_left(self) -> int:
        return minutes_of(self.lessons_left)

    @property
    def percent(self) -> int:
        return 100 * self.done_count // self.lesson_count if self.lessons else 0

    @property
    def is_finished(self) -> bool:
        return self.is_enrolled and bool(self.lessons) and not self.lessons_left

    @cached_property
    def lessons_left(self) -> list[Lesson]:
        """What is not done: from the lesson opened last to the end, then from the start."""
        places = [i for i, one in enumerate(self.lessons) if one.pk == self.opened_lesson_id]
        place = places[0] if places else 0
        from_there = [*self.lessons[place:], *self.lessons[:place]]
        return [lesson for lesson in from_there if not lesson.is_done]

    @property
    def next_lesson(self) -> Lesson | None:
        """Where to go on: the lesson opened last, or the next after it that is not done."""
        return self.lessons_left[0] if self.lessons_left else None

    @cached_property
    def new_lessons(self) -> list[Lesson]:
        """What the course has gained since the learner had finished it."""
        return new_since_finished(self.lessons) if self.is_enrolled else []

    @property
    def new_minutes(self) -> int:
        return minutes_of(self.new_lessons)

    @property
    def active_at(self) -> datetime | None:
        """When the learner was last here, as far as is known."""
        finished = (lesson.completed_at for lesson in self.lessons)
        return max(filter(None, [self.seen_at, *finished]), default=None)

    @property
    def url(self) -> str:
        """Where to go on."""
        if self.is_enrolled and self.next_lesson:
            return self.next_lesson.get_absolute_url()
        return self.course.get_absolute_url()


def minutes_of(lessons: Iterable[Lesson]) -> int:
    """Return how long the lessons take together."""
    return sum(lesson.minutes for lesson in lessons)


def course_cards(
    courses: CourseQuerySet, viewer: Viewer, lessons: LessonQuerySet | None = None
) -> list[CourseCard]:
    """Return a card for each course, in two queries.

    ``lessons`` may bring annotations along.
    """
    mine = FilteredRelation("enrolments", condition=Q(enrolments__learner=viewer.pk or 0))
    rows: list[Any] = list(
        courses.annotate(
            mine=mine,
            enrolment_id=F("mine__pk"),
            opened_lesson_id=F("mine__opened_lesson"),
            seen_at=Coalesce("mine__opened_at", "mine__enrolled_at"),
        )
    )
    if lessons is None:
        lessons = Lesson.objects.all()
    by_course = lessons_by_course(rows, lessons, viewer)
    return [
        CourseCard(
            row, by_course[row.pk], row.enrolment_id is not None, row.opened_lesson_id, row.seen_at
        )
        for row in rows
    ]


def lessons_by_course(
    courses: Iterable[Course], lessons: LessonQuerySet, viewer: Viewer
) -> dict[int, list[Lesson]]:
    """Return the published lessons of each course in order, without their texts; one query."""
    by_pk = {course.pk: course for course in courses}
    found: dict[int, list[Lesson]] = {pk: [] for pk in by_pk}
    rows = lessons.filter(course__in=list(by_pk), status=Status.PUBLISHED).in_order()
    for lesson in rows.with_completion_of(viewer).defer("summary", "body", "transcript"):
        lesson.course = by_pk[lesson.course_id]
        found[lesson.course_id].append(lesson)
    return found
