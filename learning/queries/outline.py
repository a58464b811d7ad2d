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
        lessons=[entry.lesson for entry in entries_of(outline)],
        is_enrolled=place is not None,
        opened_lesson_id=place.opened_lesson_id if place else None,
    )


def entries_of(outline: list[OutlineSection]) -> list[OutlineLesson]:
    """Return the lessons of all sections, in order."""
    return [entry for section in outline for entry in section.lessons]


def neighbours(entries: list[OutlineLesson]) -> tuple[Lesson | None, Lesson | None]:
    """Return the lessons before and after the current one."""
    before = next((a.lesson for a, b in pairwise(entries) if b.is_current), None)
    after = next((b.lesson for a, b in pairwise(entries) if a.is_current), None)
    return before, after


def goal_of(entries: list[OutlineLesson]) -> Lesson | None:
    """Return the lesson to go on to: the next one not done, from the end back to the start.

    None when all others are done.
    """
    place = next((place for place, entry in enumerate(entries) if entry.is_current), 0)
    others = entries[place + 1 :] + entries[:place]
    return next((entry.lesson for entry in others if not entry.is_done), None)


@dataclass(frozen=True)
class Progress:
    """How far an enrolled learner is, seen from one lesson."""

    row: OutlineLesson
    part: OutlineSection
    card: CourseCard
    goal: Lesson | None


def progress_at(lesson: Lesson, learner: User) -> Progress:
    """Return what changes on the lesson's page when it is completed, in one small query."""
    lessons = Lesson.objects.filter(course=lesson.course_id, status=Status.PUBLISHED).in_order()
    columns = lessons.only("course_id", "section_id", "slug", "title", "minutes")
    rows = list(columns.with_completion_of(learner))
    entries = [OutlineLesson(row, row.is_done, is_current=row == lesson) for row in rows]
    is_done = any(entry.is_done for entry in entries if entry.is_current)
    part = [entry for entry in entries if entry.lesson.section_id == lesson.section_id]
    return Progress(
        OutlineLesson(lesson, is_done, is_current=True),
        OutlineSection(Section(pk=lesson.section_id), part),
        CourseCard(lesson.course, rows, is_enrolled=True),
        goal_of(entries),
    )
