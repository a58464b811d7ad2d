"""The outline of a course with ticks."""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.db.models import Exists, OuterRef

from accounts.models import User
from learning.models import Completion, Course, Enrolment, Lesson, Section, Status
from learning.models.courses import Viewer
from learning.queries.cards import CourseCard


@dataclass
class OutlineLesson:
    """A lesson in the outline."""

    lesson: Lesson
    is_done: bool
    is_current: bool = False

    @property
    def url(self) -> str:
        return self.lesson.get_absolute_url()


@dataclass
class OutlineSection:
    """A section and its lessons, in order."""

    section: Section
    lessons: list[OutlineLesson] = field(default_factory=list)

    @property
    def lesson_count(self) -> int:
        return len(self.lessons)

    @property
    def done_count(self) -> int:
        return sum(entry.is_done for entry in self.lessons)

    @property
    def minutes_left(self) -> int:
        return sum(entry.lesson.minutes for entry in self.lessons if not entry.is_done)


def outline_of(
    course: Course, viewer: Viewer, current: Lesson | None = None
) -> list[OutlineSection]:
    """Return the sections with the lessons that the viewer may open, in one query."""
    done = Completion.objects.filter(learner=viewer.pk or 0, lesson=OuterRef("pk"))
    lessons = Lesson.objects.filter(course=course).open_to(viewer).select_related("section")
    if not course.is_edited_by(viewer):
        lessons = lessons.filter(status=Status.PUBLISHED)
    sections: dict[int, OutlineSection] = {}
    ordered = lessons.in_order().defer("body", "transcript")
    lesson: Any
    for lesson in ordered.annotate(is_done=Exists(done)):
        lesson.course = course
        section = sections.setdefault(lesson.section_id, OutlineSection(lesson.section))
        section.lessons.append(OutlineLesson(lesson, lesson.is_done, lesson == current))
    return list(sections.values())


def summary_of(course: Course, viewer: Viewer, outline: list[OutlineSection]) -> CourseCard:
    """Return the course's card, from its outline and one query for the enrolment."""
    entries = [entry for section in outline for entry in section.lessons]
    left = [entry.lesson for entry in entries if not entry.is_done]
    return CourseCard(
        course=course,
        lesson_count=len(entries),
        minutes_total=sum(entry.lesson.minutes for entry in entries),
        done_count=len(entries) - len(left),
        minutes_left=sum(lesson.minutes for lesson in left),
        is_enrolled=viewer.is_authenticated
        and Enrolment.objects.filter(learner=viewer.pk, course=course).exists(),
        next_lesson=left[0] if left else None,
    )


def neighbours(
    outline: list[OutlineSection], lesson: Lesson
) -> tuple[Lesson | None, Lesson | None]:
    """Return the lessons before and after this one."""
    lessons = [entry.lesson for section in outline for entry in section.lessons]
    before = next((a for a, b in pairwise(lessons) if b == lesson), None)
    after = next((b for a, b in pairwise(lessons) if a == lesson), None)
    return before, after


@dataclass(frozen=True)
class Progress:
    """How far an enrolled learner is, seen from one lesson."""

    row: OutlineLesson
    card: CourseCard
    next_lesson: Lesson | None


def progress_at(lesson: Lesson, learner: User) -> Progress:
    """Return what changes on the lesson's page when it is completed, in one small query."""
    done = Completion.objects.filter(learner=learner, lesson=OuterRef("pk"))
    lessons = Lesson.objects.filter(course=lesson.course_id, status=Status.PUBLISHED).in_order()
    rows = list(
        lessons.annotate(is_done=Exists(done)).values_list(
            "pk", "slug", "title", "minutes", "is_done"
        )
    )
    minutes_left = [minutes for *_, minutes, is_done in rows if not is_done]
    place = next((place for place, row in enumerate(rows) if row[0] == lesson.pk), len(rows))
    following = rows[place + 1 : place + 2]
    return Progress(
        OutlineLesson(lesson, any(row[-1] for row in rows[place : place + 1]), is_current=True),
        CourseCard(
            course=lesson.course,
            lesson_count=len(rows),
            minutes_total=sum(row[3] for row in rows),
            done_count=len(rows) - len(minutes_left),
            minutes_left=sum(minutes_left),
            is_enrolled=True,
            next_lesson=None,
        ),
        next(
            (Lesson(slug=slug, title=title, minutes=n) for _, slug, title, n, _ in following), None
        ),
    )
