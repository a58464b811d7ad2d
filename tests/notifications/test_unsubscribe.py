"""Unsubscribing: from the mail program with one click, or by the link, without signing in."""

import re
from email import policy
from email.parser import BytesParser

import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from notifications.actions import notify, prefer
from notifications.delivery import deliver
from notifications.digest import send_digest
from notifications.models import Email, Preference, Topic
from notifications.unsubscribe import headers_of, url_of
from tests.conftest import NOON
from tests.notifications.rows import REPLY, UNLOCK, make_email, page
from tests.notifications.test_digest import MORNING

type Outbox = list[EmailMultiAlternatives]

# What is different each time that a page is asked for.
NONCE = re.compile(r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"')
TOPICS = [Topic.ACHIEVEMENTS, Topic.REPLIES]


@pytest.fixture
def stranger() -> Client:
    """A mail program: no cookies, no session, no CSRF token."""
    return Client(enforce_csrf_checks=True, headers={"host": "localhost"})


def path_of(user: User, topic: Topic) -> str:
    return url_of(user.pk, topic).removeprefix("http://127.0.0.1:8000")


def one_click(program: Client, url: str) -> int:
    """Unsubscribe as a mail program does; return the status."""
    form = "application/x-www-form-urlencoded"
    return program.post(url, "List-Unsubscribe=One-Click", content_type=form).status_code


def never_mailed(user: User) -> set[str]:
    never = user.preferences.filter(email=Preference.Frequency.NEVER)
    return set(never.values_list("topic", flat=True))


def digest_of(user: User) -> Email:
    prefer(user=user, topic=Topic.REPLIES, in_portal=True, email="daily")
    notify(recipient=user, notice=REPLY, at=NOON)
    send_digest(user_id=user.pk, at=MORNING)
    return user.emails.get(topic=Topic.DIGEST)


def mail_about(user: User, topic: Topic) -> Email:
    """Return a mail of the topic, as the portal writes it."""
    if topic == Topic.DIGEST:
        return digest_of(user)
    notify(recipient=user, notice=UNLOCK if topic == Topic.ACHIEVEMENTS else REPLY, at=NOON)
    return user.emails.get(topic=topic)


@pytest.mark.usefixtures("provider")
@pytest.mark.parametrize("topic", [*TOPICS, Topic.DIGEST])
def test_every_notice_that_is_mailed_can_be_stopped_with_one_click(
    ada: User, mailoutbox: Outbox, stranger: Client, topic: Topic
) -> None:
    deliver(mail_about(ada, topic).pk)
    written = mailoutbox[0].message(policy=policy.SMTP).as_bytes()
    received = BytesParser(policy=policy.default).parsebytes(written)

    assert received["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = received["List-Unsubscribe"].removeprefix("<").removesuffix(">")
    assert url == url_of(ada.pk, topic)
    assert one_click(stranger, url) == 200
    assert never_mailed(ada) == ({topic} if topic in TOPICS else set(TOPICS))


def test_a_long_address_is_sent_in_one_line_as_it_is() -> None:
    url = f"<https://{'a-long-name.' * 10}example.org/{'x' * 200}/>"
    message = EmailMultiAlternatives(headers={"List-Unsubscribe": url}, to=["ada@example.org"])

    for kind in (policy.SMTP, policy.default):
        lines = message.message(policy=kind).as_bytes().splitlines()
        assert f"List-Unsubscribe: {url}".encode() in lines


@pytest.mark.parametrize("topic", [*TOPICS, Topic.DIGEST])
def test_both_parts_of_a_mail_hold_the_link(ada: User, topic: Topic) -> None:
    email = mail_about(ada, topic)

    url = url_of(ada.pk, topic)
    assert url in email.text.splitlines()
    assert f'href="{url}"' in email.html


def test_mails_about_the_account_cannot_be_stopped(ada: User) -> None:
    assert headers_of(make_email(ada, topic=Topic.ACCOUNT)) == {}


def test_every_attempt_sends_the_same_headers(ada: User) -> None:
    email = make_email(ada)

    assert headers_of(email) == headers_of(email)


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_changes_nothing(ada: User, stranger: Client, method: str) -> None:
    getattr(stranger, method)(path_of(ada, Topic.REPLIES))

    assert not Preference.objects.exists()


def test_the_page_asks_first_without_telling_whom_it_is_about(ada: User, stranger: Client) -> None:
    path = path_of(ada, Topic.REPLIES)

    shown = page(stranger.get(path))

    assert "Stop these mails?" in shown
    assert f'<form method="post" action="{path}">' in shown
    assert "Replies to my comments" in shown
    assert "example.org" not in shown
    assert "Ada" not in shown


def test_the_button_of_the_page_stops_the_mails_and_says_so(ada: User, stranger: Client) -> None:
    shown = page(stranger.post(path_of(ada, Topic.REPLIES)))

    assert "These mails have stopped" in shown
    assert reverse("notifications:preferences") in shown
    assert never_mailed(ada) == {Topic.REPLIES}


def test_stopping_twice_changes_nothing_more(ada: User, stranger: Client) -> None:
    path = path_of(ada, Topic.REPLIES)
    first = one_click(stranger, path)

    second = one_click(stranger, path)

    assert (first, second) == (200, 200)
    assert Preference.objects.count() == 1
    assert never_mailed(ada) == {Topic.REPLIES}


def test_stopping_mails_leaves_the_inbox_as_it_was(ada: User, stranger: Client) -> None:
    prefer(user=ada, topic=Topic.REPLIES, in_portal=False, email="daily")

    one_click(stranger, path_of(ada, Topic.REPLIES))

    assert set(ada.preferences.values_list("in_portal", "email")) == {(False, "never")}


def test_who_stopped_a_topic_gets_no_mail_of_it(ada: User, stranger: Client) -> None:
    one_click(stranger, path_of(ada, Topic.REPLIES))

    for notice in (UNLOCK, REPLY):
        notify(recipient=ada, notice=notice, at=NOON)

    assert [email.topic for email in ada.emails.all()] == [Topic.ACHIEVEMENTS]
    assert not ada.digest_entries.exists()


def test_the_link_of_one_person_and_topic_is_no_other(ada: User, grace: User) -> None:
    urls = {url_of(user.pk, topic) for user in (ada, grace) for topic in (*TOPICS, Topic.DIGEST)}

    assert len(urls) == 6


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "tamper",
    [
        lambda path: path[:-2] + "/",
        lambda path: path.replace("unsubscribe/W", "unsubscribe/X"),
        lambda path: path.rsplit(".", 1)[0] + "/",
        lambda path: "/notifications/unsubscribe/%00/",
        lambda path: "/notifications/unsubscribe/" + "x" * 5000 + "/",
        lambda path: "/notifications/unsubscribe/" + Signer().sign_object([1, "replies"]) + "/",
    ],
    ids=["cut", "changed", "unsigned", "NUL", "long", "signed for something else"],
)
def test_a_link_that_was_tampered_with_is_refused_with_advice(
    ada: User, stranger: Client, method: str, tamper: object
) -> None:
    assert callable(tamper)
    path = tamper(path_of(ada, Topic.REPLIES))

    response = getattr(stranger, method)(path)

    assert response.status_code == 400
    assert "Copy it from the mail once more" in response.content.decode()
    assert not Preference.objects.exists()


def test_a_link_signed_with_a_former_key_still_works(
    ada: User, stranger: Client, settings: Settings
) -> None:
    path = path_of(ada, Topic.REPLIES)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"

    one_click(stranger, path)

    assert never_mailed(ada) == {Topic.REPLIES}


def test_a_link_does_not_tell_whether_its_person_is_still_there(
    ada: User, stranger: Client
) -> None:
    def shown() -> list[str]:
        return [NONCE.sub("", page(answer)) for answer in (stranger.get(path), stranger.post(path))]

    path = path_of(ada, Topic.REPLIES)
    there = shown()
    ada.delete()

    assert shown() == there
