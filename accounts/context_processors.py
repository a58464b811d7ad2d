from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.demo import DEMO_PEOPLE
from accounts.doors import page_of


def accounts(request: HttpRequest) -> dict[str, Any]:
    """Give every page the site's name, the demo people and the quiet reminder to verify."""

    def is_unverified() -> bool:
        return (
            request.user.is_authenticated
            and not EmailAddress.objects.filter(user=request.user, verified=True).exists()
        )

    return {
        "here": SimpleLazyObject(lambda: page_of(request)),
        "languages": settings.LANGUAGES,
        "site_name": settings.SITE_NAME,
        "demo_people": list(DEMO_PEOPLE.values()) if settings.DEMO else [],
        "email_unverified": SimpleLazyObject(is_unverified),
    }
