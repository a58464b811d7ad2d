"""What lately came that a person's open pages should have heard of."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from notifications.models import Notification

FIRST_RING_TAKES = timedelta(seconds=1)
SHOWING_TAKES = timedelta(seconds=4)
LOOK_BACK = timedelta(minutes=2)


def arrivals(user_ids: Collection[int]) -> Mapping[int, Mapping[Hashable, datetime]]:
    """Return what came for these people, and when, by the notice's id.

    A notice comes when it is written, and again each time that a page took it and did not say in
    time that it was shown. What has just been written is left to the ring that goes with it.
    """
    now = timezone.now()
    is_new = Q(created_at__range=(now - LOOK_BACK, now - FIRST_RING_TAKES))
    is_back = Q(handed_at__range=(now - LOOK_BACK, now - SHOWING_TAKES), shown_at=None)
    notices = Notification.objects.unread().filter(is_new | is_back, recipient__in=user_ids)
    came: dict[int, dict[Hashable, datetime]] = defaultdict(dict)
    for person, pk, created_at, handed_at, shown_at in notices.order_by().values_list(
        "recipient", "pk", "created_at", "handed_at", "shown_at"
    ):
        came[person][pk] = created_at
        if handed_at and not shown_at and handed_at <= now - SHOWING_TAKES:
            came[person][pk, handed_at] = handed_at
    return came
