"""The door through which mail providers report what became of a mail."""

import hashlib
import json
import logging
import re
from typing import Any

from anymail.exceptions import AnymailWebhookValidationFailure
from anymail.signals import AnymailTrackingEvent
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import resolve
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from notifications.models import Email, MailEvent
from notifications.rules import meaning_of
from notifications.suppression import record_event

logger = logging.getLogger(__name__)

# Anymail calls these bounces too, but the mail box is full or away, not gone.
SOFT_BOUNCE = re.compile(
    r'"(activity\.)?(soft[_ ]?bounced?|transient)"|"hard_bounce": false|"bounce_class": "(2\d|70)"',
    re.IGNORECASE,
)


@csrf_exempt
def receive(request: HttpRequest, provider: str) -> HttpResponseBase:
    """Let Anymail read a report of the configured provider; without a secret nobody may report."""
    if provider != settings.MAIL_PROVIDER or not settings.ANYMAIL.get("WEBHOOK_SECRET"):
        raise Http404
    webhook = resolve(f"/{provider}/tracking/", "anymail.urls").func
    try:
        answer: HttpResponseBase = webhook(request)
    except AnymailWebhookValidationFailure:
        return HttpResponse("The name or password is wrong.\n", "text/plain", 403)
    except RequestDataTooBig:
        return HttpResponse("The report is too large.\n", "text/plain", 413)
    except (OperationalError, InterfaceError):
        raise  # The database is away: the provider is to come again.
    except Exception:
        logger.warning("A report of %s could not be read.", provider, exc_info=True)
        return HttpResponse("The report could not be read.\n", "text/plain", 400)
    return answer


def hear(event: AnymailTrackingEvent, esp_name: str, **kwargs: Any) -> None:
    """Record what concerns the address; opened, clicked, delivered and delayed mails do not."""
    contents = json.dumps(event.esp_event, sort_keys=True, default=str)
    meaning = meaning_of(event.event_type, event.reject_reason)
    if meaning is None or (meaning == "bounced" and SOFT_BOUNCE.search(contents)):
        return
    address = address_in(event)
    parts = [esp_name, meaning, address, event.event_id or contents]
    record_event(
        key=hashlib.sha256("\n".join(parts).encode()).hexdigest(),
        kind=MailEvent.Kind(meaning),
        address=address,
        message_id=event.message_id or "",
        at=timezone.now(),
    )


def address_in(event: AnymailTrackingEvent) -> str:
    """Return the address that the event names, or nothing where it can be none of ours."""
    address = str(event.recipient or "")
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address.lower() if len(address) <= 254 else ""


def remember(message: EmailMessage, status: Any, **kwargs: Any) -> None:
    """Keep what the provider calls the mail; its reports name it so."""
    message_id = message.extra_headers.get("Message-ID")
    if status.message_id is None:
        return
    try:
        Email.objects.filter(message_id=message_id).update(provider_id=status.message_id)
    except (DatabaseError, InterfaceError):
        # The mail has left; only its id is lost.
        logger.exception("The provider's id of mail %s could not be kept.", message_id)
