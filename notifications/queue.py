"""The one door to the task queue, a table of the same database."""

from django_q.models import OrmQ
from django_q.tasks import async_task


def enqueue(task: str, *arguments: int) -> None:
    """Queue a task by its dotted path, with ids as arguments.

    The row is written in the caller's transaction: rolled back, nothing was queued.
    """
    async_task(task, *arguments)


def length() -> int:
    """Return how many tasks are queued, those at work among them."""
    count: int = OrmQ.objects.count()
    return count
