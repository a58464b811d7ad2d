"""What keeps a mail from being sent, and what providers report about addresses."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower

from accounts.models import User
from notifications.models import Email, MailEvent, Suppression, Topic
from notifications.unsubscribe import unsubscribe


def obstacle_of(email: Email) -> Email.Obstacle | None:
    """Return why the mail may not leave, or ``None``. Mails about the account are always tried."""
    if email.topic == Topic.ACCOUNT:
        return None
    is_verified = EmailAddress.objects.filter(
        user_id=email.recipient_id, email__iexact=email.to_address, verified=True
    ).exists()
    if not is_verified:
        return Email.Obstacle.UNVERIFIED
    suppression = suppression_of(email.to_address)
    return Email.Obstacle(suppression.reason) if suppression else None


def suppression_of(address: str) -> Suppression | None:
    """Return why notices are not mailed to the address, or ``None``."""
    return Suppression.objects.filter(address=address.lower()).first()


def lift(*, user: User) -> None:
    """Mail notices to the person's own address again. A second call changes nothing."""
    Suppression.objects.filter(address=user.email.lower()).delete()


@transaction.atomic
def forget(*, person: User) -> None:
    """Delete what is kept by the person's addresses alone. A second call changes nothing."""
    kept = EmailAddress.objects.filter(user=person).values_list("email", flat=True)
    addresses = {address.lower() for address in [person.email, *kept]}
    Suppression.objects.filter(address__in=addresses).delete()
    is_theirs = Q(address__in=addresses) | Q(email__recipient=person)
    MailEvent.objects.filter(is_theirs).delete()
    strangers = Email.objects.filter(recipient=None).alias(address=Lower("to_address"))
    strangers.filter(address__in=addresses).delete()


@transaction.atomic
def record_event(
    *, key: str, kind: MailEvent.Kind, address: str, message_id: str, at: datetime
) -> None:
    """Keep what a provider reports and act on it. The same event again changes nothing.

    ``address`` may be empty where ``message_id`` names a mail of ours, by our id or the provider's.
    """
    sent = Q(message_id=message_id) | Q(provider_id=message_id)
    email = Email.objects.filter(sent).first() if message_id else None
    address = (address or (email.to_address if email else "")).lower()
    _, is_new = MailEvent.objects.get_or_create(
        key=key, defaults={"kind": kind, "address": address, "email": email, "received_at": at}
    )
    if not is_new or not address:
        return
    if kind == MailEvent.Kind.UNSUBSCRIBED:
        for user_id in User.objects.filter(email__iexact=address).values_list("pk", flat=True):
            unsubscribe(user_id=user_id, topic=Topic.DIGEST)
    else:
        Suppression.objects.update_or_create(
            address=address, defaults={"reason": kind, "since": at}
        )
