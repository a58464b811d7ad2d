"""Ways to have learned and written much, without doing it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django_q.models import OrmQ

from accounts.models import User
from gamification.models import Achievement, AchievementUnlock, Group
from learning.models import Comment, Completion, Course, Enrolment, Lesson
from tests.conftest import NOON, make_course

type Deeds = Callable[[User, int], None]


@pytest.fixture
def long_course(linus: User, ada: User) -> Course:
    """A course of 50 lessons, in which Ada is enrolled."""
    course = make_course(linus, 50, slug="rigging")
    Enrolment.objects.create(learner=ada, course=course, enrolled_at=NOON)
    return course


@pytest.fixture
def have_completed(long_course: Course) -> Deeds:
    """Return a function that writes completions of the first lessons, past all awards."""

    def write(learner: User, count: int) -> None:
        Completion.objects.bulk_create(
            Completion(learner=learner, lesson=lesson, completed_at=NOON)
            for lesson in long_course.lessons.in_order()[:count]
        )

    return write


@pytest.fixture
def have_written(long_course: Course) -> Deeds:
    """Return a function that writes comments under the first lesson, past all awards."""

    def write(author: User, count: int) -> None:
        lesson = long_course.lessons.in_order()[0]
        Comment.objects.bulk_create(
            Comment(
                author=author, lesson=lesson, body="Hm", created_at=NOON - timedelta(hours=n + 1)
            )
            for n in range(count)
        )

    return write


def unlock(learner: User, *names: str) -> None:
    """Let the learner hold the achievements of these names."""
    steps = [Achievement.objects.get(name=name) for name in names]
    AchievementUnlock.objects.bulk_create(
        AchievementUnlock(
            learner=learner,
            achievement=step,
            unlocked_at=NOON,
            threshold=step.threshold,
            count=step.threshold,
        )
        for step in steps
    )


def unlocked_by(learner: User) -> list[str]:
    """Return the names of what the learner holds, in the order of the unlock."""
    rows = AchievementUnlock.objects.filter(learner=learner).order_by("pk")
    return list(rows.values_list("achievement__name", flat=True))


def all_names(group: Group | None = None) -> list[str]:
    """Return the names of all achievements, or of one group's, in order."""
    steps = Achievement.objects.all()
    return [step.name for step in steps if group in {None, step.group}]


def lesson_address(number: int) -> str:
    """Return the address of a lesson of the long course."""
    return f"/courses/rigging/lessons/knot-{number}/"


def nth_lesson(course: Course, number: int) -> Lesson:
    """Return the lesson of this number, counted from 1."""
    return course.lessons.in_order().select_related("course")[number - 1]


def pop_backfills() -> list[tuple[int, ...]]:
    """Empty the queue and return the arguments of the backfills that were in it."""
    tasks = [row.task for row in OrmQ.objects.order_by("pk")]
    OrmQ.objects.all().delete()
    return [task["args"] for task in tasks if task["func"] == "gamification.tasks.backfill"]
