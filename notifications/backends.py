"""Mail providers as we use them."""

from typing import Any

from anymail.backends import resend
from django.core.mail import EmailMessage


class Resend(resend.EmailBackend):  # type: ignore[misc]
    """Anymail's backend for Resend, with the mail's Message-ID as its idempotency key.

    Resend keeps a key for 24 hours, and answers a request that comes again as it did at first.
    """

    def build_message_payload(
        self, message: EmailMessage, defaults: dict[str, Any]
    ) -> resend.ResendPayload:
        """Return the request to Resend."""
        payload = super().build_message_payload(message, defaults)
        if message_id := message.extra_headers.get("Message-ID"):
            payload.headers["Idempotency-Key"] = message_id
        return payload
