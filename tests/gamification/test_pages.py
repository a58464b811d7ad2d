"""The achievements page and the profile: what was earned, why, and how rare it is."""

import pytest
from django.test import Client

from accounts.models import User
from gamification.models import Achievement, AchievementUnlock
from gamification.rules import Rarity
from learning.actions import complete_lesson, remove_comment, write_comment
from learning.models import Comment, Enrolment, Lesson, Status
from tests.conftest import NOON, SignIn, make_person
from tests.gamification.conftest import unlock

PAGE = "/achievements/"


def page_of(client: Client, path: str = PAGE) -> str:
    """Return the page in one line, as a reader sees its spaces."""
    return " ".join(client.get(path).content.decode().split())


def comment_on(lesson: Lesson, author: User) -> Comment:
    """Write the comment that unlocks the first step."""
    return write_comment(author=author, lesson=lesson, body="Hm", at=NOON)


@pytest.mark.parametrize(
    ("holders", "learners", "percent"),
    [
        (3, 19, None),
        (3, 20, 15),
        (0, 50, 0),
        (1, 101, 0),
        (2, 101, 1),
        (199, 200, 99),
        (9, 9, None),
    ],
)
def test_a_share_is_told_where_there_are_enough_to_share(
    holders: int, learners: int, percent: int | None
) -> None:
    assert Rarity(holders, learners).percent == percent


def test_all_of_many_are_a_hundred_percent() -> None:
    assert Rarity(200, 200).percent == 100


def test_the_lesson_that_crossed_the_line_is_linked(
    lesson: Lesson, ada: User, sign_in: SignIn
) -> None:
    complete_lesson(learner=ada, lesson=lesson, at=NOON)

    page = page_of(sign_in(ada))

    assert f'With the lesson <a href="{lesson.get_absolute_url()}">“Knot 1”</a>' in page
    assert '<time datetime="2026-03-02T12:00:00+00:00">March 2, 2026</time>' in page


def test_the_comment_that_crossed_the_line_is_linked(
    lesson: Lesson, ada: User, sign_in: SignIn
) -> None:
    comment = comment_on(lesson, ada)

    page = page_of(sign_in(ada))

    assert f'With <a href="{comment.get_absolute_url()}">your comment on “Knot 1”</a>' in page


def test_a_removed_comment_is_named_without_a_link(
    lesson: Lesson, ada: User, sign_in: SignIn
) -> None:
    comment = comment_on(lesson, ada)
    remove_comment(comment=comment, by=ada, at=NOON)

    page = page_of(sign_in(ada))

    assert "With your comment on “Knot 1”, removed since" in page
    assert f"#comment-{comment.pk}" not in page


@pytest.mark.parametrize("what_closes", ["lesson", "course"])
def test_a_closed_lesson_is_named_without_a_link(
    what_closes: str, lesson: Lesson, ada: User, sign_in: SignIn
) -> None:
    complete_lesson(learner=ada, lesson=lesson, at=NOON)
    comment_on(lesson, ada)
    closing = lesson if what_closes == "lesson" else lesson.course
    closing.status = Status.ARCHIVED
    closing.save()

    page = page_of(sign_in(ada))

    assert "With the lesson “Knot 1”, closed now" in page
    assert "With your comment on “Knot 1”, a lesson that is closed now" in page
    assert lesson.get_absolute_url() not in page


def test_where_nothing_crossed_the_line_the_numbers_are_told(ada: User, sign_in: SignIn) -> None:
    unlock(ada, "5 Lessons Watched")
    AchievementUnlock.objects.update(count=7)

    page = page_of(sign_in(ada))

    assert "You had 7; 5 were asked for." in page


def test_why_it_was_earned_is_for_ones_own_eyes(
    lesson: Lesson, ada: User, grace: User, sign_in: SignIn
) -> None:
    comment_on(lesson, ada)

    page = page_of(sign_in(grace), "/people/ada/")

    assert "First Comment Written" in page
    assert "your comment" not in page


def test_a_few_learners_are_counted_and_not_divided(
    lesson: Lesson, ada: User, grace: User, sign_in: SignIn
) -> None:
    Enrolment.objects.create(learner=grace, course=lesson.course, enrolled_at=NOON)
    unlock(ada, "First Lesson Watched")

    page = page_of(sign_in(ada))

    assert page.count("Held by 1 of 2 learners.") == 1
    assert page.count("Nobody holds it yet.") == 9
    assert "% of learners" not in page


def test_many_learners_are_told_as_a_share_and_a_number(
    lesson: Lesson, ada: User, sign_in: SignIn
) -> None:
    for number in range(19):
        learner = make_person(f"learner-{number}")
        Enrolment.objects.create(learner=learner, course=lesson.course, enrolled_at=NOON)
    unlock(ada, "First Lesson Watched")

    page = page_of(sign_in(ada))

    assert "Held by 5 % of learners: 1 of 20." in page


def test_who_left_all_courses_still_counts_among_the_learners(ada: User, sign_in: SignIn) -> None:
    unlock(ada, "First Lesson Watched")

    page = page_of(sign_in(ada))

    assert "Held by 1 of 1 learner." in page


def test_the_next_step_of_each_ladder_shows_how_far_one_is(
    lesson: Lesson, ada: User, sign_in: SignIn
) -> None:
    for done in lesson.course.lessons.in_order()[:3]:
        complete_lesson(learner=ada, lesson=done, at=NOON)

    page = page_of(sign_in(ada))

    assert page.count("Next on this ladder") == 2
    assert '<progress class="is-amber" max="5" value="3" aria-label="5 Lessons Watched">' in page
    assert "<strong>3 of 5</strong>" in page


def test_the_head_of_the_page_says_what_to_do_next(
    lesson: Lesson, ada: User, sign_in: SignIn
) -> None:
    response = sign_in(ada).get(PAGE)

    assert response.context["next_step"].url == lesson.get_absolute_url()
    assert "Next best step:" in response.content.decode()


def test_the_address_to_share_is_there_without_javascript(ada: User, sign_in: SignIn) -> None:
    page = page_of(sign_in(ada))

    assert 'readonly value="http://127.0.0.1:8000/people/ada/"' in page


def test_a_preview_of_a_profile_says_who_and_how_far(ada: User, client: Client) -> None:
    User.objects.filter(pk=ada.pk).update(display_name='Ada "A"')
    unlock(ada, "First Lesson Watched")

    page = page_of(client, "/people/ada/")

    words = "Ada &quot;A&quot; has unlocked 1 achievement. Badge: Beginner."
    assert f'<meta property="og:description" content="{words}' in page
    assert '<meta property="og:url" content="http://testserver/people/ada/">' in page


def test_a_profile_lists_finished_courses(lesson: Lesson, ada: User, client: Client) -> None:
    for done in lesson.course.lessons.all():
        complete_lesson(learner=ada, lesson=done, at=NOON)

    page = page_of(client, "/people/ada/")

    assert '<a href="/courses/knots/"><bdi lang="en">Knots</bdi></a>' in page


def test_a_retired_step_is_shown_to_who_holds_it(ada: User, grace: User, client: Client) -> None:
    unlock(ada, "5 Lessons Watched")
    Achievement.objects.filter(name="5 Lessons Watched").update(is_retired=True)

    pages = [page_of(client, f"/people/{name}/") for name in ("ada", "grace")]

    assert [">5 Lessons Watched<" in page for page in pages] == [True, False]
