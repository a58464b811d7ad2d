"""``GET /api/users/{user}/next-steps``, and the same in words."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions import make_token
from accounts.models import Privacy, User
from gamification.models import Achievement, Badge
from learning.actions import complete_lesson, write_comment
from learning.models import Course, Enrolment, Lesson
from tests.conftest import NOON, SignIn, make_course
from tests.gamification.conftest import Deeds, all_names, nth_lesson, unlock
from tests.gamification.test_api import bearer

STEPS = "/api/users/ada/next-steps"
NEW = {
    "next_achievements": [
        {"name": "First Lesson Watched", "group": "lessons", "remaining": 1, "minutes": 4},
        {"name": "First Comment Written", "group": "comments", "remaining": 1, "minutes": 5},
    ],
    "next_badge": {
        "name": "Intermediate",
        "remaining": 4,
        "way": {"lessons": 1, "comments": 5, "minutes": 29},
    },
}
TOP: dict[str, object] = {"next_achievements": [], "next_badge": None}


@pytest.fixture
def private(grace: User) -> User:
    """Grace, who keeps her profile to herself."""
    grace.privacy = Privacy.PRIVATE
    grace.save(update_fields=["privacy"])
    return grace


def half_way(ada: User, course: Course) -> None:
    """Let Ada complete nine lessons and write one comment, as the demo's Grace has."""
    for number in range(1, 10):
        complete_lesson(learner=ada, lesson=nth_lesson(course, number), at=NOON)
    write_comment(author=ada, lesson=nth_lesson(course, 1), body="Why?", at=NOON)


def test_a_new_learner_sees_the_first_steps(long_course: Course, client: Client) -> None:
    response = client.get(STEPS)

    assert response.status_code == 200
    assert response.json() == NEW


def test_half_way_one_lesson_is_left_to_the_badge(
    ada: User, long_course: Course, client: Client
) -> None:
    half_way(ada, long_course)

    answer = client.get(STEPS).json()

    assert answer == {
        "next_achievements": [
            {"name": "10 Lessons Watched", "group": "lessons", "remaining": 1, "minutes": 4},
            {"name": "3 Comments Written", "group": "comments", "remaining": 2, "minutes": 10},
        ],
        "next_badge": {
            "name": "Intermediate",
            "remaining": 1,
            "way": {"lessons": 1, "comments": 0, "minutes": 4},
        },
    }


def test_at_the_top_nothing_is_next(ada: User, client: Client) -> None:
    unlock(ada, *all_names())

    assert client.get(STEPS).json() == TOP


def test_without_lessons_there_is_no_way_and_still_a_goal(ada: User, client: Client) -> None:
    answer = client.get(STEPS).json()

    assert answer["next_badge"] == {"name": "Intermediate", "remaining": 4, "way": None}
    assert [each["minutes"] for each in answer["next_achievements"]] == [None, None]


def test_lessons_that_are_done_do_not_count_again(
    ada: User, have_completed: Deeds, client: Client
) -> None:
    have_completed(ada, 50)
    unlock(ada, *all_names()[:5])

    answer = client.get(STEPS).json()

    way = {"lessons": 0, "comments": 5, "minutes": 25}
    assert answer["next_badge"] == {"name": "Advanced", "remaining": 3, "way": way}


def test_minutes_are_those_of_the_lessons_that_come_next(
    ada: User, long_course: Course, client: Client
) -> None:
    Lesson.objects.filter(slug="knot-7").update(minutes=1)
    Enrolment.objects.filter(learner=ada, course=long_course).update(
        opened_lesson=nth_lesson(long_course, 7), opened_at=NOON
    )

    [lesson, _] = client.get(STEPS).json()["next_achievements"]

    assert lesson["minutes"] == 1


@pytest.mark.parametrize("user", ["nobody", "0", "9" * 40, "²", "%00"])
def test_an_unknown_person_is_not_there(user: str, ada: User, client: Client) -> None:
    response = client.get(f"/api/users/{user}/next-steps")

    assert response.status_code == 404
    assert list(response.json()) == ["detail"]


def test_a_private_profile_is_as_absent_as_an_unknown_one(
    private: User, ada: User, client: Client, sign_in: SignIn
) -> None:
    answers = [who.get("/api/users/grace/next-steps") for who in (client, sign_in(ada))]

    missing = client.get("/api/users/nobody/next-steps")
    assert [answer.status_code for answer in answers] == [404, 404]
    assert {answer.content for answer in answers} == {missing.content}


def test_one_sees_ones_own_by_session_and_by_token(
    private: User, client: Client, sign_in: SignIn
) -> None:
    secret = make_token(user=private, name="script", at=NOON)

    answers = [
        sign_in(private).get("/api/users/grace/next-steps"),
        client.get("/api/users/grace/next-steps", headers=bearer(secret)),
    ]

    assert [answer.status_code for answer in answers] == [200, 200]


def test_an_unchanged_answer_is_not_sent_again_and_a_changed_one_is(
    ada: User, long_course: Course, client: Client
) -> None:
    etag = client.get(STEPS).headers["ETag"]
    unchanged = client.get(STEPS, headers={"If-None-Match": etag})
    complete_lesson(learner=ada, lesson=nth_lesson(long_course, 1), at=NOON)

    changed = client.get(STEPS, headers={"If-None-Match": etag})

    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert changed.status_code == 200


def test_it_needs_six_queries_for_much_as_for_little(
    ada: User, linus: User, long_course: Course, client: Client
) -> None:
    for number in range(5):
        make_course(linus, 9, slug=f"sails-{number}")

    with CaptureQueriesContext(connection) as captured:
        client.get(STEPS)

    assert len(captured) <= 6


def test_the_description_has_an_example_for_each_state(ada: User, client: Client) -> None:
    description = client.get("/api/openapi.json").json()

    answers = description["paths"]["/api/users/{user}/next-steps"]["get"]["responses"]
    examples = answers["200"]["content"]["application/json"]["examples"]
    assert list(examples) == ["new", "half_way", "top"]
    assert examples["top"]["value"] == TOP
    assert [set(each["value"]) for each in examples.values()] == [set(TOP)] * 3
    assert "404" in answers


def test_home_says_it_in_words(ada: User, long_course: Course, sign_in: SignIn) -> None:
    half_way(ada, long_course)

    step = sign_in(ada).get("/").context["next_step"]

    assert (step.text, step.minutes) == ("1 lesson to Intermediate", 4)
    assert step.url == "/courses/rigging/lessons/knot-10/"


def test_home_names_a_way_of_both_kinds(ada: User, long_course: Course, sign_in: SignIn) -> None:
    complete_lesson(learner=ada, lesson=nth_lesson(long_course, 1), at=NOON)
    Lesson.objects.update(minutes=2)

    step = sign_in(ada).get("/").context["next_step"]

    assert (step.text, step.minutes) == ("4 lessons and 3 comments to Intermediate", 23)


def test_the_first_visit_names_what_one_lesson_brings(
    long_course: Course, ada: User, sign_in: SignIn
) -> None:
    step = sign_in(ada).get("/").context["next_step"]

    assert (step.text, step.minutes) == ("1 lesson to “First Lesson Watched”", 4)


def test_where_all_lessons_are_done_home_leads_to_the_comments(
    ada: User, long_course: Course, have_completed: Deeds, sign_in: SignIn
) -> None:
    have_completed(ada, 50)
    unlock(ada, *all_names()[:6])

    step = sign_in(ada).get("/").context["next_step"]

    assert (step.text, step.minutes) == ("5 comments to Advanced", 25)
    assert step.url == "/courses/rigging/lessons/knot-50/#comments"


def test_above_the_last_badge_home_names_the_next_achievement(
    ada: User, long_course: Course, sign_in: SignIn
) -> None:
    unlock(ada, *all_names())
    Achievement.objects.create(group="lessons", name="51 Lessons Watched", threshold=2)

    step = sign_in(ada).get("/").context["next_step"]

    assert step.text == "2 lessons to “51 Lessons Watched”"


def test_at_the_top_home_names_nothing(ada: User, long_course: Course, sign_in: SignIn) -> None:
    unlock(ada, *all_names())
    assert not Badge.objects.filter(threshold__gt=10).exists()

    assert sign_in(ada).get("/").context["next_step"] is None
