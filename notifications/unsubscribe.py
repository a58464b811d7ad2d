"""Stop a topic's mails without signing in: by a link, or by a mail program's button (RFC 8058)."""

from email import policy
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from typing import cast

from django.conf import settings
from django.core.signing import Signer
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from notifications.models import Email, Preference, Topic
from notifications.queries import CHOSEN_TOPICS


class WholeHeader(UnstructuredHeader, BaseHeader):
    """A header that is written in one line.

    Python would wrap a long address into encoded words, which mail programs do not read as one.
    """

    def fold(self, *, policy: policy.Policy) -> str:
        """Return the header as it is sent."""
        return f"{self.name}: {self}{policy.linesep}"


def keep_header_whole() -> None:
    """Have ``List-Unsubscribe`` written in one line, in all mails of this process."""
    for each in (policy.default, policy.SMTP):
        cast(HeaderRegistry, each.header_factory).map_to_type("list-unsubscribe", WholeHeader)


def headers_of(email: Email) -> dict[str, str]:
    """Return the headers of the mail that let a mail program unsubscribe with one click."""
    if email.topic == Topic.ACCOUNT or email.recipient_id is None:
        return {}
    return {
        "List-Unsubscribe": f"<{url_of(email.recipient_id, Topic(email.topic))}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def url_of(user_id: int, topic: Topic) -> str:
    """Return the address that stops the topic's mails to the person."""
    token = signer().sign_object([user_id, topic])
    return settings.SITE_URL + reverse("notifications:unsubscribe", args=[token])


def read(token: str) -> tuple[int, Topic]:
    """Return the person's id and the topic; raises ``BadSignature`` when it is not of ours."""
    user_id, topic = signer().unsign_object(token)
    return user_id, Topic(topic)


def signer() -> Signer:
    """Return the signer, which also reads what ``SECRET_KEY_FALLBACKS`` has signed."""
    return Signer(salt="notifications.unsubscribe", sep=".")


@transaction.atomic
def unsubscribe(*, user_id: int, topic: Topic) -> None:
    """Mail the topic to the person no more; a digest stands for all topics.

    A second call changes nothing, and neither does one for a person who is gone.
    """
    user = User.objects.filter(pk=user_id).first()
    topics = CHOSEN_TOPICS if topic == Topic.DIGEST else [topic]
    for each in topics if user else []:
        Preference.objects.update_or_create(
            user=user, topic=each, defaults={"email": Preference.Frequency.NEVER}
        )
