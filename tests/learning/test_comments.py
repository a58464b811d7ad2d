from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from learning.models import Comment, Enrolment, Lesson
from tests.conftest import NOON, SignIn

LESSON = "/courses/knots/lessons/knot-1/"
HX = {"HX-Request": "true"}


@pytest.fixture
def comment(lesson: Lesson, ada: User) -> Comment:
    """Ada's comment under the lesson."""
    return Comment.objects.create(author=ada, lesson=lesson, body="Why twice?", created_at=NOON)


def test_a_comment_appears_under_the_lesson(lesson: Lesson, ada: User, sign_in: SignIn) -> None:
    response = sign_in(ada).post(f"{LESSON}comments/", {"body": "Why *twice*?"}, follow=True)

    comment = Comment.objects.get()
    assert response.redirect_chain[-1][0] == f"{LESSON}?comment={comment.pk}#comment-{comment.pk}"
    assert "Why <em>twice</em>?" in response.content.decode()


def test_with_htmx_commenting_answers_with_what_it_changes_alone(
    comment: Comment, ada: User, sign_in: SignIn
) -> None:
    response = sign_in(ada).post(f"{LESSON}comments/", {"body": "Why?"}, headers=HX)

    text = response.content.decode()
    assert response.status_code == 200
    assert "<p>Why?</p>" in text
    assert 'id="composer-new"' in text
    assert ">2 comments</h2>" in text
    assert (f'id="comment-{comment.pk}"' in text, "<html" in text) == (False, False)


def test_with_htmx_a_reply_comes_with_an_empty_closed_form(
    comment: Comment, ada: User, sign_in: SignIn
) -> None:
    body = {"body": "Because.", "parent": comment.pk}

    text = sign_in(ada).post(f"{LESSON}comments/", body, headers=HX).content.decode()

    assert "<p>Because.</p>" in text
    assert f'<details id="reply-{comment.pk}" class="comment__reply" hx-swap-oob="true"' in text
    assert 'id="composer-new"' not in text


def test_a_reply_stands_below_the_comment_it_answers(
    comment: Comment, ada: User, sign_in: SignIn
) -> None:
    sign_in(ada).post(f"{LESSON}comments/", {"body": "Because.", "parent": comment.pk})

    assert Comment.objects.get(body="Because.").parent == comment


def test_a_reply_to_a_reply_stays_on_the_same_level(
    comment: Comment, ada: User, lesson: Lesson, sign_in: SignIn
) -> None:
    reply = Comment.objects.create(
        author=ada, lesson=lesson, parent=comment, body="Because.", created_at=NOON
    )

    sign_in(ada).post(f"{LESSON}comments/", {"body": "I see.", "parent": reply.pk})

    assert Comment.objects.get(body="I see.").parent == comment


def test_a_reply_needs_a_comment_of_the_same_lesson(
    comment: Comment, ada: User, sign_in: SignIn
) -> None:
    other = "/courses/knots/lessons/knot-2/comments/"

    response = sign_in(ada).post(other, {"body": "Because.", "parent": comment.pk})

    text = response.content.decode()
    assert response.status_code == 422
    assert "The comment that you answer is gone." in text
    assert ">Because.</textarea>" in text
    assert Comment.objects.get() == comment


def test_who_is_not_enrolled_writes_nothing(lesson: Lesson, grace: User, sign_in: SignIn) -> None:
    response = sign_in(grace).post(f"{LESSON}comments/", {"body": "Hello"})

    assert response.status_code == 403
    assert not Comment.objects.exists()


def test_a_stranger_writes_nothing(lesson: Lesson, client: Client) -> None:
    response = client.post(
        f"{LESSON}comments/", {"body": "Hello"}, headers={"Referer": f"http://testserver{LESSON}"}
    )

    assert response.headers["Location"] == f"/accounts/login/?next={LESSON}"
    assert not Comment.objects.exists()


def test_author_and_time_sent_by_the_browser_are_ignored(
    at_noon: object, lesson: Lesson, ada: User, grace: User, sign_in: SignIn
) -> None:
    extra = {"author": grace.pk, "created_at": "2001-01-01", "lesson": 0}

    sign_in(ada).post(f"{LESSON}comments/", {"body": "Hello"} | extra)

    comment = Comment.objects.get()
    assert (comment.author, comment.lesson, comment.created_at) == (ada, lesson, NOON)


def test_editing_changes_the_text_and_says_so(comment: Comment, ada: User, sign_in: SignIn) -> None:
    response = sign_in(ada).post(
        f"/comments/{comment.pk}/edit/", {"body": "Why **thrice**?"}, follow=True
    )

    text = response.content.decode()
    assert "Why <strong>thrice</strong>?" in text
    assert ">edited<" in text


def test_editing_to_the_same_text_changes_nothing(
    comment: Comment, ada: User, sign_in: SignIn
) -> None:
    sign_in(ada).post(f"/comments/{comment.pk}/edit/", {"body": comment.body})

    comment.refresh_from_db()
    assert comment.edited_at is None


def test_editing_to_nothing_is_refused(comment: Comment, ada: User, sign_in: SignIn) -> None:
    response = sign_in(ada).post(f"/comments/{comment.pk}/edit/", {"body": " \n "}, headers=HX)

    comment.refresh_from_db()
    assert response.status_code == 422
    assert "Write something first." in response.content.decode()
    assert comment.body == "Why twice?"


def test_the_edit_form_has_the_text_and_is_a_fragment_for_htmx(
    comment: Comment, ada: User, sign_in: SignIn
) -> None:
    client = sign_in(ada)

    page = client.get(f"/comments/{comment.pk}/edit/").content.decode()
    fragment = client.get(f"/comments/{comment.pk}/edit/", headers=HX).content.decode()

    assert "Why twice?</textarea>" in page
    assert "Why twice?</textarea>" in fragment
    assert ("<html" in page, "<html" in fragment) == (True, False)


def test_a_removed_comment_shows_no_text_anywhere(
    comment: Comment, ada: User, linus: User, sign_in: SignIn
) -> None:
    client = sign_in(ada)
    client.post(f"{LESSON}comments/", {"body": "Because.", "parent": comment.pk})

    response = client.post(f"/comments/{comment.pk}/removal/", follow=True)

    to_others = sign_in(linus).get(LESSON).content.decode()
    assert "This comment was removed." in to_others
    for text in (response.content.decode(), to_others):
        assert "Because." in text
        assert "Why twice?" not in text


def test_a_removed_comment_has_no_text_for_any_template(comment: Comment) -> None:
    comment.removed_at = NOON

    assert comment.rendered_body == ""


def test_a_removed_comment_without_replies_is_gone_for_others(
    comment: Comment, ada: User, linus: User, sign_in: SignIn
) -> None:
    sign_in(ada).post(f"/comments/{comment.pk}/removal/", headers=HX)

    assert f"comment-{comment.pk}" not in sign_in(linus).get(LESSON).content.decode()


@pytest.mark.parametrize("act", ["edit", "removal"])
def test_a_removed_comment_can_be_changed_no_more(
    act: str, comment: Comment, ada: User, sign_in: SignIn
) -> None:
    Comment.objects.update(removed_at=NOON + timedelta(hours=1))

    response = sign_in(ada).post(f"/comments/{comment.pk}/{act}/", {"body": "New"})

    comment.refresh_from_db()
    assert response.status_code == 404
    assert (comment.body, comment.removed_at) == ("Why twice?", NOON + timedelta(hours=1))


@pytest.mark.parametrize("act", ["edit", "removal"])
def test_the_comment_of_another_is_as_absent_as_a_missing_one(
    act: str, comment: Comment, grace: User, sign_in: SignIn
) -> None:
    Enrolment.objects.create(learner=grace, course=comment.lesson.course, enrolled_at=NOON)
    client = sign_in(grace)

    foreign = client.post(f"/comments/{comment.pk}/{act}/", {"body": "Mine"})
    missing = client.post(f"/comments/999999/{act}/", {"body": "Mine"})

    comment.refresh_from_db()
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.content == missing.content
    assert (comment.body, comment.removed_at) == ("Why twice?", None)


def test_only_ones_own_comments_have_edit_and_delete(
    comment: Comment, ada: User, linus: User, sign_in: SignIn
) -> None:
    mine = sign_in(ada).get(LESSON).content.decode()
    of_another = sign_in(linus).get(LESSON).content.decode()

    link = f"/comments/{comment.pk}/edit/"
    assert (link in mine, link in of_another) == (True, False)
    assert "Why twice?" in of_another
