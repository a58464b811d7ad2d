"""Whoever is told something is told it in their own language, whoever did it."""

import html
import re

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import User
from learning.actions import complete_lesson
from learning.models import Comment, Enrolment, Lesson
from notifications.actions import keep_for_digest, notify
from notifications.digest import send_digest
from notifications.models import DigestEntry, Email, Notification, Preference, Topic
from tests.conftest import NOON, SignIn
from tests.foreign_words import latin_words
from tests.notifications.rows import REPLY, UNLOCK

LESSON = "/courses/knots/lessons/knot-1/"
NAMES = re.compile("ada|amal|Because")
ARABIC = {"accept-language": "ar"}


@pytest.fixture
def arab(ada: User) -> User:
    """Ada, who reads Arabic."""
    ada.language = "ar"
    ada.save(update_fields=["language"])
    return ada


def words_told_to(person: User) -> str:
    """Return all that was written to the person, in the inbox and by mail."""
    notice, email = Notification.objects.get(recipient=person), Email.objects.get(recipient=person)
    return "\n".join([notice.title, notice.body, email.subject, email.text, email.html])


def reply(actor: Client, lesson: Lesson, answered: User, **headers: str) -> None:
    """Let somebody else answer the person's comment."""
    remark = Comment.objects.create(author=answered, lesson=lesson, body="Why?", created_at=NOON)
    actor.post(f"{LESSON}comments/", {"body": "Because.", "parent": remark.pk}, headers=headers)


def test_an_award_is_told_in_the_learners_language(arab: User, lesson: Lesson) -> None:
    complete_lesson(learner=arab, lesson=lesson, at=NOON)

    told = words_told_to(arab)
    assert "أول درس" in told
    assert "First Lesson Watched" not in told


def test_a_reply_is_told_in_the_language_of_who_is_answered(
    arab: User, grace: User, lesson: Lesson, sign_in: SignIn
) -> None:
    Enrolment.objects.create(learner=grace, course=lesson.course, enrolled_at=NOON)

    reply(sign_in(grace), lesson, arab)

    assert Notification.objects.get(recipient=arab, topic=Topic.REPLIES).title == (
        "ردّ من \u2068Grace\u2069: \u2068Knot 1\u2069"
    )
    email = Email.objects.get(recipient=arab, topic=Topic.REPLIES)
    assert '<html lang="ar" dir="rtl">' in email.html
    assert "replied" not in email.subject + email.text + email.html


def test_who_is_answered_in_another_language_reads_their_own(
    ada: User, grace: User, lesson: Lesson, sign_in: SignIn
) -> None:
    Enrolment.objects.create(learner=grace, course=lesson.course, enrolled_at=NOON)

    reply(sign_in(grace), lesson, ada, **ARABIC)

    email = Email.objects.get(recipient=ada, topic=Topic.REPLIES)
    assert email.subject == "Grace replied to you: Knot 1"
    assert '<html lang="en" dir="ltr">' in email.html
    assert "Read and answer" in email.text


def test_a_mail_ends_in_the_language_of_its_reader(arab: User) -> None:
    notify(recipient=arab, notice=REPLY, at=NOON)

    email = Email.objects.get(recipient=arab)
    assert "لإيقاف هذه الرسائل" in email.text
    assert "Stop these mails" not in email.text + email.html


def test_a_digest_is_in_its_readers_language(arab: User) -> None:
    Preference.objects.create(user=arab, topic=Topic.ACHIEVEMENTS, email="daily")
    keep_for_digest(recipient=arab, notice=UNLOCK, at=NOON.replace(day=1))

    send_digest(user_id=arab.pk, at=NOON)

    email = Email.objects.get(recipient=arab)
    assert email.subject == "ملخّصك اليومي: إشعار واحد"
    assert "مرّة في اليوم" in email.text


def test_the_worker_goes_on_in_the_language_that_it_had(arab: User) -> None:
    with translation.override("en"):
        notify(recipient=arab, notice=REPLY, at=NOON)

        assert translation.get_language() == "en"


def test_a_mail_about_an_account_is_in_its_owners_language(arab: User, client: Client) -> None:
    client.post("/accounts/password/reset/", {"email": arab.email})

    assert "مرحبًا" in Email.objects.get(recipient=arab).text


def test_a_mail_about_an_account_without_a_choice_is_in_the_pages_language(
    ada: User, client: Client
) -> None:
    client.post("/accounts/password/reset/", {"email": ada.email}, headers=ARABIC)

    assert "مرحبًا" in Email.objects.get(recipient=ada).text


def has_latin_words(email: Email) -> bool:
    """Return whether a mail in Arabic says something in English, names and addresses apart."""
    text = html.escape(email.text)
    return bool(latin_words(NAMES.sub("", email.html + text), set()))


@pytest.mark.parametrize("act", ["award", "reply", "digest"])
def test_a_mail_in_arabic_has_no_words_that_are_not_translated(
    act: str, arab: User, grace: User, lesson: Lesson, sign_in: SignIn
) -> None:
    if act == "award":
        sign_in(arab).post(f"{LESSON}completion/")
    elif act == "reply":
        Enrolment.objects.create(learner=grace, course=lesson.course, enrolled_at=NOON)
        reply(sign_in(grace), lesson, arab)
    else:
        Preference.objects.create(user=arab, topic=Topic.ACHIEVEMENTS, email="daily")
        sign_in(arab).post(f"{LESSON}completion/")
        DigestEntry.objects.update(created_at=NOON.replace(day=1))
        send_digest(user_id=arab.pk, at=NOON)

    email = Email.objects.get(recipient=arab)
    assert not has_latin_words(email), email.text


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/accounts/password/reset/", {"email": "ada@example.org"}),
        ("/accounts/password/reset/", {"email": "nobody@example.org"}),
        (
            "/accounts/signup/",
            {"username": "amal", "email": "amal@example.org", "password1": "correct horse 9"},
        ),
    ],
)
def test_a_mail_about_an_account_has_no_words_that_are_not_translated(
    address: str, fields: dict[str, str], arab: User, client: Client
) -> None:
    client.post(address, fields, headers=ARABIC)

    email = Email.objects.get()
    assert not has_latin_words(email), email.text
