"""Which lesson was open last."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from learning.actions import remember_visit
from learning.actions.visits import VISIT
from learning.models import Enrolment, Lesson, Status
from tests.conftest import NOON, SignIn

ADDRESS = "/courses/knots/lessons/knot-1/"


def enrolment(ada: User) -> Enrolment:
    """Return Ada's enrolment as it is now."""
    return Enrolment.objects.get(learner=ada)


def test_opening_a_lesson_is_remembered(lesson: Lesson, ada: User, sign_in: SignIn) -> None:
    sign_in(ada).get(ADDRESS)

    assert enrolment(ada).opened_lesson == lesson
    assert enrolment(ada).opened_at is not None


@pytest.mark.parametrize(("method", "status"), [("head", Status.PUBLISHED), ("get", Status.DRAFT)])
def test_what_is_only_asked_about_or_not_open_is_not(
    method: str, status: str, lesson: Lesson, ada: User, sign_in: SignIn
) -> None:
    Lesson.objects.filter(pk=lesson.pk).update(status=status)

    getattr(sign_in(ada), method)(ADDRESS)

    assert enrolment(ada).opened_lesson is None


@pytest.mark.parametrize(("later", "expected"), [(VISIT / 2, 0), (VISIT + timedelta(seconds=1), 1)])
def test_the_same_lesson_is_noted_again_after_a_while(
    later: timedelta, expected: int, lesson: Lesson, ada: User
) -> None:
    remember_visit(learner=ada, lesson=lesson, at=NOON)

    remember_visit(learner=ada, lesson=lesson, at=NOON + later)

    assert enrolment(ada).opened_at == NOON + expected * later


def test_another_lesson_is_noted_at_once(lesson: Lesson, ada: User) -> None:
    remember_visit(learner=ada, lesson=lesson, at=NOON)
    another = Lesson.objects.get(slug="knot-2")

    remember_visit(learner=ada, lesson=another, at=NOON + timedelta(seconds=1))

    assert enrolment(ada).opened_lesson == another


def test_nothing_is_noted_of_whoever_takes_no_part(lesson: Lesson, grace: User) -> None:
    remember_visit(learner=grace, lesson=lesson, at=NOON)

    assert not Enrolment.objects.filter(opened_lesson__isnull=False).exists()


def test_it_takes_one_statement(lesson: Lesson, ada: User) -> None:
    with CaptureQueriesContext(connection) as captured:
        remember_visit(learner=ada, lesson=lesson, at=NOON)

    assert len(captured) == 1
