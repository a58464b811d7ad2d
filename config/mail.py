"""The mail provider, from ``MAIL_PROVIDER`` and the variables that start with its name."""

import importlib.util
import os
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from config import environment as env

OURS = {"resend": "notifications.backends.Resend"}


def mailer(provider: str) -> dict[str, Any]:
    """Return the ``MAILERS`` entry: Anymail, SMTP, or a dummy when nothing is to be sent."""
    if not provider:
        return {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    if provider == "smtp":
        return {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {
                "host": env.text("SMTP_HOST", "localhost"),
                "port": env.number("SMTP_PORT", 25, lowest=1, highest=65535),
                "username": env.text("SMTP_USERNAME"),
                "password": env.text("SMTP_PASSWORD"),
                "use_tls": env.flag("SMTP_STARTTLS", default=False),
                "timeout": 10,
            },
        }
    if not provider.isidentifier() or not importlib.util.find_spec(f"anymail.backends.{provider}"):
        raise ImproperlyConfigured(
            f"MAIL_PROVIDER is {provider!r}: write smtp or the name of a provider of Anymail, "
            "for example postmark, mailgun or sendgrid."
        )
    return {"BACKEND": OURS.get(provider, f"anymail.backends.{provider}.EmailBackend")}


def provider_keys(provider: str) -> dict[str, Any]:
    """Return the ``ANYMAIL`` settings, for example ``POSTMARK_SERVER_TOKEN``."""
    prefix = f"{provider.upper()}_"
    keys = {name: value for name, value in os.environ.items() if name.startswith(prefix)}
    return {"REQUESTS_TIMEOUT": 10} | (keys if provider and provider != "smtp" else {})
