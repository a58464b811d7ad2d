"""Reads for the pages of the inbox."""

from typing import TypedDict

from django.db.models import Count, Q

from accounts.models import User
from notifications.models import Notification, Preference, Topic

CHOSEN_TOPICS = [Topic.ACHIEVEMENTS, Topic.REPLIES]


class Counts(TypedDict):
    """How many notices are unread, and how many of them no page has shown."""

    unread: int
    unshown: int


def counts(user: User) -> Counts:
    """Count the person's unread and unshown notices in one query."""
    result = user.notifications.unread().aggregate(
        unread=Count("pk"), unshown=Count("pk", filter=Q(shown_at=None))
    )
    return Counts(unread=result["unread"], unshown=result["unshown"])


def unshown(user: User, limit: int = 3) -> list[Notification]:
    """Return the oldest notices that no page has shown yet."""
    return list(user.notifications.unshown().order_by("created_at", "pk")[:limit])


def preferences(user: User) -> list[Preference]:
    """Return one preference for each topic that can be chosen, kept or default."""
    kept = {preference.topic: preference for preference in user.preferences.all()}
    return [kept.get(topic) or Preference(user=user, topic=topic) for topic in CHOSEN_TOPICS]
