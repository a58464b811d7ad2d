"""Attempts whose outcome nobody knows are counted, and tried again as the same mail."""

import smtplib
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from config.mail import mailer
from notifications import delivery
from notifications.delivery import MAX_ATTEMPTS, claim, deliver
from notifications.models import Email
from tests.faults.provider import Fault, Provider
from tests.notifications.rows import make_email

type Break = Callable[[Exception], None]
type Outbox = list[EmailMessage]

State = Email.State
AN_HOUR = timedelta(hours=1)
NO = smtplib.SMTPDataError(451, b"try later")
NEVER = smtplib.SMTPRecipientsRefused({"ada@example.org": (550, b"no such mail box")})
SILENCE = smtplib.SMTPServerDisconnected("Connection unexpectedly closed")


class Failing(BaseEmailBackend):
    """A provider with which every attempt ends with the same error."""

    def __init__(self, *, error: Exception, **options: object) -> None:
        super().__init__(alias="default")
        self.error = error

    def send_messages(self, messages: object) -> int:
        """Fail."""
        raise self.error


@pytest.fixture
def broken_by(provider: None, settings: Settings) -> Break:
    """Return a function that lets every attempt end with an error."""

    def broken_by(error: Exception) -> None:
        backend = f"{__name__}.{Failing.__name__}"
        settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": {"error": error}}}

    return broken_by


@pytest.fixture
def resend(settings: Settings) -> Iterator[Provider]:
    """A provider that speaks Resend's API and honours its keys."""
    with Provider() as resend:
        settings.MAIL_PROVIDER = "resend"
        settings.MAILERS = {"default": mailer("resend")}
        settings.ANYMAIL = {"RESEND_API_KEY": "re_key", "RESEND_API_URL": resend.url}
        yield resend


def let_time_pass(email: Email) -> None:
    """Make the mail due, or let the lease of its dead sender end."""
    past = timezone.now() - timedelta(seconds=1)
    Email.objects.filter(pk=email.pk).update(due_at=past)
    Email.objects.filter(pk=email.pk, state=State.LEASED).update(leased_until=past)


def try_once(email: Email) -> None:
    let_time_pass(email)
    deliver(email.pk)
    email.refresh_from_db()


def die_sending(email: Email) -> None:
    """Claim the mail as a worker does that is killed before it can tell."""
    let_time_pass(email)
    assert claim(email.pk)
    email.refresh_from_db()


@pytest.fixture
def email(ada: User) -> Email:
    return make_email(ada, at=timezone.now() - AN_HOUR)


def test_a_lost_answer_counts_and_the_mail_is_tried_again(email: Email, broken_by: Break) -> None:
    broken_by(SILENCE)

    try_once(email)

    assert (email.state, email.attempts, email.ambiguous_attempts) == (State.PENDING, 1, 1)
    assert email.last_error == "SMTPServerDisconnected: Connection unexpectedly closed"


def test_a_no_does_not_count(email: Email, broken_by: Break) -> None:
    broken_by(NO)

    try_once(email)

    assert (email.state, email.attempts, email.ambiguous_attempts) == (State.PENDING, 1, 0)


@pytest.mark.parametrize(
    ("first", "others", "end"),
    [(NO, NO, State.FAILED), (SILENCE, NO, State.AMBIGUOUS), (NO, SILENCE, State.AMBIGUOUS)],
    ids=["always no", "first silence", "silence at the end"],
)
def test_the_end_is_ambiguous_when_any_attempt_was(
    email: Email, broken_by: Break, first: Exception, others: Exception, end: Email.State
) -> None:
    broken_by(first)
    try_once(email)
    broken_by(others)

    for _ in range(MAX_ATTEMPTS):
        try_once(email)

    assert (email.state, email.attempts) == (end, MAX_ATTEMPTS)


@pytest.mark.parametrize(("first", "end"), [(NO, State.FAILED), (SILENCE, State.AMBIGUOUS)])
def test_a_recipient_who_is_refused_for_ever_is_not_tried_again(
    email: Email, broken_by: Break, first: Exception, end: Email.State
) -> None:
    broken_by(first)
    try_once(email)
    broken_by(NEVER)

    try_once(email)

    assert (email.state, email.attempts, email.leased_until) == (end, 2, None)


def test_the_lease_of_a_dead_worker_is_taken_over_and_counts(
    email: Email, provider: None, mailoutbox: Outbox
) -> None:
    die_sending(email)
    assert email.ambiguous_attempts == 0

    try_once(email)

    assert (email.state, email.attempts, email.ambiguous_attempts) == (State.SENT, 2, 1)
    assert len(mailoutbox) == 1


def test_a_mail_that_kills_its_workers_ends_and_others_are_sent_meanwhile(
    email: Email, grace: User, provider: None, mailoutbox: Outbox
) -> None:
    for _ in range(MAX_ATTEMPTS):
        die_sending(email)
        try_once(make_email(grace))

    try_once(email)

    assert (email.state, email.ambiguous_attempts) == (State.AMBIGUOUS, MAX_ATTEMPTS)
    assert [message.to for message in mailoutbox] == [["grace@example.org"]] * MAX_ATTEMPTS


def test_a_late_yes_holds_though_the_lease_was_lost(email: Email, provider: None) -> None:
    slow = claim(email.pk)
    assert slow
    die_sending(email)

    delivery.mark_sent(slow)

    email.refresh_from_db()
    assert (email.state, email.leased_until) == (State.SENT, None)


def test_a_late_no_changes_nothing_for_who_took_over(email: Email, provider: None) -> None:
    slow = claim(email.pk)
    assert slow
    die_sending(email)

    delivery.postpone(slow, NO)

    email.refresh_from_db()
    assert (email.state, email.attempts, email.last_error) == (State.LEASED, 2, "")


def test_a_yes_is_not_undone_by_who_took_over(email: Email, provider: None) -> None:
    slow = claim(email.pk)
    let_time_pass(email)
    quick = claim(email.pk)
    assert slow
    assert quick
    delivery.mark_sent(slow)

    delivery.postpone(quick, SILENCE)

    email.refresh_from_db()
    assert email.state == State.SENT


def test_resend_takes_a_repeated_mail_once(email: Email, resend: Provider) -> None:
    resend.plan = lambda recipient: [Fault.DROP]

    try_once(email)
    try_once(email)

    assert (email.state, email.attempts, email.ambiguous_attempts) == (State.SENT, 2, 1)
    assert resend.accepted == {email.message_id: 2}
    assert resend.delivered == {email.message_id: 1}


def test_resend_may_ask_to_wait(email: Email, resend: Provider) -> None:
    resend.plan = lambda recipient: [Fault.TOO_MANY]
    resend.retry_after = 1800
    before = timezone.now()

    try_once(email)

    assert email.due_at >= before + timedelta(minutes=30)
    assert (email.state, email.ambiguous_attempts) == (State.PENDING, 0)


def test_resend_that_hangs_leaves_it_open(
    email: Email, resend: Provider, settings: Settings
) -> None:
    settings.ANYMAIL = settings.ANYMAIL | {"REQUESTS_TIMEOUT": 0.2}
    resend.plan = lambda recipient: [Fault.HANG]

    try_once(email)

    assert (email.state, email.ambiguous_attempts) == (State.PENDING, 1)
