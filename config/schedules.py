"""What the clock does every night."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

QUIET_HOUR = time(3, 0)
NIGHTLY_DOCTOR = "Look for what is missing or double"


def keep_schedules(**kwargs: Any) -> None:
    """Make the schedules that are missing, after every migration."""
    from django_q.models import Schedule

    Schedule.objects.get_or_create(
        name=NIGHTLY_DOCTOR,
        defaults={
            "func": "config.tasks.look_after",
            "schedule_type": Schedule.DAILY,
            "repeats": -1,
            "next_run": next_night,
        },
    )


def next_night() -> datetime:
    """Return the next quiet hour, in the time zone of the portal."""
    now = timezone.localtime()
    tonight = timezone.make_aware(datetime.combine(now.date(), QUIET_HOUR))
    return tonight if tonight > now else tonight + timedelta(days=1)
