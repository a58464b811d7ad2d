from html.parser import HTMLParser

import pytest

from accounts.models import User
from gamification.models import AchievementUnlock
from learning.models import Comment, Completion, Course, Lesson
from tests.conftest import NOON, SignIn

MODELS = ["course", "section", "lesson", "comment", "enrolment", "completion"]


class FormReader(HTMLParser):
    """Collects what a browser would send for the page's forms if nothing were changed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.data: dict[str, str] = {}
        self.open = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        name = values.get("name") or ""
        if tag == "input" and values.get("type") not in {"submit", "file", "checkbox", "image"}:
            self.data[name] = values.get("value") or ""
        elif tag in {"select", "textarea"}:
            self.open = name
            self.data[name] = ""
        elif tag == "option" and "selected" in values:
            self.data[self.open] = values.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in {"select", "textarea"}:
            self.open = ""

    def handle_data(self, data: str) -> None:
        if self.open in {"body", "description", "transcript"}:
            self.data[self.open] += data


@pytest.fixture
def facts(lesson: Lesson, ada: User) -> Comment:
    """A completion and a comment by Ada."""
    Completion.objects.create(learner=ada, lesson=lesson, completed_at=NOON)
    return Comment.objects.create(author=ada, lesson=lesson, body="Why twice?", created_at=NOON)


def changed(client_page: str, **fields: str) -> dict[str, str]:
    """Return the data of the page's form with some fields typed anew."""
    return FormReader(client_page).data | fields


@pytest.mark.parametrize("model", MODELS)
def test_a_superuser_opens_the_list_and_searches_it(
    model: str, facts: Comment, admin: User, sign_in: SignIn
) -> None:
    client = sign_in(admin)

    answers = [client.get(f"/admin/learning/{model}/{query}") for query in ("", "?q=a")]

    assert [answer.status_code for answer in answers] == [200, 200]


@pytest.mark.parametrize("model", MODELS)
def test_a_superuser_opens_every_row(
    model: str, facts: Comment, lesson: Lesson, admin: User, sign_in: SignIn
) -> None:
    rows = {
        "course": lesson.course_id,
        "section": lesson.section_id,
        "lesson": lesson.pk,
        "comment": facts.pk,
        "enrolment": lesson.course.enrolments.get().pk,
        "completion": lesson.completions.get().pk,
    }

    response = sign_in(admin).get(f"/admin/learning/{model}/{rows[model]}/change/")

    assert response.status_code == 200


def test_a_superuser_saves_a_course_with_its_sections(
    course: Course, admin: User, sign_in: SignIn
) -> None:
    client = sign_in(admin)
    address = f"/admin/learning/course/{course.pk}/change/"
    data = changed(client.get(address).content.decode(), title="All knots")

    response = client.post(address, data)

    course.refresh_from_db()
    assert response.status_code == 303
    assert course.title == "All knots"
    assert course.sections.count() == 1


def test_a_superuser_saves_a_lesson(lesson: Lesson, admin: User, sign_in: SignIn) -> None:
    client = sign_in(admin)
    address = f"/admin/learning/lesson/{lesson.pk}/change/"
    data = changed(client.get(address).content.decode(), body="Over, *under*.")

    response = client.post(address, data)

    lesson.refresh_from_db()
    assert response.status_code == 303
    assert lesson.body == "Over, *under*."


def test_a_lesson_that_is_added_belongs_to_the_course_of_its_section(
    course: Course, admin: User, sign_in: SignIn
) -> None:
    client = sign_in(admin)
    page = client.get("/admin/learning/lesson/add/").content.decode()
    section = str(course.sections.get().pk)
    data = changed(page, section=section, title="Reef", slug="reef", minutes="3")

    response = client.post("/admin/learning/lesson/add/", data)

    assert response.status_code == 303
    assert Lesson.objects.get(slug="reef").course == course


def test_a_second_lesson_of_one_address_is_refused_with_words(
    lesson: Lesson, admin: User, sign_in: SignIn
) -> None:
    client = sign_in(admin)
    page = client.get("/admin/learning/lesson/add/").content.decode()
    section = str(lesson.section_id)
    data = changed(page, section=section, title="Again", slug=lesson.slug, minutes="3")

    response = client.post("/admin/learning/lesson/add/", data)

    assert response.status_code == 200
    assert "errornote" in response.content.decode()


def test_taking_comments_down_hides_them_and_keeps_what_they_unlocked(
    facts: Comment, ada: User, admin: User, sign_in: SignIn
) -> None:
    ada_client = sign_in(ada)
    ada_client.post("/courses/knots/lessons/knot-1/comments/", {"body": "Spam"})
    spam = Comment.objects.get(body="Spam")
    held = AchievementUnlock.objects.count()

    sign_in(admin).post(
        "/admin/learning/comment/", {"action": "take_down", "_selected_action": [spam.pk]}
    )

    page = ada_client.get("/courses/knots/lessons/knot-1/").content.decode()
    assert "Spam" not in page
    assert AchievementUnlock.objects.count() == held > 0


@pytest.mark.parametrize("model", ["comment", "enrolment", "completion"])
@pytest.mark.parametrize("act", ["add/", "{pk}/delete/"])
def test_facts_are_neither_added_nor_deleted_by_hand(
    act: str, model: str, facts: Comment, lesson: Lesson, admin: User, sign_in: SignIn
) -> None:
    rows = {
        "comment": facts.pk,
        "enrolment": lesson.course.enrolments.get().pk,
        "completion": lesson.completions.get().pk,
    }
    path = act.format(pk=rows[model])

    response = sign_in(admin).post(f"/admin/learning/{model}/{path}", {"post": "yes"})

    assert response.status_code == 403


@pytest.mark.parametrize("model", ["", *(f"learning/{model}/" for model in MODELS)])
def test_a_learner_is_refused_at_the_end_of_the_way(
    model: str, course: Course, ada: User, sign_in: SignIn
) -> None:
    response = sign_in(ada).get(f"/admin/{model}", follow=True)

    assert response.status_code == 403


@pytest.mark.parametrize("model", MODELS)
def test_staff_without_rights_are_refused(
    model: str, course: Course, ada: User, sign_in: SignIn
) -> None:
    User.objects.filter(pk=ada.pk).update(is_staff=True)

    response = sign_in(ada).get(f"/admin/learning/{model}/")

    assert response.status_code == 403
