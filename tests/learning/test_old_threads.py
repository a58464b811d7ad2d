"""Comments that are older than the newest page of them."""

from datetime import timedelta

import pytest

from accounts.models import User
from learning.models import Comment, Lesson
from learning.queries.comments import THREADS_PER_PAGE
from tests.conftest import NOON, SignIn

LESSON = "/courses/knots/lessons/knot-1/"
HX = {"HX-Request": "true"}


@pytest.fixture
def oldest(lesson: Lesson, ada: User) -> Comment:
    """The first comment of one more than fit on a page."""
    times = [NOON + timedelta(hours=n) for n in range(THREADS_PER_PAGE + 1)]
    made = Comment.objects.bulk_create(
        Comment(author=ada, lesson=lesson, body=f"Thought {n}", created_at=at)
        for n, at in enumerate(times)
    )
    return made[0]


def test_the_newest_page_leaves_the_oldest_comment_out(
    oldest: Comment, ada: User, sign_in: SignIn
) -> None:
    page = sign_in(ada).get(LESSON).content.decode()

    assert f'id="comment-{oldest.pk}"' not in page
    assert f'id="comment-{oldest.pk + 1}"' in page


@pytest.mark.parametrize("is_reply", [False, True])
def test_a_link_to_an_old_comment_opens_a_page_that_shows_it(
    is_reply: bool, oldest: Comment, ada: User, sign_in: SignIn
) -> None:
    comment = oldest
    if is_reply:
        comment = Comment.objects.create(
            author=ada, lesson=oldest.lesson, parent=oldest, body="Yes", created_at=NOON
        )

    page = sign_in(ada).get(comment.get_absolute_url().partition("#")[0])

    assert f'id="comment-{comment.pk}"' in page.content.decode()


def test_earlier_comments_come_alone_and_reach_to_the_first(
    oldest: Comment, ada: User, sign_in: SignIn
) -> None:
    before = {"before": oldest.pk + 1}

    text = sign_in(ada).get(LESSON, before, headers=HX).content.decode()

    assert f'id="comment-{oldest.pk}"' in text
    assert f'id="comment-{oldest.pk + 1}"' not in text
    assert "Show earlier comments" not in text
    assert "<html" not in text


def test_earlier_comments_say_that_there_are_still_earlier_ones(
    oldest: Comment, ada: User, sign_in: SignIn
) -> None:
    before = {"before": oldest.pk + THREADS_PER_PAGE, "pages": 2}
    second = Comment.objects.create(
        author=ada, lesson=oldest.lesson, body="At once", created_at=oldest.created_at
    )

    text = sign_in(ada).get(LESSON, before, headers=HX).content.decode()

    assert text.count('class="comment"') == THREADS_PER_PAGE
    assert f"?before={second.pk}&amp;pages=3" in text
    assert f'id="comment-{oldest.pk}"' not in text


def test_of_comments_of_one_moment_none_is_left_out(
    oldest: Comment, ada: User, sign_in: SignIn
) -> None:
    second = Comment.objects.create(
        author=ada, lesson=oldest.lesson, body="At once", created_at=oldest.created_at
    )

    text = sign_in(ada).get(LESSON, {"before": second.pk}, headers=HX).content.decode()

    assert text.count('class="comment"') == 1
    assert f'id="comment-{oldest.pk}"' in text


@pytest.mark.parametrize("before", ["", "0", "x", "9" * 18, "9" * 30])
def test_before_something_odd_comes_nothing(
    before: str, oldest: Comment, ada: User, sign_in: SignIn
) -> None:
    answer = sign_in(ada).get(LESSON, {"before": before}, headers=HX)

    assert answer.status_code == 200
    assert "<article" not in answer.content.decode()


def test_who_is_not_enrolled_reads_no_earlier_comments(
    oldest: Comment, grace: User, sign_in: SignIn
) -> None:
    answer = sign_in(grace).get(LESSON, {"before": oldest.pk + 1}, headers=HX)

    assert answer.status_code == 403
    assert "Thought" not in answer.content.decode()


def test_replying_to_an_old_comment_answers_with_the_reply(
    oldest: Comment, ada: User, sign_in: SignIn
) -> None:
    body = {"body": "Still true", "parent": oldest.pk}

    answer = sign_in(ada).post(f"{LESSON}comments/", body, headers=HX)

    assert "Still true" in answer.content.decode()


@pytest.mark.parametrize("value", ["0", "-1", "²", "x", "9" * 30, "9" * 5000])
@pytest.mark.parametrize("name", ["pages", "comment"])
def test_odd_numbers_in_the_address_show_the_newest_page(
    name: str, value: str, oldest: Comment, ada: User, sign_in: SignIn
) -> None:
    answer = sign_in(ada).get(LESSON, {name: value})

    assert answer.status_code == 200
    assert f'id="comment-{oldest.pk + 1}"' in answer.content.decode()
