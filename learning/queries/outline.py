"""The outline of a course with ticks."""

from dataclasses import dataclass, field
from itertools import pairwise

from accounts.models import User
from learning.models import Course, Enrolment, Lesson, Section, Status
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
    def minutes_total(self) -> int:
        return sum(entry.lesson.minutes for entry in self.lessons)

    @property
    def minutes_left(self) -> int:
        return sum(entry.lesson.minutes for entry in self.lessons if not entry.is_done)


def outline_of(
    course: Course, viewer: Viewer, current: Lesson | None = None
) -> list[OutlineSection]:
    """Return the sections with the lessons that the viewer may open, in one query."""
    lessons = Lesson.objects.filter(course=course).open_to(viewer).select_related("section")
    if not course.is_edited_by(viewer):
        lessons = lessons.filter(status=Status.PUBLISHED)
    sections: dict[int, OutlineSection] = {}
    for lesson in lessons.in_order().with_completion_of(viewer).defer("body", "transcript"):
        lesson.course = course
        section = sections.setdefault(lesson.section_id, OutlineSection(lesson.section))
        section.lessons.append(OutlineLesson(lesson, lesson.is_done, lesson == current))
    return list(sections.values())


def summary_of(course: Course, viewer: Viewer, outline: list[OutlineSection]) -> CourseCard:
    """Return the course's card, from its outline and one query for the enrolment."""
    mine = Enrolment.objects.filter(learner=viewer.pk, course=course)
    place = mine.first() if viewer.is_authenticated else None
    return CourseCard(
        course=course,
        lessons=[entry.lesson for section in outline for entry in section.lessons],
        is_enrolled=place is not None,
        opened_lesson_id=place.opened_lesson_id if place else None,
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
    lessons = Lesson.objects.filter(course=lesson.course_id, status=Status.PUBLISHED).in_order()
    rows = list(lessons.with_completion_of(learner).only("course_id", "slug", "title", "minutes"))
    place = next((place for place, row in enumerate(rows) if row == lesson), len(rows))
    return Progress(
        OutlineLesson(lesson, any(row.is_done for row in rows[place : place + 1]), is_current=True),
        CourseCard(lesson.course, rows, is_enrolled=True),
        next(iter(rows[place + 1 :]), None),
    )
