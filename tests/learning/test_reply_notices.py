import pytest

from accounts.models import User
from learning.models import Comment, Enrolment, Lesson
from notifications.models import Email, Notification, Topic
from tests.conftest import NOON, SignIn

COMMENTS = "/courses/knots/lessons/knot-1/comments/"


@pytest.fixture
def comment(lesson: Lesson, ada: User, grace: User) -> Comment:
    """Ada's comment; Grace is enrolled too."""
    Enrolment.objects.create(learner=grace, course=lesson.course, enrolled_at=NOON)
    return Comment.objects.create(author=ada, lesson=lesson, body="Why twice?", created_at=NOON)


def replies_told_to(person: User) -> list[str]:
    """Return the bodies of the notices about replies in the person's inbox."""
    rows = Notification.objects.filter(recipient=person, topic=Topic.REPLIES)
    return list(rows.values_list("body", flat=True))


def test_a_reply_is_told_to_whom_it_answers_in_the_inbox_and_by_mail(
    comment: Comment, ada: User, grace: User, sign_in: SignIn
) -> None:
    sign_in(grace).post(COMMENTS, {"body": "Because.", "parent": comment.pk})

    reply = Comment.objects.get(body="Because.")
    notice = Notification.objects.get(topic=Topic.REPLIES)
    email = Email.objects.get(topic=Topic.REPLIES)
    assert (notice.recipient, notice.body) == (ada, "Because.")
    assert notice.title == "Grace replied to you: Knot 1"
    assert notice.url == reply.get_absolute_url()
    assert (email.recipient, email.to_address) == (ada, "ada@example.org")


def test_a_reply_to_a_reply_is_told_to_the_author_of_the_reply(
    comment: Comment, ada: User, grace: User, lesson: Lesson, sign_in: SignIn
) -> None:
    reply = Comment.objects.create(
        author=grace, lesson=lesson, parent=comment, body="Because.", created_at=NOON
    )

    sign_in(ada).post(COMMENTS, {"body": "I see.", "parent": reply.pk})

    assert replies_told_to(grace) == ["I see."]
    assert replies_told_to(ada) == []


def test_nobody_is_told_of_their_own_reply(comment: Comment, ada: User, sign_in: SignIn) -> None:
    sign_in(ada).post(COMMENTS, {"body": "Found it.", "parent": comment.pk})

    assert replies_told_to(ada) == []
    assert not Email.objects.filter(topic=Topic.REPLIES).exists()


def test_a_comment_of_its_own_is_told_to_nobody(
    comment: Comment, grace: User, sign_in: SignIn
) -> None:
    sign_in(grace).post(COMMENTS, {"body": "Hello all"})

    assert not Notification.objects.filter(topic=Topic.REPLIES).exists()


def test_a_reply_to_a_removed_comment_is_refused_and_told_to_nobody(
    comment: Comment, grace: User, sign_in: SignIn
) -> None:
    Comment.objects.update(removed_at=NOON)

    response = sign_in(grace).post(COMMENTS, {"body": "Because.", "parent": comment.pk})

    assert response.status_code == 422
    assert not Notification.objects.exists()


def test_a_long_reply_is_told_in_short(
    comment: Comment, ada: User, grace: User, sign_in: SignIn
) -> None:
    sign_in(grace).post(COMMENTS, {"body": "rope\r\n" * 100, "parent": comment.pk})

    assert replies_told_to(ada) == [("rope " * 100)[:199] + "…"]


def test_a_name_with_line_breaks_makes_no_header_of_the_mail(
    comment: Comment, grace: User, sign_in: SignIn
) -> None:
    User.objects.filter(pk=grace.pk).update(display_name="Grace\r\nBcc: all@example.org")

    sign_in(grace).post(COMMENTS, {"body": "Because.", "parent": comment.pk})

    email = Email.objects.get(topic=Topic.REPLIES)
    assert email.subject == "Grace Bcc: all@example.org replied to you: Knot 1"
