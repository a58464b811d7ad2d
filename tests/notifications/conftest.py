"""Mail providers for the tests of notifications."""

from collections.abc import Sequence

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.core.mail.message import EmailMessage
from pytest_django import Settings


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
