"""From the outbox to the provider, and what becomes of a mail on the way."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone
from django_q.models import OrmQ

from accounts.models import User
from notifications.delivery import FIRST_RETRY_SECONDS, LEASE, MAX_ATTEMPTS, deliver
from notifications.models import Email, Topic
from tests.notifications.rows import make_email

type Outbox = list[EmailMultiAlternatives]

State = Email.State
A_MINUTE = timedelta(minutes=1)


def change(email: Email, **fields: object) -> None:
    Email.objects.filter(pk=email.pk).update(**fields)


def lease_out(email: Email, ends_in: timedelta) -> None:
    change(email, state=State.LEASED, leased_until=timezone.now() + ends_in, attempts=1)


def test_without_a_provider_the_mail_is_kept(ada: User, mailoutbox: Outbox) -> None:
    email = make_email(ada)

    deliver(email.pk)

    email.refresh_from_db()
    assert (email.state, email.sent_at, email.leased_until) == (State.KEPT, None, None)
    assert mailoutbox == []


@pytest.mark.usefixtures("provider")
def test_a_verified_address_gets_the_mail(ada: User, mailoutbox: Outbox) -> None:
    email = make_email(ada)

    deliver(email.pk)

    email.refresh_from_db()
    assert (email.state, email.attempts, email.leased_until) == (State.SENT, 1, None)
    assert email.sent_at is not None
    assert [message.to for message in mailoutbox] == [["ada@example.org"]]


@pytest.mark.usefixtures("provider")
@pytest.mark.parametrize(
    ("topic", "kept"), [(Topic.ACCOUNT, ("", "")), (Topic.ACHIEVEMENTS, ("A key", "<b>A key</b>"))]
)
def test_once_sent_a_mail_about_the_account_is_in_the_mail_box_only(
    topic: Topic, kept: tuple[str, str], ada: User, mailoutbox: Outbox
) -> None:
    email = make_email(ada, topic=topic, text="A key", html="<b>A key</b>")

    deliver(email.pk)

    email.refresh_from_db()
    assert (email.text, email.html) == kept
    assert [message.body for message in mailoutbox] == ["A key"]


@pytest.mark.usefixtures("provider")
def test_the_mail_has_a_text_an_html_part_and_its_own_message_id(
    ada: User, mailoutbox: Outbox
) -> None:
    email = make_email(ada, text="Well done.", html="<h1>Well done.</h1>")

    deliver(email.pk)

    sent = mailoutbox[0].message()
    assert [part.get_content_type() for part in sent.iter_parts()] == ["text/plain", "text/html"]
    assert sent["Message-ID"] == email.message_id
    assert sent["Subject"] == "First Lesson Watched"


@pytest.mark.usefixtures("provider")
def test_delivering_twice_sends_once(ada: User, mailoutbox: Outbox) -> None:
    email = make_email(ada)
    deliver(email.pk)

    deliver(email.pk)

    email.refresh_from_db()
    assert (len(mailoutbox), email.attempts) == (1, 1)


@pytest.mark.usefixtures("provider")
def test_an_unverified_address_gets_no_award_mail(ada: User, mailoutbox: Outbox) -> None:
    EmailAddress.objects.update(verified=False)
    email = make_email(ada)

    deliver(email.pk)

    email.refresh_from_db()
    assert (email.state, email.sent_at) == (State.SUPPRESSED, None)
    assert email.suppressed_by == Email.Obstacle.UNVERIFIED
    assert mailoutbox == []


@pytest.mark.usefixtures("provider")
def test_an_address_that_somebody_else_verified_does_not_count(
    ada: User, grace: User, mailoutbox: Outbox
) -> None:
    email = make_email(ada, to_address=grace.email)

    deliver(email.pk)

    email.refresh_from_db()
    assert email.state == State.SUPPRESSED
    assert mailoutbox == []


@pytest.mark.usefixtures("provider")
def test_an_account_mail_goes_to_an_unverified_address(ada: User, mailoutbox: Outbox) -> None:
    EmailAddress.objects.update(verified=False)
    email = make_email(ada, topic=Topic.ACCOUNT)

    deliver(email.pk)

    email.refresh_from_db()
    assert email.state == State.SENT
    assert len(mailoutbox) == 1


@pytest.mark.usefixtures("broken_provider")
@pytest.mark.parametrize("attempt", range(1, MAX_ATTEMPTS))
def test_an_error_of_the_provider_postpones_longer_each_time(ada: User, attempt: int) -> None:
    email = make_email(ada)
    change(email, attempts=attempt - 1)
    before = timezone.now()

    deliver(email.pk)

    email.refresh_from_db()
    delay = (email.due_at - before).total_seconds() / (FIRST_RETRY_SECONDS * 4 ** (attempt - 1))
    assert 0.79 < delay < 1.3
    assert (email.state, email.attempts, email.leased_until) == (State.PENDING, attempt, None)
    assert email.last_error == "ConnectionError: the provider is away"


@pytest.mark.usefixtures("provider")
def test_a_postponed_mail_is_not_sent_before_it_is_due(ada: User, mailoutbox: Outbox) -> None:
    email = make_email(ada)
    change(email, due_at=timezone.now() + A_MINUTE)

    deliver(email.pk)

    assert mailoutbox == []


@pytest.mark.usefixtures("provider")
def test_a_postponed_mail_is_sent_when_it_is_due(ada: User, mailoutbox: Outbox) -> None:
    email = make_email(ada)
    change(email, attempts=1, due_at=timezone.now() - A_MINUTE, last_error="away")

    deliver(email.pk)

    email.refresh_from_db()
    assert (email.state, email.attempts, email.last_error) == (State.SENT, 2, "")
    assert len(mailoutbox) == 1


@pytest.mark.usefixtures("broken_provider")
def test_the_last_attempt_ends_in_failure(ada: User) -> None:
    email = make_email(ada)
    change(email, attempts=MAX_ATTEMPTS - 1)

    deliver(email.pk)

    email.refresh_from_db()
    assert (email.state, email.attempts) == (State.FAILED, MAX_ATTEMPTS)
    assert email.last_error == "ConnectionError: the provider is away"


@pytest.mark.usefixtures("provider")
@pytest.mark.parametrize(
    "state", [State.SENT, State.KEPT, State.FAILED, State.AMBIGUOUS, State.SUPPRESSED]
)
def test_a_mail_that_is_settled_is_not_touched_again(
    ada: User, mailoutbox: Outbox, state: Email.State
) -> None:
    email = make_email(ada)
    change(email, state=state, sent_at=timezone.now())

    deliver(email.pk)

    email.refresh_from_db()
    assert (email.state, email.attempts) == (state, 0)
    assert mailoutbox == []


@pytest.mark.usefixtures("provider")
def test_a_mail_that_another_worker_is_sending_is_left_alone(ada: User, mailoutbox: Outbox) -> None:
    email = make_email(ada)
    lease_out(email, ends_in=LEASE)

    deliver(email.pk)

    email.refresh_from_db()
    assert (email.state, email.attempts) == (State.LEASED, 1)
    assert mailoutbox == []


@pytest.mark.usefixtures("provider")
def test_a_mail_that_is_gone_is_no_error(ada: User, mailoutbox: Outbox) -> None:
    email = make_email(ada)
    Email.objects.all().delete()

    deliver(email.pk)

    assert mailoutbox == []


def test_a_mail_of_a_transaction_that_is_rolled_back_leaves_nothing(ada: User) -> None:
    with transaction.atomic():
        make_email(ada)
        transaction.set_rollback(True)

    assert Email.objects.count() == OrmQ.objects.count() == 0


def test_a_mail_of_a_transaction_that_is_committed_is_queued_once(ada: User) -> None:
    email = make_email(ada)

    assert [task.func() for task in OrmQ.objects.all()] == ["notifications.tasks.deliver"]
    assert [task.task["args"] for task in OrmQ.objects.all()] == [(email.pk,)]
