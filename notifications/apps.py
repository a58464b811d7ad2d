from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = _("Notifications and mail")

    def ready(self) -> None:
        from notifications.schedules import keep_schedules

        post_migrate.connect(keep_schedules, sender=self)
