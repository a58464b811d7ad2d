"""From the outbox to the provider: claim with a lease, send, then mark."""

import random
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from notifications.models import Email, Topic
from notifications.queue import enqueue

LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 6
FIRST_RETRY_SECONDS = 15
SWEEP_LIMIT = 500


def is_due() -> Q:
    """Match mails to be sent now, and those whose sender died, by the database's clock."""
    return Q(state=Email.State.PENDING, due_at__lte=Now()) | Q(
        state=Email.State.LEASED, leased_until__lt=Now()
    )


def deliver(email_id: int) -> None:
    """Send the mail unless it was sent, is being sent, or is not due. May be called twice."""
    email = claim(email_id)
    if email is None:
        return
    if not settings.MAIL_PROVIDER:
        settle(email, state=Email.State.KEPT)
    elif email.attempts > MAX_ATTEMPTS:
        settle(email, state=Email.State.FAILED)
    elif not may_be_sent(email):
        settle(email, state=Email.State.SUPPRESSED)
    else:
        send(email)


@transaction.atomic
def claim(email_id: int) -> Email | None:
    """Take the lease on a due mail, or return ``None``; the update is what decides."""
    claimed = Email.objects.filter(is_due(), pk=email_id).update(
        state=Email.State.LEASED, leased_until=Now() + LEASE, attempts=F("attempts") + 1
    )
    return Email.objects.get(pk=email_id) if claimed else None


def may_be_sent(email: Email) -> bool:
    """Return whether the mail may leave: award mails go to verified addresses only."""
    return (
        email.topic == Topic.ACCOUNT
        or EmailAddress.objects.filter(
            user_id=email.recipient_id, email__iexact=email.to_address, verified=True
        ).exists()
    )


def send(email: Email) -> None:
    """Hand the mail to the provider and mark it sent, or plan the next attempt."""
    message = EmailMultiAlternatives(
        email.subject,
        email.text,
        to=[email.to_address],
        headers={"Message-ID": email.message_id},
    )
    if email.html:
        message.attach_alternative(email.html, "text/html")
    try:
        message.send()
    except Exception as error:  # noqa: BLE001  (providers raise what they like)
        postpone(email, error)
    else:
        settle(email, state=Email.State.SENT)


def settle(email: Email, *, state: Email.State) -> None:
    """Write down how it ended."""
    sent_at = Now() if state == Email.State.SENT else None
    is_key = email.topic == Topic.ACCOUNT and state == Email.State.SENT
    # Its links open the account; once sent they are in the mail box only, by the same update.
    blanked = {"text": "", "html": ""} if is_key else {}
    Email.objects.filter(pk=email.pk).update(
        state=state, sent_at=sent_at, leased_until=None, last_error="", **blanked
    )


def postpone(email: Email, error: Exception) -> None:
    """Plan another attempt with exponential backoff and jitter, or give up after the last."""
    has_more = email.attempts < MAX_ATTEMPTS
    seconds = FIRST_RETRY_SECONDS * 4 ** (email.attempts - 1) * random.uniform(0.8, 1.2)
    Email.objects.filter(pk=email.pk).update(
        state=Email.State.PENDING if has_more else Email.State.FAILED,
        due_at=Now() + timedelta(seconds=seconds),
        leased_until=None,
        last_error=f"{type(error).__name__}: {error}"[:500],
    )


def sweep_outbox() -> int:
    """Queue again what is due: failed attempts, dead senders, lost tasks. Return how many."""
    late = Q(state=Email.State.PENDING, due_at__lte=Now() - timedelta(seconds=10))
    dead = Q(state=Email.State.LEASED, leased_until__lt=Now())
    email_ids = list(
        Email.objects.filter(late | dead)
        .order_by("due_at")
        .values_list("pk", flat=True)[:SWEEP_LIMIT]
    )
    for email_id in email_ids:
        enqueue("notifications.tasks.deliver", email_id)
    return len(email_ids)
