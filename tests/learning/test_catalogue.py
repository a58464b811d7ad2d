import pytest
from django.test import Client

from accounts.models import User
from learning.models import Completion, Course, Lesson, Status
from tests.conftest import NOON, SignIn, make_course


def titles(client: Client, query: str) -> list[str]:
    """Return the titles of the courses that the search finds, by its page's data."""
    response = client.get("/courses/", {"q": query})
    return [found.card.course.title for found in response.context["found"]]


def test_strangers_see_the_published_courses(course: Course, linus: User, client: Client) -> None:
    make_course(linus, 1, slug="sails")
    Course.objects.filter(slug="sails").update(status=Status.DRAFT)

    text = client.get("/courses/").content.decode()

    assert "/courses/knots/" in text
    assert "12 lessons" in text
    assert "Sails" not in text


def test_the_catalogue_shows_ones_progress(lesson: Lesson, ada: User, sign_in: SignIn) -> None:
    Completion.objects.create(learner=ada, lesson=lesson, completed_at=NOON)

    card = sign_in(ada).get("/courses/").context["found"][0].card

    assert (card.done_count, card.lesson_count, card.percent) == (1, 12, 8)
    assert (card.minutes_total, card.minutes_left) == (48, 44)
    assert card.url == "/courses/knots/lessons/knot-2/"


def test_a_finished_course_has_nothing_left(course: Course, ada: User, sign_in: SignIn) -> None:
    Completion.objects.bulk_create(
        Completion(learner=ada, lesson=lesson, completed_at=NOON) for lesson in course.lessons.all()
    )

    card = sign_in(ada).get("/courses/").context["found"][0].card

    assert (card.is_finished, card.percent, card.minutes_left) == (True, 100, 0)
    assert card.url == "/courses/knots/"


def test_drafts_count_neither_as_lessons_nor_as_progress(
    draft: Lesson, ada: User, sign_in: SignIn
) -> None:
    Completion.objects.create(learner=ada, lesson=draft, completed_at=NOON)

    card = sign_in(ada).get("/courses/").context["found"][0].card

    assert (card.lesson_count, card.done_count, card.minutes_total) == (12, 0, 48)


@pytest.mark.parametrize("query", ["knots", "KNOTS", "ropes.", "Knot 12", "ropes 11", "  knots  "])
def test_search_finds_titles_summaries_and_lessons(
    query: str, course: Course, client: Client
) -> None:
    found = titles(client, query)

    assert found == ["Knots"]


@pytest.mark.parametrize(
    "query", ["anchor", "knots anchor", "%", "_", "'", "\\", "knot\x00s anchor"]
)
def test_search_finds_only_what_has_every_word(query: str, course: Course, client: Client) -> None:
    found = titles(client, query)

    assert found == []


def test_search_says_what_was_sought_as_text(course: Course, client: Client) -> None:
    response = client.get("/courses/", {"q": '"><script>alert(1)</script>'})

    text = response.content.decode()
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_a_very_long_search_is_cut(course: Course, client: Client) -> None:
    response = client.get("/courses/", {"q": "knots " * 5000})

    assert response.status_code == 200
    assert len(response.context["query"]) <= 100


@pytest.mark.parametrize("status", [Status.DRAFT, Status.ARCHIVED])
def test_search_leaks_no_lesson_that_is_not_published(
    status: Status, draft: Lesson, ada: User, sign_in: SignIn
) -> None:
    Lesson.objects.filter(pk=draft.pk).update(status=status, body="Nobody may read this.")

    found = titles(sign_in(ada), "slip") + titles(sign_in(ada), "nobody")

    assert found == []


@pytest.mark.parametrize("query", ["", "sails", "secret"])
def test_search_leaks_no_course_that_is_not_published(
    query: str, linus: User, sign_in: SignIn
) -> None:
    make_course(linus, 1, slug="sails")
    Course.objects.update(status=Status.DRAFT, description="secret")

    found = titles(sign_in(linus), query)

    assert found == []


@pytest.mark.parametrize(
    "page", ["/", "/courses/", "/courses/knots/", "/courses/knots/lessons/knot-12/"]
)
def test_no_page_names_a_draft(page: str, draft: Lesson, ada: User, sign_in: SignIn) -> None:
    response = sign_in(ada).get(page)

    assert response.status_code == 200
    assert "Slip Knot" not in response.content.decode()
    assert "lessons/slip" not in response.content.decode()


def test_a_draft_course_is_not_there_but_for_its_author_and_staff(
    course: Course, ada: User, linus: User, admin: User, client: Client, sign_in: SignIn
) -> None:
    Course.objects.update(status=Status.DRAFT)

    people = [client, sign_in(ada), sign_in(linus), sign_in(admin)]

    answers = [person.get("/courses/knots/").status_code for person in people]
    assert answers == [404, 404, 200, 200]


def test_the_author_sees_drafts_in_the_outline(draft: Lesson, linus: User, sign_in: SignIn) -> None:
    text = sign_in(linus).get("/courses/knots/").content.decode()

    assert "Slip Knot" in text


def test_the_outline_is_in_order_and_ticks_what_is_done(
    lesson: Lesson, ada: User, sign_in: SignIn
) -> None:
    Completion.objects.create(learner=ada, lesson=lesson, completed_at=NOON)
    Lesson.objects.filter(slug="knot-12").update(position=0)

    sections = sign_in(ada).get("/courses/knots/").context["outline"]

    entries = [(entry.lesson.slug, entry.is_done) for entry in sections[0].lessons]
    assert entries[:3] == [("knot-12", False), ("knot-1", True), ("knot-2", False)]
    assert (sections[0].done_count, sections[0].minutes_left) == (1, 44)


def test_the_course_page_says_what_is_done_and_left_in_each_section(
    lesson: Lesson, ada: User, sign_in: SignIn
) -> None:
    Completion.objects.create(learner=ada, lesson=lesson, completed_at=NOON)
    done = lesson.course.sections.create(slug="second", title="Second", position=2)
    lesson.section = done
    lesson.save()

    text = " ".join(sign_in(ada).get("/courses/knots/").content.decode().split())

    assert "<span>0 of 11</span><span>44 min left</span>" in text
    assert "Finished</span><span>4 min</span>" in text
    assert 'max="11" value="0" aria-label="Progress in First"' in text
