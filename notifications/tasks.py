"""Doors for the worker."""

from django.utils import timezone

from notifications import delivery, digest


def deliver(email_id: int) -> None:
    """Send one mail of the outbox."""
    delivery.deliver(email_id)


def sweep_outbox() -> int:
    """Queue again what should have left the outbox; return how many mails."""
    return delivery.sweep_outbox()


def queue_digests() -> int:
    """Queue the digests that are due; return how many."""
    return digest.queue_digests(at=timezone.now())


def send_digest(user_id: int) -> None:
    """Send one person's digest, if it is due."""
    digest.send_digest(user_id=user_id, at=timezone.now())
