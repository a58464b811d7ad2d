"""What a course has brought, after its last lesson."""

import pytest

from accounts.models import User
from learning import actions
from learning.models import Completion, Course, Enrolment, Lesson
from tests.conftest import NOON, SignIn, make_course

SUMMARY = "/courses/knots/summary/"


@pytest.fixture
def finished(course: Course, ada: User) -> Course:
    """A course that Ada has finished, with a comment under its first lesson."""
    for lesson in course.lessons.in_order():
        actions.complete_lesson(learner=ada, lesson=lesson, at=NOON)
    first = course.lessons.get(slug="knot-1")
    actions.write_comment(author=ada, lesson=first, body="Neat", at=NOON)
    return course


def test_it_shows_what_the_course_has_brought(finished: Course, ada: User, sign_in: SignIn) -> None:
    text = sign_in(ada).get(SUMMARY).content.decode()

    assert "You finished “Knots”" in text
    assert "12 lessons" in text
    assert "48 min of learning" in text
    earned = ["First Lesson Watched", "10 Lessons Watched", "First Comment Written", "Intermediate"]
    assert [name for name in earned if name not in text] == []


def test_what_another_course_has_brought_is_not_shown(
    finished: Course, ada: User, linus: User, sign_in: SignIn
) -> None:
    sails = make_course(linus, 1, slug="sails")
    Enrolment.objects.create(learner=ada, course=sails, enrolled_at=NOON)
    Completion.objects.create(learner=ada, lesson=sails.lessons.get(), completed_at=NOON)

    text = sign_in(ada).get("/courses/sails/summary/").content.decode()

    assert "You finished “Sails”" in text
    assert "Earned in this course" not in text
    assert "You have finished every course there is." in text


def test_the_next_course_is_one_that_was_begun(
    finished: Course, ada: User, linus: User, sign_in: SignIn
) -> None:
    for slug in ("anchors", "sails"):
        make_course(linus, 2, slug=slug)
    Enrolment.objects.create(learner=ada, course=Course.objects.get(slug="sails"), enrolled_at=NOON)

    text = sign_in(ada).get(SUMMARY).content.decode()

    assert "/courses/sails/lessons/knot-1/" in text
    assert "Anchors" not in text


def test_before_the_end_it_leads_to_the_next_lesson(
    lesson: Lesson, ada: User, sign_in: SignIn
) -> None:
    actions.complete_lesson(learner=ada, lesson=lesson, at=NOON)

    text = sign_in(ada).get(SUMMARY).content.decode()

    assert "You finished" not in text
    assert "1 of 12 · 44 min left" in text
    assert "Next: Knot 2 · 4 min" in text


def test_what_is_taken_back_does_not_take_the_award_from_the_page(
    finished: Course, ada: User, sign_in: SignIn
) -> None:
    last = finished.lessons.get(slug="knot-12")
    actions.undo_completion(learner=ada, lesson=last)

    text = sign_in(ada).get(SUMMARY).content.decode()

    assert "You finished" not in text
    assert "10 Lessons Watched" in text
