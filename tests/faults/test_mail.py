"""No mail is lost when workers die and the provider fails; what may have left twice is counted."""

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone
from django_q.models import OrmQ

from accounts.models import User
from notifications.actions import send_email
from notifications.delivery import sweep_outbox
from notifications.models import Email, Topic
from tests import processes
from tests.faults.conftest import Note, scaled
from tests.faults.provider import Provider, Request, planned_by
from tests.faults.settings import LEASE
from tests.processes import PATIENCE, Portal, wait_until

pytestmark = pytest.mark.skipif(
    not os.environ.get("DATABASE_URL", "").startswith("postgres"),
    reason="faults are injected on PostgreSQL",
)

MAILS = scaled(100, 500)
KILLS = scaled(3, 10)
REQUESTS_BETWEEN_KILLS = 20
PATIENCE_FOR_ALL = scaled(60, 240)

type Lease = tuple[str, str]


def write_mails(count: int) -> list[str]:
    """Put award mails into the outbox, lose the task of every tenth, return the Message-IDs."""
    names = [f"learner-{number}" for number in range(count)]
    people = User.objects.bulk_create(
        User(username=name, email=f"{name}@example.org") for name in names
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True) for person in people
    )
    mails = [
        send_email(
            recipient=person,
            topic=Topic.ACHIEVEMENTS,
            to_address=person.email,
            subject="First Lesson Watched",
            text="Well done.",
            html="<h1>Well done.</h1>",
            at=timezone.now(),
        )
        for person in people
    ]
    tasks = list(OrmQ.objects.order_by("pk").values_list("pk", flat=True))
    OrmQ.objects.filter(pk__in=tasks[::10]).delete()
    return [mail.message_id for mail in mails]


def leased() -> list[Lease]:
    """Return the Message-ID and the end of every lease."""
    rows = Email.objects.filter(state=Email.State.LEASED).values_list("message_id", "leased_until")
    return [(message_id, until.isoformat()) for message_id, until in rows if until]


def sweep_for(seconds: float) -> int:
    """Sweep the outbox as the clock does, until all mails are settled or time is up.

    Return how many are left.
    """
    deadline = time.monotonic() + seconds
    unsettled = Email.objects.filter(state__in=[Email.State.PENDING, Email.State.LEASED])
    while (left := unsettled.count()) and time.monotonic() < deadline:
        sweep_outbox()
        threading.Event().wait(1)
    return left


def outcomes() -> list[tuple[str, str, int]]:
    """Return Message-ID, state and ambiguous attempts of every mail."""
    return list(Email.objects.values_list("message_id", "state", "ambiguous_attempts"))


def kill_a_worker(portal: Portal, provider: Provider, chance: random.Random) -> None:
    """Start a worker and kill it: while the provider holds a mail that it took, or at any time."""
    worker = portal.start_worker()
    if chance.random() < 0.5:
        provider.hold_next()
        assert provider.is_holding.wait(PATIENCE), worker.text()
    else:
        provider.wait_for_requests(chance.randint(1, REQUESTS_BETWEEN_KILLS), PATIENCE)
        threading.Event().wait(chance.uniform(0, 0.1))
    worker.kill()


def attempts_left_open(requests: list[Request], leases: set[Lease]) -> Counter[str]:
    """Count by mail the attempts of which no sender can know how they ended.

    Its sender was killed while it had the lease, or the provider did not answer it.
    """
    unanswered = [
        each.message_id
        for each in requests
        if not each.is_answered and not any(is_under(lease, each) for lease in leases)
    ]
    return Counter(mail for mail, _ in leases) + Counter(unanswered)


def is_under(lease: Lease, request: Request) -> bool:
    """Return whether the request came from the sender who had this lease."""
    mail, end = lease[0], datetime.fromisoformat(lease[1])
    return mail == request.message_id and end - LEASE <= request.came_at <= end


@pytest.fixture
def provider(chance: random.Random, honours_keys: bool) -> Iterator[Provider]:
    plan = planned_by(chance.getrandbits(32))
    with Provider(plan, honours_keys=honours_keys) as provider:
        yield provider


@pytest.fixture
def portal(provider: Provider, tmp_path: Path) -> Iterator[Portal]:
    settings = {
        "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
        "MAIL_PROVIDER": "resend",
        "RESEND_API_KEY": "re_key",
        "RESEND_API_URL": provider.url,
    }
    with processes.portal(tmp_path, **settings) as portal:
        yield portal


@pytest.mark.parametrize("honours_keys", [True, False], ids=["keys honoured", "keys ignored"])
def test_every_mail_arrives_and_only_those_counted_as_ambiguous_arrive_twice(
    portal: Portal, provider: Provider, chance: random.Random, note: Note, honours_keys: bool
) -> None:
    message_ids = portal.call(write_mails, MAILS)
    leases: set[Lease] = set()

    for _ in range(KILLS):
        kill_a_worker(portal, provider, chance)
        leases |= {(mail, end) for mail, end in portal.call(leased)}
    portal.start_worker()
    wait_until(lambda: portal.call(sweep_for, 20) == 0, seconds=PATIENCE_FOR_ALL)

    seen = portal.call(outcomes)
    ambiguous = Counter({mail: count for mail, _, count in seen if count})
    lost = set(message_ids) - set(provider.delivered)
    twice = {mail for mail, count in provider.delivered.items() if count > 1}
    note(mails=MAILS, kills=KILLS, leases_of_killed=len(leases), **provider.injected())
    note(ambiguous=ambiguous.total(), lost=len(lost), arrived_twice=len(twice))
    assert {state for _, state, _ in seen} == {"sent"}
    assert not lost
    assert ambiguous == attempts_left_open(provider.requests, leases)
    assert all(provider.accepted[mail] - 1 <= ambiguous[mail] for mail in message_ids)
    assert bool(twice) is not honours_keys
    portal.doctor()
