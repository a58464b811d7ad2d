"""Notices and mails as the portal writes them, and what a page says of them."""

import re
from datetime import datetime
from typing import Any, Protocol

from django.utils import timezone

from accounts.models import User
from notifications import actions
from notifications.actions import Notice
from notifications.models import Email, Notification, Topic
from tests.conftest import NOON

UNLOCK = Notice(
    topic=Topic.ACHIEVEMENTS,
    title="First Lesson Watched",
    body="Lessons completed: 1. Next: 5 Lessons Watched.",
    url="/achievements/",
    template="unlock",
)
REPLY = Notice(
    topic=Topic.REPLIES,
    title="Grace replied to you: Knot 1",
    body="Mind the loop.",
    url="/courses/knots/lessons/knot-1/#comment-1",
    template="reply",
    art="reply",
)


class Response(Protocol):
    """What the test client gives back."""

    status_code: int

    @property
    def content(self) -> bytes:
        """The body."""


def make_notice(recipient: User, title: str = "A notice", **fields: Any) -> Notification:
    """Write an inbox row of noon."""
    values = {"topic": Topic.ACHIEVEMENTS, "url": "/achievements/", "created_at": NOON}
    return Notification.objects.create(recipient=recipient, title=title, **values | fields)


def make_email(recipient: User, at: datetime | None = None, **fields: Any) -> Email:
    """Put a mail into the outbox, due at once."""
    values = {
        "topic": Topic.ACHIEVEMENTS,
        "to_address": recipient.email,
        "subject": "First Lesson Watched",
        "text": "Well done.",
        "html": "<h1>Well done.</h1>",
    }
    return actions.send_email(recipient=recipient, at=at or timezone.now(), **values | fields)


def page(response: Response) -> str:
    """Return the text of a page that came."""
    assert response.status_code == 200
    return response.content.decode()


def toasts(response: Response) -> list[str]:
    """Return the titles of the toasts in an answer."""
    return re.findall(r'data-toast id=.*?toast__title"[^>]*>(.*?)</p>', page(response), re.DOTALL)


def unread_count(response: Response) -> int:
    """Return the bell's count."""
    found = re.findall(r'data-unread-count="(\d+)"', page(response))
    assert len(found) == 1
    return int(found[0])
