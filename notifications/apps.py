from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = _("Notifications and mail")

    def ready(self) -> None:
        from anymail.signals import post_send, tracking

        from notifications import events, receivers, unsubscribe  # noqa: F401
        from notifications.arrivals import arrivals
        from notifications.schedules import keep_schedules
        from realtime import watch

        post_migrate.connect(keep_schedules, sender=self)
        post_send.connect(events.remember)
        tracking.connect(events.hear)
        unsubscribe.keep_header_whole()
        watch.arrivals = arrivals
