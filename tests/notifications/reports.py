"""Reports of mail providers, and the door where they are handed in."""

import base64
import json

from django.test import Client
from pytest_django import Settings

POSTMARK = "/mail/events/postmark/tracking/"
SECRET = "laurel:hush"
HARD_BOUNCE = {
    "RecordType": "Bounce",
    "Type": "HardBounce",
    "ID": 692560173,
    "MessageID": "2706ee8a-737c-4285-b032-ccd317af53ed",
    "Email": "Ada@Example.org",
    "BouncedAt": "2026-03-02T12:00:00Z",
}
COMPLAINT = HARD_BOUNCE | {"RecordType": "SpamComplaint", "Type": "SpamComplaint", "ID": 1}


def configure(settings: Settings, provider: str) -> None:
    """Use the provider, with the secret for its reports."""
    settings.MAIL_PROVIDER = provider
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}


def basic(secret: str) -> dict[str, str]:
    """Return the header with a name and password."""
    return {"authorization": f"Basic {base64.b64encode(secret.encode()).decode()}"}


def report(
    reporter: Client, event: object, path: str = POSTMARK, secret: str = SECRET, **headers: str
) -> int:
    """Post the event and return the status."""
    body = event if isinstance(event, bytes) else json.dumps(event).encode()
    response = reporter.post(
        path, body, content_type="application/json", headers=basic(secret) | headers
    )
    return response.status_code
