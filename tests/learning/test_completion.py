import re

import pytest
from django.test import Client

from accounts.models import User
from learning.models import Completion, Course, Lesson, Status
from tests.conftest import NOON, SignIn, make_course

LESSON = "/courses/knots/lessons/knot-1/"
HX = {"HX-Request": "true"}


def test_completing_a_lesson_offers_the_next_one(
    lesson: Lesson, ada: User, sign_in: SignIn
) -> None:
    response = sign_in(ada).post(f"{LESSON}completion/", follow=True)

    assert response.redirect_chain[-1][0] == LESSON
    assert "Next: Knot 2" in response.content.decode()
    assert Completion.objects.filter(learner=ada, lesson=lesson).count() == 1


def test_completing_a_lesson_twice_records_it_once_and_keeps_the_time(
    lesson: Lesson, ada: User, sign_in: SignIn
) -> None:
    Completion.objects.create(learner=ada, lesson=lesson, completed_at=NOON)

    response = sign_in(ada).post(f"{LESSON}completion/")

    assert response.headers["Location"] == LESSON
    assert [row.completed_at for row in Completion.objects.all()] == [NOON]


@pytest.mark.parametrize("act", ["completion/", "completion/removal/"])
def test_without_javascript_the_answer_is_a_redirect_to_the_lesson(
    act: str, lesson: Lesson, ada: User, sign_in: SignIn
) -> None:
    response = sign_in(ada).post(f"{LESSON}{act}")

    assert (response.status_code, response.headers["Location"]) == (303, LESSON)


def test_with_htmx_completing_answers_with_the_button_and_the_outline(
    lesson: Lesson, ada: User, sign_in: SignIn
) -> None:
    response = sign_in(ada).post(f"{LESSON}completion/", headers=HX)

    text = response.content.decode()
    assert response.status_code == 200
    assert 'id="lesson-action"' in text
    assert re.search(r'<span id="completion-said"[^>]*hx-swap-oob="true"', text)
    assert 'id="outline-progress"' in text
    assert f'id="lesson-{lesson.pk}"' in text
    assert "hx-swap-oob" in text
    assert "<html" not in text


def finish_all_but(learner: User, *slugs: str) -> None:
    """Let the learner have finished all lessons but these."""
    for lesson in Lesson.objects.exclude(slug__in=slugs):
        Completion.objects.create(learner=learner, lesson=lesson, completed_at=NOON)


def test_with_htmx_the_section_counts_again(lesson: Lesson, ada: User, sign_in: SignIn) -> None:
    text = sign_in(ada).post(f"{LESSON}completion/", headers=HX).content.decode()

    assert f'id="section-{lesson.section_id}-progress" hx-swap-oob' in text
    assert text.count("1 of 12 · 44 min left") == 2


@pytest.mark.parametrize("headers", [{}, HX])
def test_after_the_last_lesson_comes_what_was_left_out(
    headers: dict[str, str], lesson: Lesson, ada: User, sign_in: SignIn
) -> None:
    finish_all_but(ada, "knot-5", "knot-12")
    address = "/courses/knots/lessons/knot-12/completion/"

    response = sign_in(ada).post(address, headers=headers, follow=True)

    assert "Next: Knot 5 · 4 min" in response.content.decode()


@pytest.mark.parametrize("headers", [{}, HX])
@pytest.mark.parametrize("last", ["knot-5", "knot-12"])
def test_whatever_lesson_is_the_last_finishes_the_course(
    last: str, headers: dict[str, str], lesson: Lesson, ada: User, sign_in: SignIn
) -> None:
    finish_all_but(ada, last)
    address = f"/courses/knots/lessons/{last}/completion/"

    text = sign_in(ada).post(address, headers=headers, follow=True).content.decode()

    assert "Finish course" in text
    assert 'href="/courses/knots/summary/"' in text


def test_undoing_takes_the_completion_back(lesson: Lesson, ada: User, sign_in: SignIn) -> None:
    Completion.objects.create(learner=ada, lesson=lesson, completed_at=NOON)

    response = sign_in(ada).post(f"{LESSON}completion/removal/", follow=True)

    assert "Mark complete and continue" in response.content.decode()
    assert not Completion.objects.exists()


def test_undoing_twice_changes_nothing_more(lesson: Lesson, ada: User, sign_in: SignIn) -> None:
    response = sign_in(ada).post(f"{LESSON}completion/removal/", headers=HX)

    assert response.status_code == 200
    assert "Mark complete and continue" in response.content.decode()


def test_undoing_leaves_the_completions_of_others(
    lesson: Lesson, ada: User, grace: User, sign_in: SignIn
) -> None:
    Completion.objects.create(learner=grace, lesson=lesson, completed_at=NOON)

    sign_in(ada).post(f"{LESSON}completion/removal/")

    assert Completion.objects.get().learner == grace


@pytest.mark.parametrize("headers", [{}, HX])
def test_who_is_not_enrolled_completes_nothing_and_is_offered_to_enrol(
    headers: dict[str, str], lesson: Lesson, grace: User, sign_in: SignIn
) -> None:
    response = sign_in(grace).post(f"{LESSON}completion/", headers=headers)

    assert response.status_code == 403
    assert "Enrol in this course" in response.content.decode()
    assert not Completion.objects.exists()


@pytest.mark.parametrize("status", [Status.DRAFT, Status.ARCHIVED])
@pytest.mark.parametrize("model", [Course, Lesson])
def test_a_lesson_that_is_not_published_is_not_there_for_learners(
    model: type[Course | Lesson], status: Status, lesson: Lesson, ada: User, sign_in: SignIn
) -> None:
    model.objects.update(status=status)
    client = sign_in(ada)

    answers = [client.get(LESSON), client.post(f"{LESSON}completion/")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert not Completion.objects.exists()


def test_a_preview_by_the_author_records_nothing(
    draft: Lesson, linus: User, sign_in: SignIn
) -> None:
    client = sign_in(linus)

    page = client.get("/courses/knots/lessons/slip/")
    act = client.post("/courses/knots/lessons/slip/completion/")

    assert "Preview" in page.content.decode()
    assert act.status_code == 404
    assert not Completion.objects.exists()


def test_an_author_may_not_look_at_the_drafts_of_another(
    draft: Lesson, grace: User, sign_in: SignIn
) -> None:
    make_course(grace, 1, slug="sails")

    response = sign_in(grace).get("/courses/knots/lessons/slip/")

    assert response.status_code == 404


def test_a_lesson_is_not_found_under_the_address_of_another_course(
    course: Course, linus: User, ada: User, sign_in: SignIn
) -> None:
    make_course(linus, 1, slug="sails")

    response = sign_in(ada).post("/courses/sails/lessons/knot-2/completion/")

    assert response.status_code == 404
    assert not Completion.objects.exists()


def test_a_time_sent_by_the_browser_is_ignored(
    at_noon: object, lesson: Lesson, ada: User, grace: User, sign_in: SignIn
) -> None:
    extra = {"completed_at": "2001-01-01", "learner": grace.pk, "user_id": grace.pk}

    sign_in(ada).post(f"{LESSON}completion/", extra)

    completion = Completion.objects.get()
    assert (completion.learner, completion.completed_at) == (ada, NOON)


def test_a_stranger_completes_nothing(lesson: Lesson, client: Client) -> None:
    response = client.post(f"{LESSON}completion/", headers=HX)

    assert response.status_code == 401
    assert response.headers["HX-Redirect"].startswith("/accounts/login/")
    assert not Completion.objects.exists()


def test_the_token_against_forged_requests_is_asked_for(lesson: Lesson, ada: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)

    response = client.post(f"{LESSON}completion/")

    assert response.status_code == 403
    assert not Completion.objects.exists()


def test_who_has_left_the_course_cannot_take_a_completion_back(
    lesson: Lesson, ada: User, sign_in: SignIn
) -> None:
    client = sign_in(ada)
    client.post(f"{LESSON}completion/")
    client.post("/courses/knots/enrolment/removal/")

    answer = client.post(f"{LESSON}completion/removal/")

    assert answer.status_code == 403
    assert Completion.objects.count() == 1
