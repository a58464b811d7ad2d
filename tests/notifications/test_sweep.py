"""The sweep queues again what should have left the outbox, and nothing else."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_q.models import OrmQ, Schedule

from accounts.models import User
from notifications import delivery, tasks
from notifications.models import Email
from tests.notifications.rows import make_email

State = Email.State
SETTLED = [State.SENT, State.KEPT, State.FAILED, State.AMBIGUOUS, State.SUPPRESSED]


def outbox_row(user: User, state: Email.State, seconds: int, **fields: Any) -> Email:
    """Write a row that was due, or whose lease ended, so many seconds ago; no task is queued."""
    moment: datetime = timezone.now() - timedelta(seconds=seconds)
    email = make_email(user, at=timezone.now() - timedelta(days=1))
    OrmQ.objects.all().delete()
    leased_until = moment if state == State.LEASED else None
    values = {"state": state, "due_at": moment, "leased_until": leased_until, "sent_at": moment}
    Email.objects.filter(pk=email.pk).update(**values | fields)
    return email


def queued() -> list[int]:
    return [task.task["args"][0] for task in OrmQ.objects.order_by("pk")]


@pytest.mark.parametrize(
    ("state", "seconds"),
    [(State.PENDING, 60), (State.LEASED, 1)],
    ids=["the task was lost", "the sender died"],
)
def test_what_is_overdue_is_queued_again(ada: User, state: Email.State, seconds: int) -> None:
    email = outbox_row(ada, state, seconds)

    assert delivery.sweep_outbox() == 1

    assert queued() == [email.pk]


@pytest.mark.parametrize(
    ("state", "seconds"),
    [
        (State.PENDING, -60),
        (State.PENDING, 1),
        (State.LEASED, -30),
        *((state, 3600) for state in SETTLED),
    ],
)
def test_what_is_not_overdue_is_left_alone(ada: User, state: Email.State, seconds: int) -> None:
    outbox_row(ada, state, seconds)

    assert delivery.sweep_outbox() == 0

    assert queued() == []


def test_the_longest_overdue_goes_first_and_no_more_than_the_limit(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "SWEEP_LIMIT", 2)
    rows = [outbox_row(ada, State.PENDING, seconds) for seconds in (60, 3600, 600)]

    assert delivery.sweep_outbox() == 2

    assert queued() == [rows[1].pk, rows[2].pk]


def test_a_queue_that_does_not_get_on_grows_no_longer_than_the_limit(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "SWEEP_LIMIT", 3)
    for _ in range(5):
        outbox_row(ada, State.PENDING, 60)

    swept = [delivery.sweep_outbox() for _ in range(3)]

    assert (swept, len(queued())) == ([3, 0, 0], 3)


@pytest.mark.usefixtures("provider")
def test_a_mail_that_was_swept_twice_is_sent_once(ada: User, mailoutbox: list[object]) -> None:
    outbox_row(ada, State.PENDING, 60)
    tasks.sweep_outbox()
    tasks.sweep_outbox()

    for email_id in queued():
        tasks.deliver(email_id)

    assert len(queued()) == 2
    assert len(mailoutbox) == 1


@pytest.mark.django_db
def test_the_clock_sweeps_every_minute() -> None:
    schedule = Schedule.objects.get(func="notifications.tasks.sweep_outbox")

    assert (schedule.schedule_type, schedule.minutes) == (Schedule.MINUTES, 1)
    assert schedule.repeats == -1
