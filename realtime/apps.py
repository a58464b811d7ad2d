from django.apps import AppConfig
from django.conf import settings


class RealtimeConfig(AppConfig):
    name = "realtime"

    def ready(self) -> None:
        from realtime import receivers  # noqa: F401

        if settings.REDIS_URL:
            # Now, because it takes long, and not when the first page rings.
            from realtime import pubsub  # noqa: F401
