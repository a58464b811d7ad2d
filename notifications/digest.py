"""Once a day, one mail with all that waits for it."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Min
from django.utils.translation import ngettext

from accounts.models import User
from notifications.actions import mail
from notifications.models import DigestEntry, Preference, Topic
from notifications.queue import enqueue
from notifications.rules import last_morning


def queue_digests(*, at: datetime) -> int:
    """Queue a digest for everybody for whom one is due; return for how many."""
    waiting = (
        DigestEntry.objects.waiting()
        .filter(recipient__is_active=True)
        .order_by("recipient")
        .values_list("recipient", "recipient__time_zone")
        .annotate(oldest=Min("created_at"))
    )
    due = [user_id for user_id, zone, oldest in waiting if oldest < last_morning(at, zone)]
    for user_id in due:
        enqueue("notifications.tasks.send_digest", user_id)
    return len(due)


@transaction.atomic
def send_digest(*, user_id: int, at: datetime) -> None:
    """Put the person's digest into the outbox, unless none is due. Called twice, it sends once.

    What waits is looked at under the person's lock: of two workers, the second finds nothing. What
    the person has meanwhile chosen never to have mailed is dropped.
    """
    if not DigestEntry.objects.waiting().filter(recipient=user_id).exists():
        return
    recipient = User.objects.lock(user_id)
    if not is_due(recipient, at):
        return
    choices = dict(recipient.preferences.values_list("topic", "email"))
    never = [topic for topic, email in choices.items() if email == Preference.Frequency.NEVER]
    recipient.digest_entries.waiting().filter(topic__in=never).delete()
    entries = list(recipient.digest_entries.waiting())
    if entries:
        mail_digest(recipient, entries, choices, at)


def is_due(recipient: User, at: datetime) -> bool:
    """Return whether something waits since before 8 o'clock and no digest was sent since."""
    morning = last_morning(at, recipient.time_zone)
    has_waited = recipient.digest_entries.waiting().filter(created_at__lt=morning).exists()
    digests = recipient.emails.filter(topic=Topic.DIGEST)
    return has_waited and not digests.filter(created_at__gte=morning).exists()


def mail_digest(
    recipient: User, entries: list[DigestEntry], choices: dict[str, str], at: datetime
) -> None:
    """Write the mail, and into each entry that it went out."""
    is_chosen = [choices.get(each.topic) == Preference.Frequency.DAILY for each in entries]
    count = len(entries)
    with recipient.in_own_language():
        title = ngettext(
            "Your daily digest: %(count)d notice", "Your daily digest: %(count)d notices", count
        )
    email = mail(
        recipient=recipient,
        topic=Topic.DIGEST,
        title=title % {"count": count},
        template="digest",
        context={
            "entries": entries,
            "is_chosen": any(is_chosen),
            "is_overflow": not all(is_chosen),
            "daily_cap": settings.MAIL_DAILY_CAP,
        },
        at=at,
    )
    recipient.digest_entries.filter(pk__in=[each.pk for each in entries]).update(email=email)
