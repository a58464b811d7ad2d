"""Digests and reports at the same moment, on PostgreSQL with its row locks."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection, connections

from notifications.actions import keep_for_digest
from notifications.digest import send_digest
from notifications.models import DigestEntry, Email, MailEvent, Preference, Suppression, Topic
from notifications.suppression import record_event
from notifications.unsubscribe import unsubscribe
from tests.conftest import NOON, make_person
from tests.notifications.rows import REPLY
from tests.test_races import together

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs row locks"),
]

PEOPLE = 20


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    """Threads that keep their connection until the end of the test."""
    with ThreadPoolExecutor(8) as threads:
        yield threads
        together(threads, [connections.close_all] * 8)


def test_workers_that_send_a_digest_together_send_one(threads: ThreadPoolExecutor) -> None:
    people = [make_person(f"learner-{number}") for number in range(PEOPLE)]
    for person in people:
        keep_for_digest(recipient=person, notice=REPLY, at=NOON)
        act = partial(send_digest, user_id=person.pk, at=NOON + timedelta(days=1))

        together(threads, [act] * 8)

    assert Email.objects.filter(topic=Topic.DIGEST).count() == PEOPLE
    assert DigestEntry.objects.exclude(email=None).count() == PEOPLE


def test_notices_that_come_while_the_digest_is_sent_are_neither_lost_nor_doubled(
    threads: ThreadPoolExecutor,
) -> None:
    for number in range(PEOPLE):
        person = make_person(f"learner-{number}")
        keep_for_digest(recipient=person, notice=REPLY, at=NOON)
        tomorrow = NOON + timedelta(days=1)
        send = partial(send_digest, user_id=person.pk, at=tomorrow)
        keep = partial(keep_for_digest, recipient=person, notice=REPLY, at=NOON)

        together(threads, [send, keep, send, keep])

        [email] = person.emails.all()
        assert email.text.count(REPLY.title) == email.digest_entries.count()
        assert person.digest_entries.count() == 3


def test_the_same_report_eight_times_at_once_counts_once(threads: ThreadPoolExecutor) -> None:
    report = partial(
        record_event,
        key="k",
        kind=MailEvent.Kind.BOUNCED,
        address="ada@example.org",
        message_id="",
        at=NOON,
    )

    together(threads, [report] * 8)

    assert MailEvent.objects.count() == Suppression.objects.count() == 1


def test_unsubscribing_eight_times_at_once_is_no_error(threads: ThreadPoolExecutor) -> None:
    ada = make_person("ada")

    together(threads, [partial(unsubscribe, user_id=ada.pk, topic=Topic.DIGEST)] * 8)

    assert Preference.objects.filter(user=ada, email="never").count() == 2
