"""What a page needs to show who sees one's profile, and to change it."""

from typing import Any

from django.conf import settings

from accounts.forms import PrivacyForm
from accounts.models import User


def sharing_context(user: User) -> dict[str, Any]:
    """Return the context of ``accounts/_sharing.html``."""
    return {
        "privacy_form": PrivacyForm(instance=user),
        "privacy": user.privacy,
        "profile_url": settings.SITE_URL + user.get_absolute_url(),
        "profiles_are_public": settings.PROFILES_ARE_PUBLIC,
    }
