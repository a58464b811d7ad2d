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
from notifications.models import DigestEntry, Email, Notification, Preference, Topic
from notifications.queries import CHOSEN_TOPICS
from notifications.queue import enqueue
from notifications.unsubscribe import url_of
from realtime import actions as realtime

HAND_OUT_AGAIN_AFTER = timedelta(seconds=30)
TOASTS_AT_ONCE = 3
CAP_WINDOW = timedelta(hours=24)


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
def notify(*, recipient: User, notice: Notice, at: datetime, is_quiet: bool = False) -> None:
    """Tell one person one thing, by the channels that they chose for its topic.

    Writes the inbox row, the outbox row and the queued task; rings after commit. What is not to be
    mailed at once waits for the daily digest. A quiet notice is in the inbox only, with no toast.
    Each call is one notice: the caller sees to it that the fact behind it is new.
    """
    preference = (
        Preference.objects.filter(user=recipient, topic=notice.topic).first() or Preference()
    )
    if preference.in_portal:
        add_to_inbox(recipient=recipient, notice=notice, at=at, is_quiet=is_quiet)
    if is_quiet or preference.email == Preference.Frequency.NEVER:
        return
    is_daily = preference.email == Preference.Frequency.DAILY
    if is_daily or has_had_enough(recipient, at):
        keep_for_digest(recipient=recipient, notice=notice, at=at)
    else:
        mail_notice(recipient=recipient, notice=notice, at=at)


def has_had_enough(recipient: User, at: datetime) -> bool:
    """Return whether the last 24 hours have brought as many mails as anybody is to get.

    Replies written at the same moment may exceed it by as many: their writers hold no common lock.
    """
    recent = recipient.emails.filter(topic__in=CHOSEN_TOPICS, created_at__gt=at - CAP_WINDOW)
    return recent[: settings.MAIL_DAILY_CAP].count() == settings.MAIL_DAILY_CAP


def add_to_inbox(*, recipient: User, notice: Notice, at: datetime, is_quiet: bool = False) -> None:
    """Write the inbox row and ring; a quiet one counts as shown."""
    notification = Notification.objects.create(
        recipient=recipient,
        topic=notice.topic,
        title=notice.title,
        body=notice.body,
        url=notice.url,
        art=notice.art,
        art_number=notice.art_number,
        items=list(notice.items),
        created_at=at,
        shown_at=at if is_quiet else None,
    )
    realtime.ring(user_id=recipient.pk, about=notification.pk)


def keep_for_digest(*, recipient: User, notice: Notice, at: datetime) -> None:
    """Let the notice wait for the next daily digest."""
    DigestEntry.objects.create(
        recipient=recipient,
        topic=notice.topic,
        title=notice.title,
        body=notice.body,
        url=notice.url,
        created_at=at,
    )


def mail_notice(*, recipient: User, notice: Notice, at: datetime) -> None:
    """Mail the notice on its own."""
    mail(
        recipient=recipient,
        topic=notice.topic,
        title=notice.title,
        template=notice.template,
        context={"notice": notice, "url": settings.SITE_URL + notice.url},
        at=at,
    )


def mail(
    *,
    recipient: User,
    topic: Topic,
    title: str,
    template: str,
    context: Mapping[str, object],
    at: datetime,
) -> Email:
    """Render a mail that the person may stop, in their language, and put it into the outbox."""
    page = {
        "recipient": recipient,
        "title": title,
        "preferences_url": settings.SITE_URL + reverse("notifications:preferences"),
        "unsubscribe_url": url_of(recipient.pk, topic),
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        **context,
    }
    with recipient.in_own_language():
        text = render_to_string(f"emails/{template}.txt", page)
        html = render_to_string(f"emails/{template}.html", page)
    return send_email(
        recipient=recipient,
        topic=topic,
        to_address=recipient.email,
        subject=title,
        text=text,
        html=html,
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
def hand_out_toasts(*, recipient: User, tab: str = "", at: datetime) -> list[Notification]:
    """Give the notices that no page has shown yet to the page that asks, oldest first.

    A notice is handed to one browser tab. The tab gets it again at once, since its answer may have
    been lost; another tab gets it when the first has not said for ``HAND_OUT_AGAIN_AFTER`` that it
    was shown. ``SKIP LOCKED`` lets two pages ask at the same time.
    """
    is_free = Q(handed_at=None) | Q(handed_at__lt=at - HAND_OUT_AGAIN_AFTER)
    if tab:
        is_free |= Q(handed_to=tab)
    waiting = (
        Notification.objects.select_for_update(skip_locked=True)
        .filter(is_free, recipient=recipient)
        .unshown()
        .order_by("created_at", "pk")
    )
    handed = list(waiting[:TOASTS_AT_ONCE])
    Notification.objects.filter(pk__in=[notice.pk for notice in handed]).update(
        handed_at=at, handed_to=tab
    )
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
