"""Courses with the learner's progress, for the catalogue and the home page."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum

from learning.models import Completion, Course, Enrolment, Lesson, Status
from learning.models.courses import CourseQuerySet, Viewer


@dataclass(frozen=True)
class CourseCard:
    """A course and how far the viewer is in it."""

    course: Course
    lesson_count: int
    minutes_total: int
    done_count: int
    minutes_left: int
    is_enrolled: bool
    next_lesson: Lesson | None

    @property
    def percent(self) -> int:
        return 100 * self.done_count // self.lesson_count if self.lesson_count else 0

    @property
    def is_finished(self) -> bool:
        return self.is_enrolled and 0 < self.lesson_count == self.done_count

    @property
    def url(self) -> str:
        """Where to go on."""
        if self.is_enrolled and self.next_lesson:
            return self.next_lesson.get_absolute_url()
        return self.course.get_absolute_url()


def course_cards(courses: CourseQuerySet, viewer: Viewer) -> list[CourseCard]:
    """Return a card for each course, in two queries."""
    learner_id = viewer.pk or 0
    is_published = Q(lessons__status=Status.PUBLISHED)
    done = Completion.objects.filter(learner=learner_id, lesson=OuterRef("pk"))
    undone = Lesson.objects.filter(~Exists(done), course=OuterRef("pk"), status=Status.PUBLISHED)
    annotated = courses.annotate(
        lesson_count=Count("lessons", filter=is_published),
        minutes_total=Sum("lessons__minutes", filter=is_published, default=0),
        done_count=Subquery(sum_of_done(learner_id, Count("pk"))),
        done_minutes=Subquery(sum_of_done(learner_id, Sum("lesson__minutes"))),
        is_enrolled=Exists(Enrolment.objects.filter(learner=learner_id, course=OuterRef("pk"))),
        next_lesson_id=Subquery(undone.in_order().values("pk")[:1]),
    )
    rows: list[Any] = list(annotated)
    next_lessons = Lesson.objects.select_related("course").in_bulk(
        [row.next_lesson_id for row in rows if row.next_lesson_id]
    )
    return [
        CourseCard(
            course=row,
            lesson_count=row.lesson_count,
            minutes_total=row.minutes_total,
            done_count=row.done_count or 0,
            minutes_left=row.minutes_total - (row.done_minutes or 0),
            is_enrolled=row.is_enrolled,
            next_lesson=next_lessons.get(row.next_lesson_id),
        )
        for row in rows
    ]


def sum_of_done(learner_id: int, total: Count | Sum) -> QuerySet[Completion, int]:
    """Return, per course, a total over the published lessons that the learner completed."""
    return (
        Completion.objects.filter(
            learner=learner_id, lesson__course=OuterRef("pk"), lesson__status=Status.PUBLISHED
        )
        .order_by()
        .values("lesson__course")
        .annotate(total=total)
        .values_list("total", flat=True)
    )
