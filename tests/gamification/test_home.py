"""The first page, for strangers and for learners."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from accounts.models import User
from gamification.models import Achievement, Badge
from learning.actions import complete_lesson, enrol, save_position
from learning.models import Comment, Completion, Course, Enrolment, Lesson, Status
from tests.conftest import NOON, SignIn, make_course


@pytest.fixture
def sails(linus: User) -> Course:
    """Another published course, of 3 lessons; its first takes 2 minutes."""
    course = make_course(linus, 3, slug="sails")
    course.lessons.filter(slug="knot-1").update(minutes=2)
    return course


def text_of(client: Client) -> str:
    """Return the home page."""
    return client.get("/").content.decode()


def test_strangers_see_courses_and_the_badges_of_this_portal(
    course: Course, client: Client
) -> None:
    Badge.objects.filter(name="Advanced").update(name="Helmsman", threshold=7)
    Badge.objects.filter(name="Master").update(is_retired=True)

    text = text_of(client)

    assert "Knots" in text
    assert "<strong>Helmsman</strong>" in text
    assert "7 achievements" in text
    assert "<strong>Master</strong>" not in text


def test_strangers_see_an_unlock_in_the_words_of_a_real_one(client: Client, db: None) -> None:
    Achievement.objects.filter(name="10 Lessons Watched").update(
        name="A Dozen Lessons Watched", threshold=12
    )

    text = text_of(client)

    assert "Intermediate badge unlocked" in text
    assert "A Dozen Lessons Watched" in text
    assert "Lessons completed: 12. Next: 25 Lessons Watched." in text
    assert "data-toast " not in text


@pytest.mark.parametrize("model", [Badge, Achievement])
def test_without_badges_or_ladders_nothing_is_promised(
    model: type[Badge | Achievement], client: Client, db: None
) -> None:
    model.objects.update(is_retired=True)

    response = client.get("/")

    assert response.status_code == 200
    assert response.context["sample"] is None


def test_the_first_visit_leads_straight_into_the_shortest_first_lesson(
    course: Course, sails: Course, grace: User, sign_in: SignIn
) -> None:
    client = sign_in(grace)
    page = client.get("/")
    assert page.context["start"].course == sails
    assert 'action="/courses/sails/enrolment/"' in page.content.decode()
    lesson = page.context["start"].next_lesson.get_absolute_url()

    response = client.post("/courses/sails/enrolment/", {"next": lesson})

    assert (response.status_code, response.headers["Location"]) == (303, lesson)
    assert client.get(lesson).status_code == 200


def test_enrolling_leads_to_no_page_of_others(sails: Course, grace: User, sign_in: SignIn) -> None:
    response = sign_in(grace).post(
        "/courses/sails/enrolment/", {"next": "https://evil.example/courses/"}
    )

    assert response.headers["Location"] == "/courses/sails/"


def test_one_goes_on_with_the_lesson_opened_last(
    course: Course, ada: User, sign_in: SignIn
) -> None:
    client = sign_in(ada)
    client.get("/courses/knots/lessons/knot-7/")

    place = client.get("/").context["place"]

    assert place.lesson.slug == "knot-7"


def test_once_that_is_done_one_goes_on_with_the_next(
    course: Course, ada: User, sign_in: SignIn
) -> None:
    client = sign_in(ada)
    client.get("/courses/knots/lessons/knot-12/")
    client.post("/courses/knots/lessons/knot-12/completion/")

    place = client.get("/").context["place"]

    assert place.lesson.slug == "knot-1"


def test_one_goes_on_in_the_course_opened_last(
    course: Course, sails: Course, ada: User, sign_in: SignIn
) -> None:
    enrol(learner=ada, course=sails, at=NOON - timedelta(days=9))
    client = sign_in(ada)
    client.get("/courses/knots/lessons/knot-2/")
    client.get("/courses/sails/lessons/knot-3/")

    place = client.get("/").context["place"]

    assert place.lesson.get_absolute_url() == "/courses/sails/lessons/knot-3/"


def test_a_lesson_that_is_only_previewed_leaves_no_trace(
    course: Course, linus: User, sign_in: SignIn
) -> None:
    client = sign_in(linus)
    client.get("/courses/knots/lessons/knot-2/")

    assert client.get("/").context["place"] is None
    assert not Enrolment.objects.filter(opened_lesson__isnull=False).exists()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(200, "Continue from 3:20"), (3725, "Continue from 1:02:05"), (3, "Continue<")],
)
def test_a_video_goes_on_where_it_stopped(
    seconds: int, words: str, lesson: Lesson, ada: User, sign_in: SignIn
) -> None:
    Lesson.objects.filter(pk=lesson.pk).update(video="x.webm", seconds=4000)
    lesson.refresh_from_db()
    save_position(learner=ada, lesson=lesson, seconds=seconds, at=NOON)

    assert words in text_of(sign_in(ada))


def test_whoever_has_done_all_is_led_to_another_course(
    course: Course, sails: Course, ada: User, sign_in: SignIn
) -> None:
    for lesson in course.lessons.all():
        complete_lesson(learner=ada, lesson=lesson, at=NOON)

    text = text_of(sign_in(ada))

    assert "What next" in text
    assert 'href="/courses/sails/"' in text


def test_without_courses_home_offers_the_catalogue(ada: User, sign_in: SignIn) -> None:
    assert "Browse courses" in text_of(sign_in(ada))


def test_the_week_is_in_the_learners_own_time_zone(
    lesson: Lesson, ada: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Half past eleven in the evening in Lisbon is another day in Auckland.
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: late + timedelta(minutes=5))
    Completion.objects.create(learner=ada, lesson=lesson, completed_at=late)
    User.objects.filter(pk=ada.pk).update(time_zone="Pacific/Auckland")
    Comment.objects.create(
        author=ada, lesson=lesson, body="Hm", created_at=late - timedelta(hours=20)
    )

    week = sign_in(ada).get("/").context["week"]

    days = [(str(day.date), day.lessons, day.comments) for day in week.days[-2:]]
    assert days == [("2026-03-02", 0, 1), ("2026-03-03", 1, 0)]
    assert [day.is_today for day in week.days] == [False] * 6 + [True]


def test_the_week_says_in_words_what_it_shows(
    lesson: Lesson, ada: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    Completion.objects.create(learner=ada, lesson=lesson, completed_at=NOON)
    for days, is_removed in ((1, False), (1, True), (7, False)):
        at = NOON - timedelta(days=days)
        removed_at = NOON if is_removed else None
        Comment.objects.create(
            author=ada, lesson=lesson, body="Hm", created_at=at, removed_at=removed_at
        )

    response = sign_in(ada).get("/")

    text = response.content.decode()
    assert (response.context["week"].lessons, response.context["week"].comments) == (1, 1)
    assert '<span class="visually-hidden">Sunday</span>' in text
    assert '<span class="visually-hidden">1 comment</span>' in text
    assert text.count("No lessons or comments") == 5


def test_an_archived_course_can_be_left_from_home(
    course: Course, ada: User, sign_in: SignIn
) -> None:
    Course.objects.update(status=Status.ARCHIVED)
    client = sign_in(ada)
    assert "No longer offered" in text_of(client)

    response = client.post("/courses/knots/enrolment/removal/")

    assert (response.status_code, response.headers["Location"]) == (303, "/")
    assert "Knots" not in text_of(client)
