from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core import mail
from django.db import connection
from django.test import Client

from accounts.actions import delete_person, make_token
from accounts.errors import StillNeededError
from accounts.models import User
from config.personal_data import rows_of
from learning.models import Comment, Lesson
from notifications.delivery import deliver
from notifications.models import Email, MailEvent, Notification, Suppression, Topic
from tests.accounts.everything import give_everything
from tests.conftest import NOON, SignIn, make_person

DELETION = "/accounts/deletion/"
YES = {"is_understood": "on"}


def come_in(user: User) -> Client:
    """Sign in by the form, and type the password again to be asked no more."""
    client = Client(headers={"host": "localhost"})
    client.post("/accounts/login/", {"login": user.username, "password": "correct horse"})
    client.post("/accounts/reauthenticate/", {"password": "correct horse"})
    return client


def say(author: User, lesson: Lesson, parent: Comment | None = None) -> Comment:
    """Write a comment past all awards."""
    body = f"Words of {author.username}"
    return Comment.objects.create(
        author=author, lesson=lesson, body=body, created_at=NOON, parent=parent
    )


def test_the_password_is_asked_for_first(ada: User, sign_in: SignIn) -> None:
    client = sign_in(ada)

    answers = [client.get(DELETION), client.post(DELETION, YES)]

    assert [a.headers["Location"].partition("?")[0] for a in answers] == [
        "/accounts/reauthenticate/"
    ] * 2
    assert User.objects.filter(pk=ada.pk).exists()


def test_a_wrong_password_opens_nothing(ada: User, sign_in: SignIn) -> None:
    client = sign_in(ada)

    client.post("/accounts/reauthenticate/", {"password": "wrong"})

    assert client.get(DELETION).status_code == 302


def test_who_does_not_tick_the_box_stays(ada: User) -> None:
    response = come_in(ada).post(DELETION)

    assert response.status_code == 422
    assert "Tick the box" in response.content.decode()
    assert User.objects.filter(pk=ada.pk).exists()


def test_the_person_is_gone_and_told_so(ada: User) -> None:
    response = come_in(ada).post(DELETION, YES, follow=True)

    assert response.redirect_chain == [("/", 303)]
    assert "Your account is deleted." in response.content.decode()
    assert not User.objects.filter(pk=ada.pk).exists()


def test_nothing_that_points_at_the_person_stays(ada: User, course: object) -> None:
    give_everything(ada, Lesson.objects.filter(slug="knot-1").get())
    kinds = rows_of(ada)

    delete_person(person=ada, at=NOON)

    left = {model._meta.label: rows.count() for model, rows in kinds}
    assert left == dict.fromkeys(left, 0)
    assert not EmailAddress.objects.filter(email="ada@example.org").exists()


def test_another_persons_rows_stay(ada: User, grace: User, lesson: Lesson) -> None:
    give_everything(ada, lesson)
    give_everything(grace, lesson)
    before = {model._meta.label: rows.count() for model, rows in rows_of(grace)}

    delete_person(person=ada, at=NOON)

    assert {model._meta.label: rows.count() for model, rows in rows_of(grace)} == before


def test_a_comment_with_replies_keeps_its_place_without_words_and_name(
    ada: User, grace: User, lesson: Lesson, sign_in: SignIn
) -> None:
    remark = say(ada, lesson)
    say(grace, lesson, parent=remark)

    delete_person(person=ada, at=NOON)

    kept = Comment.objects.get(pk=remark.pk)
    assert (kept.author, kept.body, kept.removed_at) == (None, "", NOON)
    page = sign_in(make_person("staff", is_staff=True)).get(lesson.get_absolute_url())
    assert "This comment was removed." in page.content.decode()
    assert "Words of grace" in page.content.decode()
    assert "Ada" not in page.content.decode()


def test_a_comment_without_replies_of_others_goes(ada: User, grace: User, lesson: Lesson) -> None:
    say(ada, lesson)
    say(ada, lesson, parent=say(ada, lesson))
    say(ada, lesson, parent=say(grace, lesson))

    delete_person(person=ada, at=NOON)

    assert [comment.author for comment in Comment.objects.all()] == [grace]


def test_both_persons_of_a_thread_may_go(ada: User, grace: User, lesson: Lesson) -> None:
    say(grace, lesson, parent=say(ada, lesson))

    delete_person(person=ada, at=NOON)
    delete_person(person=grace, at=NOON)

    assert [comment.author for comment in Comment.objects.all()] == [None]


def test_a_comment_that_was_removed_before_keeps_its_time(
    ada: User, grace: User, lesson: Lesson
) -> None:
    remark = say(ada, lesson)
    say(grace, lesson, parent=remark)
    earlier = NOON - timedelta(days=1)
    Comment.objects.filter(pk=remark.pk).update(removed_at=earlier)

    delete_person(person=ada, at=NOON)

    assert Comment.objects.get(pk=remark.pk).removed_at == earlier


def test_all_devices_are_signed_out(ada: User, sign_in: SignIn) -> None:
    here, elsewhere = come_in(ada), sign_in(ada)

    here.post(DELETION, YES)

    assert elsewhere.get("/achievements/").status_code == 302
    assert not UserSession.objects.exists()


def test_a_mail_that_waits_is_not_sent(ada: User) -> None:
    email = Email.objects.create(
        recipient=ada, topic=Topic.ACCOUNT, to_address=ada.email, created_at=NOON, due_at=NOON
    )

    delete_person(person=ada, at=NOON)
    deliver(email.pk)

    assert not Email.objects.exists()
    assert mail.outbox == []


def test_what_is_kept_by_the_address_alone_goes_too(ada: User) -> None:
    Suppression.objects.create(address="ada@example.org", reason="bounced", since=NOON)
    Suppression.objects.create(address="grace@example.org", reason="bounced", since=NOON)
    MailEvent.objects.create(key="k", kind="bounced", address="ada@example.org", received_at=NOON)
    Email.objects.create(
        topic=Topic.ACCOUNT, to_address="Ada@Example.org", created_at=NOON, due_at=NOON
    )

    delete_person(person=ada, at=NOON)

    assert [row.address for row in Suppression.objects.all()] == ["grace@example.org"]
    assert not MailEvent.objects.exists()
    assert not Email.objects.exists()


def test_a_second_call_changes_nothing(ada: User, grace: User) -> None:
    delete_person(person=User.objects.get(pk=ada.pk), at=NOON)

    delete_person(person=ada, at=NOON)

    assert User.objects.get() == grace


def test_an_author_cannot_go_before_the_courses_are_given_away(linus: User, lesson: Lesson) -> None:
    say(linus, lesson)
    make_token(user=linus, name="script", at=NOON)

    response = come_in(linus).post(DELETION, YES)

    assert response.status_code == 422
    assert "You are the author of a course." in response.content.decode()
    assert User.objects.filter(pk=linus.pk).exists()
    assert linus.comments.count() == linus.access_tokens.count() == 1


def test_the_action_says_who_is_still_needed(linus: User, lesson: Lesson) -> None:
    with pytest.raises(StillNeededError):
        delete_person(person=linus, at=NOON)

    assert not connection.needs_rollback


def test_staff_who_delete_somebody_keep_the_replies_of_others(
    ada: User, grace: User, admin: User, lesson: Lesson, sign_in: SignIn
) -> None:
    reply = say(grace, lesson, parent=say(ada, lesson))

    sign_in(admin).post(f"/admin/accounts/user/{ada.pk}/delete/", {"post": "yes"})

    assert not User.objects.filter(pk=ada.pk).exists()
    assert Comment.objects.filter(pk=reply.pk).exists()


def test_what_others_were_told_stays_with_them(ada: User, grace: User, lesson: Lesson) -> None:
    say(ada, lesson, parent=say(grace, lesson))
    Notification.objects.create(
        recipient=grace, topic=Topic.REPLIES, title="Ada replied", url="/", created_at=NOON
    )

    delete_person(person=ada, at=NOON)

    assert grace.notifications.get().title == "Ada replied"
