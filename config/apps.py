from django.apps import AppConfig, apps
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.db.models.signals import post_migrate


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from config import checks  # noqa: F401
        from config.schedules import keep_schedules

        # No signal is sent for an app without models, as this one is.
        post_migrate.connect(keep_schedules, sender=apps.get_app_config("django_q"))


class LaurelStaticFilesConfig(StaticFilesConfig):
    """Leave out of the collected files what no page loads."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "*.map",
        "redoc*",
        "README.md",
        "components",
    ]
