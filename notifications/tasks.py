"""Doors for the worker."""

from notifications import delivery


def deliver(email_id: int) -> None:
    """Send one mail of the outbox."""
    delivery.deliver(email_id)


def sweep_outbox() -> int:
    """Queue again what should have left the outbox; return how many mails."""
    return delivery.sweep_outbox()
