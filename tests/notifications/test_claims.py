"""Claims of several workers at once, on PostgreSQL with its row locks."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from notifications.delivery import claim
from notifications.models import Email
from tests.conftest import make_person
from tests.notifications.rows import make_email

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs row locks"),
]

WORKERS = 8


@pytest.fixture
def email() -> Email:
    return make_email(make_person("ada"), at=timezone.now() - timedelta(hours=1))


def claims(email: Email, get_ready: Callable[[], object], count: int) -> list[Future[Email | None]]:
    """Claim the mail in so many threads."""

    def claim_here() -> Email | None:
        try:
            get_ready()
            return claim(email.pk)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return [pool.submit(claim_here) for _ in range(count)]


def test_of_many_workers_one_claims(email: Email) -> None:
    barrier = threading.Barrier(WORKERS, timeout=20)

    results = [each.result() for each in claims(email, barrier.wait, WORKERS)]

    email.refresh_from_db()
    assert sum(result is not None for result in results) == email.attempts == 1


def test_a_claim_does_not_wait_for_another_one(email: Email) -> None:
    with transaction.atomic():
        Email.objects.select_for_update().get(pk=email.pk)
        (result,) = claims(email, lambda: None, 1)

    assert result.result() is None
