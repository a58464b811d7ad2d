"""A course that is no longer offered, for those who take part in it."""

import pytest
from django.test import Client

from accounts.models import User
from learning.models import Completion, Course, Enrolment, Lesson, Status
from tests.conftest import NOON, SignIn

COURSE = "/courses/knots/"
LEAVE = f"{COURSE}enrolment/removal/"


@pytest.fixture
def archived(lesson: Lesson, ada: User) -> Course:
    """The course after its author has archived it; Ada had finished a lesson."""
    Completion.objects.create(learner=ada, lesson=lesson, completed_at=NOON)
    Course.objects.update(status=Status.ARCHIVED)
    return Course.objects.get()


def test_a_learner_still_finds_its_page_with_the_lessons_closed(
    archived: Course, ada: User, sign_in: SignIn
) -> None:
    client = sign_in(ada)

    text = client.get(COURSE).content.decode()

    assert "no longer offered" in text
    assert "Leave this course" in text
    assert "lessons/knot-1" not in text
    assert client.get(f"{COURSE}lessons/knot-1/").status_code == 404


def test_for_all_others_it_is_gone(
    archived: Course, grace: User, client: Client, sign_in: SignIn
) -> None:
    answers = [
        client.get(COURSE).status_code,
        sign_in(grace).get(COURSE).status_code,
        sign_in(grace).post(LEAVE).status_code,
    ]

    assert answers == [404] * 3


def test_a_learner_can_leave_it_and_keeps_what_was_finished(
    archived: Course, ada: User, sign_in: SignIn
) -> None:
    client = sign_in(ada)

    response = client.post(LEAVE)

    assert (response.status_code, response.headers["Location"]) == (303, "/")
    assert not Enrolment.objects.filter(learner=ada).exists()
    assert Completion.objects.filter(learner=ada).count() == 1
    assert client.get(COURSE).status_code == 404


def test_with_htmx_the_whole_page_goes_home(archived: Course, ada: User, sign_in: SignIn) -> None:
    response = sign_in(ada).post(LEAVE, headers={"HX-Request": "true"})

    assert response.headers["HX-Redirect"] == "/"
    assert not Enrolment.objects.filter(learner=ada).exists()


def test_it_is_neither_in_the_catalogue_nor_among_what_comes_next(
    archived: Course, ada: User, sign_in: SignIn
) -> None:
    client = sign_in(ada)

    home = client.get("/").context

    assert [course.slug for course in home["archived"]] == ["knots"]
    assert (home["cards"], home["place"], home["next_step"]) == ([], None, None)
    assert client.get("/courses/").context["found"] == []


def test_its_author_leaves_it_and_still_sees_it(
    archived: Course, linus: User, sign_in: SignIn
) -> None:
    Enrolment.objects.create(learner=linus, course=archived, enrolled_at=NOON)

    response = sign_in(linus).post(LEAVE)

    assert response.headers["Location"] == COURSE
    assert not Enrolment.objects.filter(learner=linus).exists()
