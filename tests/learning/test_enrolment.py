import pytest
from django.test import Client

from accounts.models import User
from learning.models import Completion, Course, Enrolment, Lesson, Status
from tests.conftest import NOON, SignIn

COURSE = "/courses/knots/"
HX = {"HX-Request": "true"}


def test_enrolling_opens_the_lessons(course: Course, grace: User, sign_in: SignIn) -> None:
    client = sign_in(grace)

    client.post(f"{COURSE}enrolment/")

    assert client.get(f"{COURSE}lessons/knot-1/").status_code == 200


def test_enrolling_twice_enrols_once(course: Course, grace: User, sign_in: SignIn) -> None:
    client = sign_in(grace)
    client.post(f"{COURSE}enrolment/")

    response = client.post(f"{COURSE}enrolment/")

    assert response.url == COURSE  # type: ignore[attr-defined]
    assert Enrolment.objects.filter(learner=grace, course=course).count() == 1


@pytest.mark.parametrize("act", ["enrolment/", "enrolment/removal/"])
def test_without_javascript_the_answer_is_a_redirect_to_the_course(
    act: str, course: Course, ada: User, sign_in: SignIn
) -> None:
    response = sign_in(ada).post(f"{COURSE}{act}")

    assert (response.status_code, response.headers["Location"]) == (303, COURSE)


def test_with_htmx_enrolling_answers_with_the_panel_alone(
    course: Course, grace: User, sign_in: SignIn
) -> None:
    response = sign_in(grace).post(f"{COURSE}enrolment/", headers=HX)

    text = response.content.decode()
    assert response.status_code == 200
    assert 'id="enrolment"' in text
    assert "Leave this course" in text
    assert "<html" not in text


def test_leaving_closes_the_lessons(course: Course, ada: User, sign_in: SignIn) -> None:
    client = sign_in(ada)

    client.post(f"{COURSE}enrolment/removal/")

    assert client.get(f"{COURSE}lessons/knot-1/").status_code == 403


def test_leaving_twice_changes_nothing_more(course: Course, ada: User, sign_in: SignIn) -> None:
    client = sign_in(ada)
    client.post(f"{COURSE}enrolment/removal/")

    response = client.post(f"{COURSE}enrolment/removal/", headers=HX)

    assert response.status_code == 200
    assert "Enrol in this course" in response.content.decode()
    assert not Enrolment.objects.filter(learner=ada).exists()


def test_leaving_keeps_what_was_completed_for_a_return(
    lesson: Lesson, ada: User, sign_in: SignIn
) -> None:
    Completion.objects.create(learner=ada, lesson=lesson, completed_at=NOON)
    client = sign_in(ada)
    client.post(f"{COURSE}enrolment/removal/")

    client.post(f"{COURSE}enrolment/")

    assert "Lesson complete" in client.get(f"{COURSE}lessons/knot-1/").content.decode()


def test_a_stranger_is_sent_to_sign_in_and_back_to_the_page_of_the_form(
    course: Course, client: Client
) -> None:
    page = f"http://testserver{COURSE}?from=mail"

    response = client.post(f"{COURSE}enrolment/", headers={"Referer": page})

    assert response.status_code == 303
    assert response.headers["Location"] == "/accounts/login/?next=/courses/knots/%3Ffrom%3Dmail"


def test_a_stranger_with_htmx_gets_a_redirect_of_the_whole_page(
    course: Course, client: Client
) -> None:
    page = f"http://testserver{COURSE}"

    response = client.post(f"{COURSE}enrolment/", headers=HX | {"HX-Current-URL": page})

    assert response.status_code == 401
    assert response.headers["HX-Redirect"] == "/accounts/login/?next=%2Fcourses%2Fknots%2F"
    assert response.content == b""


def test_a_foreign_page_is_not_where_a_stranger_comes_back_to(
    course: Course, client: Client
) -> None:
    response = client.post(f"{COURSE}enrolment/", headers={"Referer": "https://evil.example/x"})

    assert response.headers["Location"] == "/accounts/login/?next=/"


@pytest.mark.parametrize("status", [Status.DRAFT, Status.ARCHIVED])
def test_nobody_enrols_in_a_course_that_is_not_published(
    status: Status, course: Course, grace: User, sign_in: SignIn
) -> None:
    Course.objects.update(status=status)

    response = sign_in(grace).post(f"{COURSE}enrolment/")

    assert response.status_code == 404
    assert not Enrolment.objects.filter(learner=grace).exists()
