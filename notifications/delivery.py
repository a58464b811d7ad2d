"""From the outbox to the provider: claim with a lease, send, then mark.

An attempt whose sender died, or whose answer was lost, is ambiguous: the mail may have left. It is
counted, and sent again with the same Message-ID.
"""

import random
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import Now

from notifications import queue
from notifications.models import Email, Topic
from notifications.outcomes import Outcome, outcome_of, wait_asked_for
from notifications.suppression import obstacle_of
from notifications.unsubscribe import headers_of

# Not shorter than the queue's timeout: who still sends must still hold the lease.
LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 6
FIRST_RETRY_SECONDS = 15.0
LATE_AFTER = timedelta(seconds=10)
SWEEP_LIMIT = 500


def deliver(email_id: int) -> None:
    """Send the mail unless it was sent, is being sent, or is not due. May be called twice."""
    email = claim(email_id)
    if email is None:
        return
    if not settings.MAIL_PROVIDER:
        settle(email, state=Email.State.KEPT)
    elif email.attempts > MAX_ATTEMPTS:
        settle(email, state=given_up(email.ambiguous_attempts))
    elif obstacle := obstacle_of(email):
        settle(email, state=Email.State.SUPPRESSED, suppressed_by=obstacle)
    else:
        send(email)


@transaction.atomic
def claim(email_id: int) -> Email | None:
    """Take the lease on a due mail, or return ``None``; the update is what decides.

    To take over from a sender that died counts as an ambiguous attempt: its own.
    """
    due = Email.objects.select_for_update(skip_locked=True).filter(
        Q(state=Email.State.PENDING, due_at__lte=Now()) | is_abandoned(), pk=email_id
    )
    claimed = Email.objects.filter(pk__in=due.values("pk")).update(
        state=Email.State.LEASED,
        leased_until=Now() + LEASE,
        attempts=F("attempts") + 1,
        ambiguous_attempts=F("ambiguous_attempts")
        + Case(When(state=Email.State.LEASED, then=1), default=0),
    )
    return Email.objects.get(pk=email_id) if claimed else None


def is_abandoned() -> Q:
    """Match mails whose sender died, by the database's clock."""
    return Q(state=Email.State.LEASED, leased_until__lt=Now())


def send(email: Email) -> None:
    """Hand the mail to the provider and mark it sent, or plan the next attempt."""
    message = EmailMultiAlternatives(
        email.subject,
        email.text,
        to=[email.to_address],
        headers={"Message-ID": email.message_id, **headers_of(email)},
    )
    if email.html:
        message.attach_alternative(email.html, "text/html")
    try:
        message.send()
    except Exception as error:  # noqa: BLE001  (providers raise what they like)
        postpone(email, error)
    else:
        mark_sent(email)


def mark_sent(email: Email) -> None:
    """Write down the provider's yes, which holds whoever has the lease by now."""
    # Its links open the account; once sent they are in the mail box only, by the same update.
    blanked = {"text": "", "html": ""} if email.topic == Topic.ACCOUNT else {}
    Email.objects.filter(pk=email.pk).update(
        state=Email.State.SENT, sent_at=Now(), leased_until=None, last_error="", **blanked
    )


def settle(email: Email, *, state: Email.State, suppressed_by: str = "") -> None:
    """Write down how it ended without the provider."""
    held(email).update(state=state, leased_until=None, suppressed_by=suppressed_by)


def postpone(email: Email, error: Exception) -> None:
    """Plan another attempt with exponential backoff and jitter, or give up."""
    outcome = outcome_of(error)
    is_over = email.attempts >= MAX_ATTEMPTS or outcome == Outcome.REJECTED
    ambiguous_attempts = email.ambiguous_attempts + (outcome == Outcome.AMBIGUOUS)
    seconds = FIRST_RETRY_SECONDS * 4 ** (email.attempts - 1) * random.uniform(0.8, 1.2)
    held(email).update(
        state=given_up(ambiguous_attempts) if is_over else Email.State.PENDING,
        ambiguous_attempts=ambiguous_attempts,
        due_at=Now() + max(timedelta(seconds=seconds), wait_asked_for(error)),
        leased_until=None,
        last_error=f"{type(error).__name__}: {error}"[:500],
    )


def held(email: Email) -> QuerySet[Email]:
    """Match the mail while this attempt has its lease: nobody took over in the meantime."""
    return Email.objects.filter(pk=email.pk, state=Email.State.LEASED, attempts=email.attempts)


def given_up(ambiguous_attempts: int) -> Email.State:
    """Return the state of a mail that is not tried again."""
    return Email.State.AMBIGUOUS if ambiguous_attempts else Email.State.FAILED


def sweep_outbox() -> int:
    """Queue again what is due: failed attempts, dead senders, lost tasks. Return how many.

    A queue that does not get on is left alone, or every sweep would make it longer.
    """
    room = max(SWEEP_LIMIT - queue.length(), 0)
    late = Q(state=Email.State.PENDING, due_at__lte=Now() - LATE_AFTER)
    email_ids = list(
        Email.objects.filter(late | is_abandoned())
        .order_by("due_at")
        .values_list("pk", flat=True)[:room]
    )
    for email_id in email_ids:
        queue.enqueue("notifications.tasks.deliver", email_id)
    return len(email_ids)
