"""What stands in a mail: the words of people cannot add headers, markup or template code."""

from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import reverse

from accounts.models import User
from notifications.actions import keep_for_digest, notify
from notifications.delivery import deliver
from notifications.digest import send_digest
from tests.conftest import NOON
from tests.notifications.rows import REPLY, UNLOCK, make_email

type Outbox = list[EmailMultiAlternatives]

INJECTIONS = [
    "Well done\r\nBcc: eve@example.com",
    "Well done\nBcc: eve@example.com",
    "Well done\rBcc: eve@example.com",
    "Well done\r\n\r\n<b>another body</b>",
    "Well done\x0bBcc: eve@example.com",
    "Well done\x85Bcc: eve@example.com",
    "Well done\u2028Bcc: eve@example.com",
    "Ünïcode ✓ مرحبا",
    "x" * 1000,
]


def sent(mailoutbox: Outbox) -> EmailMessage:
    assert len(mailoutbox) == 1
    message: EmailMessage = mailoutbox[0].message()
    return message


@pytest.mark.usefixtures("provider")
@pytest.mark.parametrize("subject", INJECTIONS)
def test_a_subject_cannot_add_a_header(ada: User, mailoutbox: Outbox, subject: str) -> None:
    deliver(make_email(ada, subject=subject).pk)

    message = sent(mailoutbox)
    assert message["Bcc"] is None
    assert mailoutbox[0].recipients() == ["ada@example.org"]
    assert message["Subject"] == " ".join(subject.split())[:200]
    assert "another body" not in str(message.get_body(("plain", "html")))


@pytest.mark.usefixtures("provider")
@pytest.mark.parametrize("name", INJECTIONS[:7])
@pytest.mark.parametrize("notice", [UNLOCK, REPLY], ids=["unlock", "reply"])
def test_a_name_in_a_title_cannot_add_a_header(
    ada: User, mailoutbox: Outbox, name: str, notice: object
) -> None:
    assert isinstance(notice, type(UNLOCK))
    notify(recipient=ada, notice=replace(notice, title=name), at=NOON)

    deliver(ada.emails.get().pk)

    assert sent(mailoutbox)["Bcc"] is None
    assert mailoutbox[0].recipients() == ["ada@example.org"]


def test_a_name_stays_text_in_the_mail(ada: User) -> None:
    name = "<script>alert(1)</script>{{ 7|add:7 }}{% now 'Y' %}"
    User.objects.update(display_name=name)
    ada.refresh_from_db()

    notify(recipient=ada, notice=UNLOCK, at=NOON)

    email = ada.emails.get()
    assert "<script" not in email.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7|add:7 }}" in email.html
    assert name in email.text


@pytest.mark.parametrize("notice", [UNLOCK, REPLY], ids=["unlock", "reply"])
def test_a_mail_names_the_page_and_the_preferences_in_full(ada: User, notice: object) -> None:
    assert isinstance(notice, type(UNLOCK))
    notify(recipient=ada, notice=notice, at=NOON)

    email = ada.emails.get()

    for part in (email.text, email.html):
        assert f"http://127.0.0.1:8000{notice.url}" in part
        assert f"http://127.0.0.1:8000{reverse('notifications:preferences')}" in part


def texts(user: User) -> list[str]:
    """Return the text parts of an award about several things, a reply and a digest."""
    several = [{"title": "Beginner badge"}, {"title": "First Lesson Watched"}]
    wordy = replace(REPLY, body="A bowline holds, they say. " * 7)
    for notice in (replace(UNLOCK, items=several), wordy):
        notify(recipient=user, notice=notice, at=NOON)
    for notice in (UNLOCK, replace(REPLY, body="")):
        keep_for_digest(recipient=user, notice=notice, at=NOON)
    send_digest(user_id=user.pk, at=NOON + timedelta(days=1))
    return list(user.emails.values_list("text", flat=True))


def test_the_text_part_reads_well_without_markup(ada: User) -> None:
    parts = texts(ada)

    assert len(parts) == 3
    for text in parts:
        lines = text.splitlines()
        assert "\n\n\n" not in text
        assert text == text.strip() + "\n"
        assert all(len(line) <= 76 for line in lines if "://" not in line)
        links = [line for line in lines if "://" in line]
        assert len(links) >= 3
        assert all(line.startswith("http://127.0.0.1:8000/") for line in links)
        assert all(" " not in line for line in links)


def test_every_mail_says_why_it_came(ada: User) -> None:
    for text in texts(ada):
        assert "--\nYou get this mail because" in text


@pytest.mark.usefixtures("provider")
@pytest.mark.parametrize("name", INJECTIONS[:8])
def test_a_name_in_a_digest_cannot_add_a_header(ada: User, mailoutbox: Outbox, name: str) -> None:
    keep_for_digest(recipient=ada, notice=replace(REPLY, title=name), at=NOON)
    send_digest(user_id=ada.pk, at=NOON + timedelta(days=1))

    deliver(ada.emails.get().pk)

    message = sent(mailoutbox)
    assert set(message.keys()) == {
        *("Content-Type", "MIME-Version", "Subject", "From", "To", "Date", "Message-ID"),
        *("List-Unsubscribe", "List-Unsubscribe-Post"),
    }
    assert mailoutbox[0].recipients() == ["ada@example.org"]


def test_every_mail_has_a_message_id_of_our_host(ada: User) -> None:
    first, second = make_email(ada), make_email(ada)

    assert first.message_id != second.message_id
    assert first.message_id.endswith("@127.0.0.1>")


def test_the_mails_of_an_account_go_through_the_outbox(ada: User, client: Client) -> None:
    client.post(
        reverse("account_reset_password"), {"email": ada.email}, headers={"host": "localhost"}
    )

    email = ada.emails.get()
    assert (email.topic, email.to_address) == ("account", "ada@example.org")
    assert urlsplit(email.subject).netloc == ""
    assert "/accounts/password/reset/key/" in email.text
