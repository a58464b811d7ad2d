"""Pages ask the database as often for much as for little."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from gamification.models import Achievement, AchievementUnlock
from learning.models import Comment, Completion, Course, Enrolment, Lesson
from notifications.models import Email, Notification, Topic
from tests.conftest import NOON, SignIn, make_course, make_person

BUDGETS = {
    "/": 12,
    "/courses/": 6,
    "/courses/?q=knot": 6,
    "/courses/knots/": 8,
    "/courses/knots/lessons/knot-1/": 12,
    "/courses/knots/summary/": 10,
    "/achievements/": 10,
    "/people/ada/": 12,
    "/notifications/": 7,
    "/notifications/emails/": 7,
    "/notifications/preferences/": 6,
    "/accounts/settings/": 6,
    "/accounts/tokens/": 6,
}


def queries_of(client: Client, page: str) -> int:
    """Return how many statements the page needs."""
    with CaptureQueriesContext(connection) as captured:
        response = client.get(page)
    assert response.status_code == 200
    return len(captured)


def tell(person: User, number: int) -> None:
    """Give the person a notice and a mail."""
    Notification.objects.create(
        recipient=person,
        topic=Topic.REPLIES,
        title="Reply",
        url="/",
        created_at=NOON,
        shown_at=NOON,
    )
    Email.objects.create(
        recipient=person,
        topic=Topic.REPLIES,
        to_address=person.email,
        subject="Reply",
        text="Reply",
        message_id=f"<{number}@localhost>",
        created_at=NOON,
        due_at=NOON,
    )


def converse(person: User, lesson: Lesson, count: int) -> None:
    """Let the person write comments, each with a reply."""
    for number in range(count):
        at = NOON + timedelta(minutes=number)
        remark = Comment.objects.create(author=person, lesson=lesson, body="Hm", created_at=at)
        Comment.objects.create(
            author=person, lesson=lesson, body="Ah", created_at=at, parent=remark
        )


def unlock_all(person: User) -> None:
    """Let the person hold every achievement."""
    AchievementUnlock.objects.bulk_create(
        AchievementUnlock(learner=person, achievement=step, unlocked_at=NOON, threshold=1, count=1)
        for step in Achievement.objects.all()
    )


def grow(lesson: Lesson, ada: User, linus: User) -> None:
    """Make everything more: courses, lessons, learners, comments, notices, unlocks."""
    course = lesson.course
    for number in range(6):
        person = make_person(f"learner-{number}")
        Enrolment.objects.create(learner=person, course=course, enrolled_at=NOON)
        Completion.objects.create(learner=person, lesson=lesson, completed_at=NOON)
        converse(person, lesson, 3)
        unlock_all(person)
        another = make_course(linus, 20, slug=f"knots-{number}")
        Enrolment.objects.create(learner=ada, course=another, enrolled_at=NOON)
        tell(ada, number)
    for number in range(13, 40):
        Lesson.objects.create(
            section=lesson.section, slug=f"knot-{number}", title="Knot", position=number
        )
    for done in course.lessons.exclude(pk=lesson.pk)[:20]:
        Completion.objects.create(learner=ada, lesson=done, completed_at=NOON)


@pytest.mark.parametrize(("page", "budget"), BUDGETS.items())
def test_a_page_needs_as_many_queries_for_much_as_for_little(
    page: str, budget: int, lesson: Lesson, ada: User, linus: User, sign_in: SignIn
) -> None:
    client = sign_in(ada)
    Completion.objects.create(learner=ada, lesson=lesson, completed_at=NOON)
    converse(ada, lesson, 1)
    tell(ada, 99)
    little = queries_of(client, page)
    grow(lesson, ada, linus)

    much = queries_of(client, page)

    assert much == little
    assert much <= budget


@pytest.mark.parametrize("page", ["/", "/courses/", "/courses/knots/", "/people/ada/"])
def test_strangers_cost_no_more_than_the_page(
    page: str, lesson: Lesson, ada: User, linus: User, client: Client
) -> None:
    little = queries_of(client, page)
    grow(lesson, ada, linus)

    much = queries_of(client, page)

    assert much == little
    assert much <= BUDGETS[page]


def test_a_course_of_many_sections_costs_as_much_as_one(
    course: Course, ada: User, sign_in: SignIn
) -> None:
    client = sign_in(ada)
    little = queries_of(client, "/courses/knots/")
    for position, lesson in enumerate(course.lessons.all()):
        lesson.section = course.sections.create(slug=lesson.slug, title="S", position=position)
        lesson.save()

    much = queries_of(client, "/courses/knots/")

    assert much == little
