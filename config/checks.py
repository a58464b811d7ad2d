"""Settings of the task queue that would lose tasks, or do them twice, are refused at the start."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from notifications.delivery import LEASE

#: Number, whether it is so, what is wrong, and what to write instead.
type Fault = tuple[int, bool, str, str]

OTHER_BROKERS = ("broker_class", "iron_mq", "sqs", "mongo", "redis", "django_redis")


@register("queue")
def check_queue(app_configs: object, **kwargs: Any) -> list[CheckMessage]:
    """Return an error for each setting of ``Q_CLUSTER`` by which tasks get lost or double."""
    return [
        Error(f"Q_CLUSTER: {what}", hint=hint, id=f"laurel.Q{number:03}")
        for faults in (what_loses_tasks, what_repeats_tasks)
        for number, is_wrong, what, hint in faults(settings.Q_CLUSTER)
        if is_wrong
    ]


def what_loses_tasks(queue: dict[str, Any]) -> Iterator[Fault]:
    """Yield the settings by which tasks do not commit with their cause, or only seem done."""
    yield (
        1,
        queue.get("orm") != "default" or any(queue.get(name) for name in OTHER_BROKERS),
        "the queue is not a table of the default database, so tasks do not commit with their cause",
        'Write "orm": "default" and name no other broker.',
    )
    yield (
        2,
        bool(queue.get("sync")),
        "sync runs tasks inside the open transaction",
        'Leave out "sync".',
    )


def what_repeats_tasks(queue: dict[str, Any]) -> Iterator[Fault]:
    """Yield the settings by which tasks run twice at a time, or again and again."""
    timeout, retry = queue.get("timeout") or 0, queue.get("retry", 60)
    workers = queue.get("workers") or 0
    yield (
        3,
        not 0 < 2 * timeout <= retry,
        f"timeout ({timeout or 'none'}) is not well below retry ({retry}), so tasks run twice",
        'Write a "timeout" in seconds, and a "retry" of at least twice as many.',
    )
    yield (
        4,
        not 0 < queue.get("queue_limit", workers**2) <= workers,
        "queue_limit is above the number of workers, so tasks wait until they are taken twice",
        'Write the same number for "workers" and "queue_limit".',
    )
    yield (
        5,
        not queue.get("ack_failures"),
        "ack_failures is off, so a task that fails comes back for ever",
        'Write "ack_failures": True; what must be tried again has attempts of its own.',
    )
    yield (
        6,
        not queue.get("max_attempts"),
        "max_attempts is 0, so tasks are tried without end",
        'Write "max_attempts": 10.',
    )
    yield (
        7,
        bool(queue.get("catch_up", True)),
        "catch_up repeats every run that a stopped worker missed",
        'Write "catch_up": False.',
    )
    yield (
        8,
        timeout > LEASE.total_seconds(),
        f"timeout ({timeout}) is above the lease of a mail, so a mail may be sent by two workers",
        f'Write a "timeout" of at most {LEASE.total_seconds():.0f} seconds.',
    )
