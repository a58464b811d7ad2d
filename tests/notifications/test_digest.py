"""The daily digest: one mail in the morning with all that waits for it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django_q.models import OrmQ, Schedule

from accounts.models import User
from notifications import tasks
from notifications.actions import notify, prefer
from notifications.digest import queue_digests, send_digest
from notifications.models import DigestEntry, Email, Topic
from notifications.rules import last_morning
from tests.conftest import NOON
from tests.notifications.rows import REPLY, UNLOCK

MORNING = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
A_DAY = timedelta(days=1)
A_SECOND = timedelta(seconds=1)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def daily(ada: User) -> User:
    """Ada, who wants to hear of everything once a day."""
    for topic in (Topic.ACHIEVEMENTS, Topic.REPLIES):
        prefer(user=ada, topic=topic, in_portal=True, email="daily")
    return ada


def digests(user: User) -> list[Email]:
    return list(user.emails.filter(topic=Topic.DIGEST).order_by("pk"))


def queued(task: str) -> list[int]:
    """Return the ids for which the task is queued."""
    rows = [row.task for row in OrmQ.objects.order_by("pk")]
    return [row["args"][0] for row in rows if row["func"] == f"notifications.tasks.{task}"]


@pytest.mark.parametrize(
    ("at", "zone", "morning"),
    [
        ("2026-03-02T12:00", "UTC", "2026-03-02T08:00"),
        ("2026-03-02T08:00", "UTC", "2026-03-02T08:00"),
        ("2026-03-02T07:59:59", "UTC", "2026-03-01T08:00"),
        # Clocks go forward and back in the night before.
        ("2026-03-29T05:59", "Europe/Berlin", "2026-03-28T07:00"),
        ("2026-03-29T06:00", "Europe/Berlin", "2026-03-29T06:00"),
        ("2026-10-25T06:59", "Europe/Berlin", "2026-10-24T06:00"),
        ("2026-10-25T07:00", "Europe/Berlin", "2026-10-25T07:00"),
        # In the hour that comes twice.
        ("2026-11-01T05:30", "America/New_York", "2026-10-31T12:00"),
        ("2026-11-01T06:30", "America/New_York", "2026-10-31T12:00"),
        # Both sides of the date line, a zone of quarter hours, and a day that was left out.
        ("2026-03-02T18:00", "Pacific/Kiritimati", "2026-03-02T18:00"),
        ("2026-03-02T18:00", "Pacific/Pago_Pago", "2026-03-01T19:00"),
        ("2026-03-02T02:15", "Asia/Kathmandu", "2026-03-02T02:15"),
        ("2011-12-30T18:00", "Pacific/Apia", "2011-12-30T18:00"),
        ("2024-02-29T09:00", "UTC", "2024-02-29T08:00"),
    ],
)
def test_a_morning_begins_at_eight_by_the_clock_on_the_persons_wall(
    at: str, zone: str, morning: str
) -> None:
    assert last_morning(utc(at), zone) == utc(morning)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe"])
def test_every_day_of_a_year_has_one_morning(zone: str) -> None:
    hours = [utc("2026-01-01T00:00") + timedelta(hours=n) for n in range(24 * 366)]

    mornings = sorted({last_morning(at, zone) for at in hours})

    dates = [morning.astimezone(ZoneInfo(zone)).date() for morning in mornings]
    assert dates == [dates[0] + n * A_DAY for n in range(len(dates))]
    assert {morning.astimezone(ZoneInfo(zone)).hour for morning in mornings} == {8}


def test_what_waits_is_mailed_together_in_the_morning(daily: User) -> None:
    notify(recipient=daily, notice=UNLOCK, at=NOON)
    notify(recipient=daily, notice=REPLY, at=NOON + A_SECOND)

    send_digest(user_id=daily.pk, at=MORNING)

    [email] = digests(daily)
    assert (email.subject, email.to_address) == ("Your daily digest: 2 notices", daily.email)
    for part in (email.text, email.html):
        for notice in (UNLOCK, REPLY):
            assert notice.title in part
            assert notice.body in part
            assert f"http://127.0.0.1:8000{notice.url}" in part
        assert "because you chose to hear from Laurel once a day." in part
    assert list(daily.digest_entries.values_list("email", flat=True)) == [email.pk] * 2
    assert queued("deliver") == [email.pk]


def test_before_eight_in_the_persons_own_time_zone_nothing_is_sent(daily: User) -> None:
    User.objects.update(time_zone="America/New_York")
    notify(recipient=daily, notice=UNLOCK, at=NOON + timedelta(hours=2))
    eight_in_new_york = utc("2026-03-03T13:00")

    send_digest(user_id=daily.pk, at=eight_in_new_york - A_SECOND)
    before = len(digests(daily))
    send_digest(user_id=daily.pk, at=eight_in_new_york)

    assert (before, len(digests(daily))) == (0, 1)


def test_where_nothing_waits_nothing_is_sent(daily: User) -> None:
    send_digest(user_id=daily.pk, at=MORNING)

    assert digests(daily) == []


def test_a_second_call_sends_nothing(daily: User) -> None:
    notify(recipient=daily, notice=UNLOCK, at=NOON)
    send_digest(user_id=daily.pk, at=MORNING)

    send_digest(user_id=daily.pk, at=MORNING + timedelta(hours=1))

    assert len(digests(daily)) == 1


def test_what_comes_after_the_digest_waits_for_the_next_morning(daily: User) -> None:
    notify(recipient=daily, notice=UNLOCK, at=NOON)
    send_digest(user_id=daily.pk, at=MORNING)
    notify(recipient=daily, notice=REPLY, at=MORNING + A_SECOND)

    send_digest(user_id=daily.pk, at=MORNING + timedelta(hours=12))
    same_day = len(digests(daily))
    send_digest(user_id=daily.pk, at=MORNING + A_DAY)

    assert same_day == 1
    assert REPLY.title in digests(daily)[1].text
    assert UNLOCK.title not in digests(daily)[1].text


def test_what_was_written_late_makes_no_second_digest_that_day(daily: User) -> None:
    notify(recipient=daily, notice=UNLOCK, at=NOON)
    send_digest(user_id=daily.pk, at=MORNING)
    notify(recipient=daily, notice=REPLY, at=MORNING - A_SECOND)

    send_digest(user_id=daily.pk, at=MORNING + timedelta(hours=1))

    assert len(digests(daily)) == 1
    assert daily.digest_entries.waiting().count() == 1


def test_a_digest_that_nobody_sent_at_eight_is_sent_later(daily: User) -> None:
    notify(recipient=daily, notice=UNLOCK, at=NOON)

    send_digest(user_id=daily.pk, at=MORNING + timedelta(days=3, hours=15))

    assert len(digests(daily)) == 1


def test_what_the_person_meanwhile_never_wants_mailed_is_dropped(daily: User) -> None:
    notify(recipient=daily, notice=UNLOCK, at=NOON)
    notify(recipient=daily, notice=REPLY, at=NOON)
    prefer(user=daily, topic=Topic.REPLIES, in_portal=True, email="never")

    send_digest(user_id=daily.pk, at=MORNING)

    [email] = digests(daily)
    assert UNLOCK.title in email.text
    assert REPLY.title not in email.text + email.html
    assert not daily.digest_entries.filter(topic=Topic.REPLIES).exists()


def test_who_wants_no_mail_any_more_gets_no_empty_digest(daily: User) -> None:
    notify(recipient=daily, notice=REPLY, at=NOON)
    prefer(user=daily, topic=Topic.REPLIES, in_portal=True, email="never")

    send_digest(user_id=daily.pk, at=MORNING)

    assert not daily.emails.exists()
    assert not daily.digest_entries.exists()


def test_a_crash_in_the_middle_leaves_everything_waiting(daily: User) -> None:
    notify(recipient=daily, notice=UNLOCK, at=NOON)

    with transaction.atomic():
        send_digest(user_id=daily.pk, at=MORNING)
        transaction.set_rollback(True)

    assert (digests(daily), queued("deliver")) == ([], [])
    assert daily.digest_entries.waiting().count() == 1


def test_the_clock_queues_a_digest_for_whom_one_is_due_alone(daily: User, grace: User) -> None:
    User.objects.filter(pk=grace.pk).update(time_zone="America/New_York")
    linus = User.objects.create_user("linus", "linus@example.org", is_active=False)
    at = NOON + timedelta(hours=2)
    for person in (daily, grace, linus):
        DigestEntry.objects.create(recipient=person, topic="replies", title="T", created_at=at)

    assert queue_digests(at=MORNING) == 1

    assert queued("send_digest") == [daily.pk]


def test_a_person_who_is_gone_is_no_error(daily: User) -> None:
    notify(recipient=daily, notice=UNLOCK, at=NOON)
    user_id = daily.pk
    daily.delete()

    tasks.send_digest(user_id)

    assert not Email.objects.exists()


def test_the_tasks_send_what_has_waited_over_night(daily: User) -> None:
    notify(recipient=daily, notice=UNLOCK, at=NOON)

    assert tasks.queue_digests() == 1
    for user_id in queued("send_digest"):
        tasks.send_digest(user_id)

    assert len(digests(daily)) == 1


def test_a_title_stays_text_in_the_digest(daily: User) -> None:
    title = "<script>alert(1)</script>{{ 7|add:7 }}"
    DigestEntry.objects.create(
        recipient=daily, topic=Topic.REPLIES, title=title, url="/", created_at=NOON
    )

    send_digest(user_id=daily.pk, at=MORNING)

    [email] = digests(daily)
    assert title in email.text
    assert "<script" not in email.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7|add:7 }}" in email.html


@pytest.mark.django_db
def test_the_clock_looks_for_digests_every_hour() -> None:
    schedule = Schedule.objects.get(func="notifications.tasks.queue_digests")

    assert (schedule.schedule_type, schedule.repeats) == (Schedule.HOURLY, -1)
