"""What the clock does."""

from typing import Any


def keep_schedules(**kwargs: Any) -> None:
    """Make the schedules that are missing, after every migration."""
    from django_q.models import Schedule

    Schedule.objects.get_or_create(
        name="Send what is left in the outbox",
        defaults={
            "func": "notifications.tasks.sweep_outbox",
            "schedule_type": Schedule.MINUTES,
            "minutes": 1,
            "repeats": -1,
        },
    )
    Schedule.objects.get_or_create(
        name="Send the daily digests",
        defaults={
            "func": "notifications.tasks.queue_digests",
            "schedule_type": Schedule.HOURLY,
            "repeats": -1,
        },
    )
