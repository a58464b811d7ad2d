"""Doors for the worker."""

from django.utils import timezone

from gamification import actions


def backfill(is_quiet: int, after: int = 0) -> None:
    """Award those whom a changed threshold has reached, in the order of their ids."""
    actions.backfill(at=timezone.now(), is_quiet=bool(is_quiet), after=after)
