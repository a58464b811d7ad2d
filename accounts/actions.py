"""What people do with their own account."""

import hashlib
import secrets
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import ProtectedError

from accounts.errors import StillNeededError
from accounts.models import AccessToken, User
from accounts.signals import person_leaves

TOKEN_PREFIX = "laurel_"


def digest_of(secret: str) -> str:
    """Return the SHA-256 hex digest under which a token is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def choose_language(*, user: User, language: str) -> None:
    """Keep the language of the person's pages, notices and mails; empty means the browser's."""
    User.objects.filter(pk=user.pk).update(language=language)


def make_token(*, user: User, name: str, at: datetime) -> str:
    """Make an access token and return it in clear; it cannot be read again."""
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    AccessToken.objects.create(user=user, name=name, digest=digest_of(secret), created_at=at)
    return secret


def remove_token(*, user: User, token_id: int) -> None:
    """Remove one of the user's tokens. A second call changes nothing."""
    AccessToken.objects.filter(user=user, pk=token_id).delete()


def use_token(*, secret: str, at: datetime) -> User | None:
    """Return the active person whom the token belongs to; note the use, at most hourly."""
    token = (
        AccessToken.objects.select_related("user")
        .filter(digest=digest_of(secret), user__is_active=True)
        .first()
    )
    if token is None:
        return None
    if not token.was_used_since(at - timedelta(hours=1)):
        AccessToken.objects.filter(pk=token.pk).update(last_used_at=at)
    return token.user


@transaction.atomic
def delete_person(*, person: User, at: datetime) -> None:
    """Delete the person with all that is theirs, and end their sessions.

    A second call changes nothing.

    Raises ``StillNeededError`` when the person is the author of a course.
    """
    person_leaves.send(sender=User, person=person, at=at)
    # Unlike the learner's lock it also keeps out rows that point at the person.
    found = User.objects.select_for_update().filter(pk=person.pk).first()
    if found is None:
        return
    for session in UserSession.objects.filter(user=found):
        session.end()
    try:
        found.delete()
    except ProtectedError as error:
        raise StillNeededError from error
