from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class ConfigConfig(AppConfig):
    name = "config"


class LaurelStaticFilesConfig(StaticFilesConfig):
    """Leave out of the collected files what no page loads."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "*.map",
        "redoc*",
        "README.md",
        "components",
    ]
