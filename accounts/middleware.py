"""When and where each session was used last."""

from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

USED_AT = "used_at"
NOTE_AFTER_SECONDS = 3600


def last_use(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Note the use of a session, at most hourly: the list of devices shows it."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            if now - request.session.get(USED_AT, 0) >= NOTE_AFTER_SECONDS:
                request.session[USED_AT] = now
                UserSession.objects.create_from_request(request)
        return get_response(request)

    return middleware
