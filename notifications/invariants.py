"""What must hold of notices and mails. Each function returns the ids of what does not."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import Now

from accounts.models import User
from notifications.models import Email, Notification
from notifications.queries import counts

PATIENCE = timedelta(minutes=10)
PEOPLE_ASKED = 100


def stuck_mails() -> list[Any]:
    """Find mails that should have left more than ``PATIENCE`` ago."""
    is_due = Q(state=Email.State.PENDING, due_at__lt=Now() - PATIENCE)
    is_leased = Q(state=Email.State.LEASED, leased_until__lt=Now() - PATIENCE)
    stuck = Email.objects.filter(is_due | is_leased)
    return list(stuck.order_by("pk").values_list("pk", flat=True))


def duplicate_notices() -> list[Any]:
    """Find people who were told the same thing of the same moment twice."""
    rows = Notification.objects.values_list("recipient", "topic", "title", "created_at", "url")
    return [
        f"person {row[0]}, {row[2]}"
        for row in rows.annotate(n=Count("pk")).filter(n__gt=1).order_by("recipient")
    ]


def wrong_unread_counts() -> list[Any]:
    """Find people whose bell shows another count than a fresh one, among those told last."""
    told = Notification.objects.filter(read_at=None).order_by("-pk").values_list("recipient")
    people = User.objects.filter(pk__in={pk for (pk,) in told[: 10 * PEOPLE_ASKED]})
    return [person.pk for person in people.order_by("-pk")[:PEOPLE_ASKED] if is_wrong(person)]


def is_wrong(person: User) -> bool:
    """Compare the bell's count with one taken before and one after it: a notice may come."""
    unread = Notification.objects.filter(recipient=person, read_at__isnull=True)
    before, shown, after = unread.count(), counts(person)["unread"], unread.count()
    return before == after != shown
