"""Whose session is this, asked afresh each time."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.utils.crypto import constant_time_compare

from accounts.models import User


def user_of_session(session_key: str) -> User | None:
    """Return the active person signed in by this session; ``None`` when it has ended.

    Unlike ``channels.auth.get_user`` it accepts sessions signed with ``SECRET_KEY_FALLBACKS`` and
    never changes or removes a session.
    """
    store = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user_id = store.get(SESSION_KEY)
    if user_id is None:
        return None
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return None
    hashes = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    kept = store.get(HASH_SESSION_KEY, "")
    return user if any(constant_time_compare(kept, value) for value in hashes) else None
