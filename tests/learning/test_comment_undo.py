"""Who deletes a comment can change their mind for a while."""

from datetime import datetime, timedelta

import pytest

from accounts.models import User
from gamification.models import AchievementUnlock
from learning import actions
from learning.models import Comment, Enrolment, Lesson
from learning.models.facts import UNDO_WINDOW
from tests.conftest import NOON, SignIn

LESSON = "/courses/knots/lessons/knot-1/"
HX = {"HX-Request": "true"}


@pytest.fixture
def comment(lesson: Lesson, ada: User) -> Comment:
    """Ada's comment under the lesson."""
    return actions.write_comment(author=ada, lesson=lesson, body="Why twice?", at=NOON)


def remove(comment: Comment, by: User, ago: timedelta = timedelta(0)) -> None:
    """Let the person remove the comment so long before ``NOON``."""
    actions.remove_comment(comment=comment, by=by, at=NOON - ago)


def test_deleting_leaves_a_way_back_in_its_place(
    comment: Comment, ada: User, sign_in: SignIn
) -> None:
    response = sign_in(ada).post(f"/comments/{comment.pk}/removal/", headers=HX)

    text = response.content.decode()
    assert f'id="comment-body-{comment.pk}"' in text
    assert f'action="/comments/{comment.pk}/restoration/"' in text
    assert ">Comments</h2>" in text
    assert "Why twice?" not in text


def test_undoing_brings_the_comment_back(
    at_noon: datetime, comment: Comment, ada: User, sign_in: SignIn
) -> None:
    remove(comment, ada)

    response = sign_in(ada).post(f"/comments/{comment.pk}/restoration/", headers=HX)

    text = response.content.decode()
    assert "<p>Why twice?</p>" in text
    assert ">1 comment</h2>" in text
    assert Comment.objects.standing().get() == comment


def test_without_javascript_one_comes_back_to_the_comment(
    at_noon: datetime, comment: Comment, ada: User, sign_in: SignIn
) -> None:
    client = sign_in(ada)

    deleted = client.post(f"/comments/{comment.pk}/removal/", follow=True)
    restored = client.post(f"/comments/{comment.pk}/restoration/", follow=True)

    assert "Comment deleted." in deleted.content.decode()
    assert restored.redirect_chain == [(comment.get_absolute_url(), 303)]
    assert "Why twice?" in restored.content.decode()


def test_undoing_twice_changes_nothing_more(
    at_noon: datetime, comment: Comment, ada: User, sign_in: SignIn
) -> None:
    remove(comment, ada)
    client = sign_in(ada)
    client.post(f"/comments/{comment.pk}/restoration/")

    again = client.post(f"/comments/{comment.pk}/restoration/")

    assert again.status_code == 303
    assert Comment.objects.standing().count() == 1


@pytest.mark.parametrize(
    ("ago", "status"), [(UNDO_WINDOW - timedelta(seconds=1), 303), (UNDO_WINDOW, 404)]
)
def test_one_has_ten_minutes(
    ago: timedelta, status: int, at_noon: object, comment: Comment, ada: User, sign_in: SignIn
) -> None:
    remove(comment, ada, ago)
    client = sign_in(ada)

    page = client.get(LESSON).content.decode()
    response = client.post(f"/comments/{comment.pk}/restoration/")

    assert ("restoration" in page) is (status == 303)
    assert response.status_code == status


def test_what_somebody_else_took_down_stays_down(
    at_noon: object, comment: Comment, ada: User, admin: User, sign_in: SignIn
) -> None:
    remove(comment, admin)

    response = sign_in(ada).post(f"/comments/{comment.pk}/restoration/")

    assert response.status_code == 404
    assert not Comment.objects.standing().exists()


def test_the_deleted_comment_of_another_is_as_absent_as_a_missing_one(
    at_noon: object, comment: Comment, ada: User, grace: User, sign_in: SignIn
) -> None:
    remove(comment, ada)
    Enrolment.objects.create(learner=grace, course=comment.lesson.course, enrolled_at=NOON)
    client = sign_in(grace)

    answers = [client.post(f"/comments/{pk}/restoration/") for pk in (comment.pk, 10**9)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    assert not Comment.objects.standing().exists()


def test_others_do_not_see_what_can_be_undone(
    at_noon: object, comment: Comment, ada: User, linus: User, sign_in: SignIn
) -> None:
    remove(comment, ada)

    page = sign_in(linus).get(LESSON).content.decode()

    assert f"comment-{comment.pk}" not in page


def test_a_restored_comment_counts_again_and_unlocks_nothing_twice(
    comment: Comment, ada: User
) -> None:
    remove(comment, ada)

    actions.restore_comment(comment=comment, at=NOON)

    assert AchievementUnlock.objects.filter(learner=ada).count() == 1


def test_with_those_written_meanwhile_a_restored_comment_reaches_the_next_step(
    comment: Comment, lesson: Lesson, ada: User
) -> None:
    remove(comment, ada)
    for body in ("Two", "Three"):
        actions.write_comment(author=ada, lesson=lesson, body=body, at=NOON)

    actions.restore_comment(comment=comment, at=NOON)

    names = AchievementUnlock.objects.values_list("achievement__name", flat=True)
    assert "3 Comments Written" in names
