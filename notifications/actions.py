"""Tell people things: in the portal, live, and by mail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from notifications.models import Email, Notification, Preference, Topic
from notifications.queue import enqueue
from realtime import actions as realtime

HAND_OUT_AGAIN_AFTER = timedelta(seconds=4)
TOASTS_AT_ONCE = 3


@dataclass(frozen=True)
class Notice:
    """What is to be told, in words; ``template`` names the mail below ``templates/emails/``."""

    topic: Topic
    title: str
    body: str
    url: str
    template: str
    art: str = "spark"
    art_number: int | None = None
    items: Sequence[Mapping[str, object]] = field(default_factory=list)


@transaction.atomic(savepoint=False)
def notify(*, recipient: User, notice: Notice, at: datetime) -> None:
    """Tell one person one thing, by the channels that they chose for its topic.

    Writes the inbox row, the outbox row and the queued task; rings after commit. Each call is one
    notice: the caller sees to it that the fact behind it is new.
    """
    preference = (
        Preference.objects.filter(user=recipient, topic=notice.topic).first() or Preference()
    )
    if preference.in_portal:
        add_to_inbox(recipient=recipient, notice=notice, at=at)
    if preference.email == Preference.Frequency.IMMEDIATELY:
        mail_notice(recipient=recipient, notice=notice, at=at)


def add_to_inbox(*, recipient: User, notice: Notice, at: datetime) -> None:
    """Write the inbox row and ring."""
    Notification.objects.create(
        recipient=recipient,
        topic=notice.topic,
        title=notice.title,
        body=notice.body,
        url=notice.url,
        art=notice.art,
        art_number=notice.art_number,
        items=list(notice.items),
        created_at=at,
    )
    realtime.ring(user_id=recipient.pk)


def mail_notice(*, recipient: User, notice: Notice, at: datetime) -> None:
    """Render the notice as a mail and put it into the outbox."""
    context = {
        "recipient": recipient,
        "notification": notice,
        "url": settings.SITE_URL + notice.url,
        "preferences_url": settings.SITE_URL + reverse("notifications:preferences"),
        "site_name": settings.SITE_NAME,
    }
    send_email(
        recipient=recipient,
        topic=notice.topic,
        to_address=recipient.email,
        subject=notice.title,
        text=render_to_string(f"emails/{notice.template}.txt", context),
        html=render_to_string(f"emails/{notice.template}.html", context),
        at=at,
    )


@transaction.atomic(savepoint=False)
def send_email(
    *,
    recipient: User | None,
    topic: Topic,
    to_address: str,
    subject: str,
    text: str,
    html: str,
    at: datetime,
) -> Email:
    """Put a mail into the outbox and queue its delivery, both or neither."""
    email = Email.objects.create(
        recipient=recipient,
        topic=topic,
        to_address=to_address,
        subject=" ".join(subject.split())[:200],
        text=text,
        html=html,
        message_id=make_msgid(domain=urlsplit(settings.SITE_URL).hostname),
        created_at=at,
        due_at=at,
    )
    enqueue("notifications.tasks.deliver", email.pk)
    return email


@transaction.atomic
def hand_out_toasts(*, recipient: User, at: datetime) -> list[Notification]:
    """Give the notices that no page has shown yet to the page that asks, oldest first.

    A notice is handed to one page; when that page does not say within a few seconds that it was
    shown, the next page that asks gets it. ``SKIP LOCKED`` lets two pages ask at the same time.
    """
    is_free = Q(handed_at=None) | Q(handed_at__lt=at - HAND_OUT_AGAIN_AFTER)
    waiting = (
        Notification.objects.select_for_update(skip_locked=True)
        .filter(is_free, recipient=recipient)
        .unshown()
        .order_by("created_at", "pk")
    )
    handed = list(waiting[:TOASTS_AT_ONCE])
    Notification.objects.filter(pk__in=[notice.pk for notice in handed]).update(handed_at=at)
    return handed


def mark_shown(*, notification: Notification, at: datetime) -> None:
    """Note that a page has shown the toast. A second call changes nothing."""
    Notification.objects.filter(pk=notification.pk, shown_at=None).update(shown_at=at)


def mark_read(*, recipient: User, notification_id: int | None = None, at: datetime) -> None:
    """Mark one or all of the person's notices as read. A second call changes nothing."""
    unread = recipient.notifications.unread()
    if notification_id is not None:
        unread = unread.filter(pk=notification_id)
    if unread.update(read_at=at):
        realtime.ring(user_id=recipient.pk)


def prefer(*, user: User, topic: Topic, in_portal: bool, email: str) -> None:
    """Keep how the person wants to hear about the topic."""
    Preference.objects.update_or_create(
        user=user, topic=topic, defaults={"in_portal": in_portal, "email": email}
    )
