"""Settings for a portal under faults: it waits seconds where it else waits minutes.

A lease still lasts longer than a task, and a task longer than a request to the provider.
"""

from datetime import timedelta

from django.apps import AppConfig

from config import settings
from config.settings import *  # noqa: F403

REQUEST_SECONDS = 2
LEASE = timedelta(seconds=9)

ANYMAIL = settings.ANYMAIL | {"REQUESTS_TIMEOUT": REQUEST_SECONDS}
Q_CLUSTER = settings.Q_CLUSTER | {"workers": 4, "queue_limit": 4, "timeout": 8, "retry": 16}
INSTALLED_APPS = [*settings.INSTALLED_APPS, f"{__name__}.ShortWaits"]


class ShortWaits(AppConfig):
    """Shortens what delivery waits for."""

    name = "tests.faults"

    def ready(self) -> None:
        """Overwrite the constants before any process uses them."""
        from notifications import delivery

        delivery.LEASE = LEASE
        delivery.FIRST_RETRY_SECONDS = 0.3
        delivery.LATE_AFTER = timedelta(seconds=1)
