"""Mail providers for the tests of notifications."""

from collections.abc import Sequence

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.core.mail.message import EmailMessage
from django.test import Client
from pytest_django import Settings

from tests.notifications.reports import configure


class Refusing(EmailBackend):
    """A provider that is out of order."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        """Refuse."""
        raise ConnectionError("the provider is away")


@pytest.fixture
def provider(settings: Settings) -> None:
    """Configure a provider; what it gets lands in ``mailoutbox``."""
    settings.MAIL_PROVIDER = "smtp"


@pytest.fixture
def broken_provider(provider: None, settings: Settings) -> None:
    """Configure a provider that refuses every mail."""
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.{Refusing.__name__}"}}


@pytest.fixture
def postmark(settings: Settings) -> None:
    """Configure Postmark, with a secret for its reports."""
    configure(settings, "postmark")


@pytest.fixture
def reporter() -> Client:
    """The provider's machine, which has neither cookies nor a CSRF token."""
    return Client(enforce_csrf_checks=True, headers={"host": "localhost"})
