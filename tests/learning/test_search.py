"""What is sought in the catalogue, and what is shown of where it was found."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from learning.models import Course, Lesson, Status
from learning.models.search import LESSON_TEXTS, Term, has, terms_of
from learning.queries.catalogue import Length
from tests.conftest import make_course

HX = {"HX-Request": "true"}


@pytest.fixture
def sails(linus: User, course: Course) -> Course:
    """A second course, on a higher level, longer, and with words in its lessons."""
    sails = make_course(linus, 3, slug="sails")
    Course.objects.filter(pk=sails.pk).update(
        level="advanced", summary="Cloth and wind.", position=1
    )
    texts = {
        "knot-1": ("Reefing", "Take a reef before the storm comes."),
        "knot-2": ("Tacking", "Turn the bow through the wind; the sheets are eased."),
        "knot-3": ("Storms", "Heave to. A storm passes."),
    }
    for slug, (title, body) in texts.items():
        sails.lessons.filter(slug=slug).update(title=title, body=body, minutes=40)
    return sails


def look(client: Client, **wish: str) -> list[tuple[str, list[str]]]:
    """Return the courses that are found, each with the lessons that are named."""
    found = client.get("/courses/", wish).context["found"]
    return [(each.card.course.slug, [hit.title for hit in each.hits]) for each in found]


def test_words_stand_alone_in_quotes_or_behind_a_hyphen() -> None:
    assert terms_of('reef "the storm" -wind "" - \x00') == [
        Term("reef"),
        Term("the storm", is_phrase=True),
        Term("wind", is_unwanted=True),
        Term("-"),
    ]


def test_only_so_many_words_are_looked_for() -> None:
    assert len(terms_of("knot " * 50)) == 8


@pytest.mark.parametrize("query", ["storm", "STORM", '"heave to"', "heave storm", "reefing"])
def test_simple_words_are_found_in_titles_and_texts(
    query: str, sails: Course, client: Client
) -> None:
    assert [slug for slug, _ in look(client, q=query)] == ["sails"]


@pytest.mark.parametrize("query", ['"passes storm"', "storm anchor", "storm -wind", "sails -reef"])
def test_what_lacks_a_word_or_has_an_unwanted_one_is_not_found(
    query: str, sails: Course, client: Client
) -> None:
    assert look(client, q=query) == []


def test_an_unwanted_word_leaves_the_others(sails: Course, client: Client) -> None:
    assert [slug for slug, _ in look(client, q="-storm")] == ["knots"]


def test_the_words_of_a_video_are_found(sails: Course, client: Client) -> None:
    sails.lessons.filter(slug="knot-2").update(transcript="Mind the boom.")

    assert look(client, q="boom") == [("sails", ["Tacking"])]


def test_lessons_with_the_word_in_the_title_are_named_first(sails: Course, client: Client) -> None:
    assert look(client, q="storm") == [("sails", ["Storms"])]


def test_lessons_with_most_of_the_words_are_named(sails: Course, client: Client) -> None:
    assert look(client, q="storm reef") == [("sails", ["Reefing"])]


def test_where_the_course_is_about_the_word_texts_are_not_named(
    sails: Course, client: Client
) -> None:
    assert look(client, q="wind") == [("sails", [])]


def test_at_most_three_lessons_are_named(course: Course, client: Client) -> None:
    assert look(client, q="knot") == [("knots", ["Knot 1", "Knot 2", "Knot 3"])]


def test_a_lesson_that_is_named_is_linked(sails: Course, client: Client) -> None:
    text = client.get("/courses/", {"q": "tacking"}).content.decode()

    assert '<a href="/courses/sails/lessons/knot-2/"><bdi lang="en">Tacking</bdi></a>' in text


def test_no_draft_is_named(sails: Course, client: Client) -> None:
    sails.lessons.filter(slug="knot-3").update(status=Status.DRAFT)

    assert look(client, q="storm") == [("sails", ["Reefing"])]


def test_a_word_in_the_title_counts_more_than_one_in_the_text(
    sails: Course, course: Course, client: Client
) -> None:
    Lesson.objects.filter(course=course).update(body="Sails need knots.")
    assert [slug for slug, _ in look(client, q="sails")] == ["sails", "knots"]

    assert [slug for slug, _ in look(client, q="knots")] == ["knots"]


def test_one_more_lesson_about_the_word_ranks_higher(
    sails: Course, course: Course, client: Client
) -> None:
    course.lessons.filter(slug="knot-1").update(body="In a storm.")

    assert [slug for slug, _ in look(client, q="storm")] == ["sails", "knots"]


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ({"level": "advanced"}, ["sails"]),
        ({"level": "intermediate"}, []),
        ({"length": "short"}, ["knots"]),
        ({"length": "medium"}, ["sails"]),
        ({"length": "short", "level": "beginner", "q": "knot"}, ["knots"]),
        ({"length": "short", "q": "storm"}, []),
        ({"level": "nonsense", "length": "'", "page": "2"}, ["knots", "sails"]),
    ],
)
def test_level_and_length_narrow_the_list(
    wish: dict[str, str], expected: list[str], sails: Course, client: Client
) -> None:
    assert [slug for slug, _ in look(client, **wish)] == expected


@pytest.mark.parametrize("minutes", [0, 1, 75, 76, 180, 181, 9999])
def test_every_course_has_one_length(minutes: int) -> None:
    assert sum(length.fits(minutes) for length in Length) == 1


def test_the_form_shows_what_was_chosen(sails: Course, client: Client) -> None:
    page = client.get("/courses/", {"q": "storm", "level": "advanced", "length": "medium"})

    text = page.content.decode()
    assert '<option value="advanced" selected>' in text
    assert '<option value="medium" selected>' in text
    assert 'name="q" value="storm"' in text


def test_when_nothing_matches_what_to_drop_is_offered(sails: Course, client: Client) -> None:
    response = client.get("/courses/", {"q": "storm", "level": "beginner", "length": "medium"})

    offers: list[Any] = response.context["offers"]
    assert [(offer.dropped, offer.count) for offer in offers] == [("level", 1)]
    assert 'href="/courses/?q=storm&amp;length=medium">Any level: 1 course<' in (
        response.content.decode()
    )


def test_when_dropping_one_thing_does_not_help_nothing_is_offered(
    sails: Course, client: Client
) -> None:
    response = client.get("/courses/", {"q": "anchor", "level": "intermediate"})

    assert response.context["offers"] == []
    assert "Nothing found" in response.content.decode()


@pytest.mark.django_db
def test_where_there_are_no_courses_yet_the_page_says_so(client: Client) -> None:
    assert "No courses yet" in client.get("/courses/").content.decode()


def test_with_htmx_the_results_come_alone_with_their_count_and_address(
    sails: Course, client: Client
) -> None:
    response = client.get("/courses/", {"q": "storm", "level": "", "length": ""}, headers=HX)

    text = response.content.decode()
    assert "<html" not in text
    assert 'id="results"' in text
    assert "1 course matches." in text
    assert response.headers["HX-Push-Url"] == "/courses/?q=storm"


def test_without_a_wish_the_address_is_that_of_the_catalogue(sails: Course, client: Client) -> None:
    response = client.get("/courses/", {"q": " ", "level": ""}, headers=HX)

    assert response.headers["HX-Push-Url"] == "/courses/"
    assert "2 courses" in response.content.decode()


def test_going_back_in_the_browser_gets_the_whole_page(course: Course, client: Client) -> None:
    headers = HX | {"HX-History-Restore-Request": "true"}

    response = client.get("/courses/", {"q": "knot"}, headers=headers)

    assert "<html" in response.content.decode()
    assert "HX-Push-Url" not in response.headers


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has the index")
def test_lessons_are_found_by_their_index(sails: Course) -> None:
    lessons = Lesson.objects.filter(has(Term("storm"), *LESSON_TEXTS))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

    assert "words_of_a_lesson" in lessons.explain()
