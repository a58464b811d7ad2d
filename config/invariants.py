"""What must hold of the database and of its task queue. Each function returns what does not."""

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db.models import Exists, ForeignKey, OuterRef
from django.utils import timezone
from django_q.models import OrmQ, Schedule, Task
from django_q.signing import BadSignature, SignedPackage

from config.schedules import NIGHTLY_DOCTOR

SCHEDULES = ["Send what is left in the outbox", "Send the daily digests", NIGHTLY_DOCTOR]
PATIENCE = timedelta(minutes=10)
LONGEST_LIFE = timedelta(hours=1)
MOST_ATTEMPTS = 3
TASKS_OPENED = 1_000


def broken_references() -> list[Any]:
    """Find rows that refer to a row which is not there; one statement for each foreign key."""
    return [
        f"{model._meta.label} {pk}: {field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and not model._meta.proxy
        for pk in referring_to_nothing(model, field)
    ]


def referring_to_nothing(model: Any, field: Any) -> list[Any]:
    """Return the ids of the rows whose reference leads nowhere."""
    referred = {field.target_field.attname: OuterRef(field.attname)}
    target = field.related_model._base_manager.filter(**referred)
    rows = model._base_manager.filter(~Exists(target), **{f"{field.name}__isnull": False})
    return list(rows.order_by("pk").values_list("pk", flat=True))


def tasks_waiting() -> list[Any]:
    """Find tasks that no worker has taken in more than ``PATIENCE``."""
    waiting = OrmQ.objects.filter(lock__lt=timezone.now() - PATIENCE)
    return list(waiting.order_by("pk").values_list("pk", flat=True))


def tasks_unending() -> list[Any]:
    """Find tasks that are tried again and again, or that nobody can read; the oldest are opened."""
    oldest = [task for task in OrmQ.objects.order_by("pk")[:TASKS_OPENED] if is_unending(task)]
    given_up = Task.objects.filter(attempt_count__gt=MOST_ATTEMPTS, success=False)
    return [task.pk for task in oldest] + list(given_up.values_list("name", flat=True))


def is_unending(task: OrmQ) -> bool:
    """Return whether a queued task is older than any work is long."""
    try:
        queued_at = SignedPackage.loads(task.payload)["started"]
    except BadSignature:
        return True
    return bool(queued_at < timezone.now() - LONGEST_LIFE)


def schedules_off() -> list[Any]:
    """Find schedules that are missing, double, switched off or late."""
    return [f"{name}: {state}" for name in SCHEDULES if (state := state_of_schedule(name)) != "ok"]


def state_of_schedule(name: str) -> str:
    """Say in a word how the schedule of this name is."""
    rows = list(Schedule.objects.filter(name=name))
    if len(rows) != 1:
        return "double" if rows else "missing"
    if rows[0].repeats == 0 or rows[0].next_run is None:
        return "switched off"
    return "late" if rows[0].next_run < timezone.now() - PATIENCE else "ok"
