"""Many at once, on PostgreSQL with its row locks; SQLite has none and proves nothing here."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection, connections

from accounts.models import User
from gamification.models import AchievementUnlock, BadgeUnlock
from learning.actions import complete_lesson, enrol, write_comment
from learning.models import Completion, Course, Lesson
from notifications.actions import hand_out_toasts
from notifications.models import Email
from tests.conftest import NOON, make_course, make_person
from tests.notifications.rows import make_notice

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs row locks"),
]

LEARNERS = 20

type Act = Callable[[], object]


@pytest.fixture
def course() -> Course:
    """A course of 12 lessons, all of whose learners are made by the tests."""
    return make_course(make_person("author"), 12)


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    """Threads that keep their connection until the end of the test."""
    with ThreadPoolExecutor(8) as pool:
        yield pool
        together(pool, [connections.close_all] * 8)


def together(pool: ThreadPoolExecutor, acts: list[Act]) -> list[object]:
    """Do all acts at the same moment, each in a thread of its own; raise what one raised."""
    barrier = threading.Barrier(len(acts), timeout=20)

    def run(act: Act) -> object:
        barrier.wait()
        return act()

    return list(pool.map(run, acts))


def make_learners(course: Course, count: int = LEARNERS) -> list[User]:
    learners = [make_person(f"learner-{number}") for number in range(count)]
    for learner in learners:
        enrol(learner=learner, course=course, at=NOON)
    return learners


def finish(learner: User, lesson: Lesson) -> Act:
    return partial(complete_lesson, learner=learner, lesson=lesson, at=NOON)


def say(learner: User, lesson: Lesson, body: str = "A loop.") -> Act:
    return partial(write_comment, author=learner, lesson=lesson, body=body, at=NOON)


def lessons_of(course: Course) -> list[Lesson]:
    return list(Lesson.objects.filter(course=course).order_by("position"))


def holders(name: str) -> Counter[str]:
    """Count the unlocks of this achievement by learner."""
    unlocks = AchievementUnlock.objects.filter(achievement__name=name)
    return Counter(unlocks.values_list("learner__username", flat=True))


def once_each(learners: list[User]) -> Counter[str]:
    return Counter(learner.username for learner in learners)


def test_the_same_completion_eight_times_at_once_counts_once(
    course: Course, pool: ThreadPoolExecutor
) -> None:
    [learner] = make_learners(course, 1)
    lesson = lessons_of(course)[0]

    together(pool, [finish(learner, lesson)] * 8)

    assert Completion.objects.count() == 1
    assert holders("First Lesson Watched") == {"learner-0": 1}
    assert Email.objects.count() == learner.notifications.count() == 1


def test_two_tabs_that_cross_a_lesson_threshold_together_unlock_it_once(
    course: Course, pool: ThreadPoolExecutor
) -> None:
    learners = make_learners(course)
    lessons = lessons_of(course)
    for learner in learners:
        for lesson in lessons[:3]:
            finish(learner, lesson)()

    for learner in learners:
        together(pool, [finish(learner, lesson) for lesson in lessons[3:5]])

    assert holders("5 Lessons Watched") == once_each(learners)
    assert Email.objects.count() == 2 * LEARNERS


def test_two_first_lessons_at_once_unlock_the_first_once(
    course: Course, pool: ThreadPoolExecutor
) -> None:
    learners = make_learners(course)
    lessons = lessons_of(course)

    for learner in learners:
        together(pool, [finish(learner, lesson) for lesson in lessons[:2]])

    assert holders("First Lesson Watched") == once_each(learners)
    assert Email.objects.count() == LEARNERS


def test_two_tabs_that_cross_a_comment_threshold_together_unlock_it_once(
    course: Course, pool: ThreadPoolExecutor
) -> None:
    learners = make_learners(course)
    lesson = lessons_of(course)[0]
    for learner in learners:
        say(learner, lesson)()

    for learner in learners:
        together(pool, [say(learner, lesson, body) for body in ("Mind it.", "I do.")])

    assert holders("3 Comments Written") == once_each(learners)
    assert Email.objects.count() == 2 * LEARNERS


def test_a_lesson_and_a_comment_that_reach_a_badge_together_unlock_it_once(
    course: Course, pool: ThreadPoolExecutor
) -> None:
    learners = make_learners(course)
    lessons = lessons_of(course)
    for learner in learners:
        for lesson in lessons[:4]:
            finish(learner, lesson)()
        for body in ("One.", "Two."):
            say(learner, lessons[0], body)()

    for learner in learners:
        together(pool, [finish(learner, lessons[4]), say(learner, lessons[0], "Three.")])

    assert holders("5 Lessons Watched") == holders("3 Comments Written") == once_each(learners)
    badges = BadgeUnlock.objects.filter(badge__name="Intermediate")
    assert Counter(badges.values_list("learner__username", flat=True)) == once_each(learners)


def test_pages_that_ask_for_toasts_at_once_get_each_toast_once(
    course: Course, pool: ThreadPoolExecutor
) -> None:
    for learner in make_learners(course):
        notices = [make_notice(learner, str(number)) for number in range(3)]
        ask = partial(hand_out_toasts, recipient=learner, at=NOON + timedelta(seconds=1))

        handed = together(pool, [ask] * 8)

        shown = [notice.pk for answer in handed if isinstance(answer, list) for notice in answer]
        assert sorted(shown) == [notice.pk for notice in notices]
