"""The JSON API: who is asking, and how errors look."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import NinjaAPI
from ninja.security import HttpBearer

from accounts import actions
from accounts.models import User
from gamification.api import router as gamification_router


class AccessTokenAuth(HttpBearer):
    """A personal access token: ``Authorization: Bearer …``."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        return actions.use_token(secret=token, at=timezone.now())


def session(request: HttpRequest) -> Any:
    """Let in whoever is signed in in the browser, and everybody else as a stranger.

    A token that is sent is asked first; a wrong one is refused with 401.
    """
    return None if "Authorization" in request.headers else request.user


api = NinjaAPI(
    title="Laurel",
    version="1",
    description="Everything here can also be read in the portal.",
    auth=[AccessTokenAuth(), session],
    urls_namespace="api",
)
api.add_router("", gamification_router)
