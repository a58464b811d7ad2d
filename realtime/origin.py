"""Sockets from our own pages only."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.http.request import split_domain_port, validate_host

type Application = Callable[[dict[str, Any], Any, Any], Awaitable[Any]]


def is_same_origin(headers: dict[bytes, bytes]) -> bool:
    """Return whether ``Origin`` names the very host and port that the request was sent to."""
    host = headers.get(b"host", b"").decode("latin-1").lower()
    origin = headers.get(b"origin", b"").decode("latin-1").lower()
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    is_allowed = validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS)
    return is_allowed and parts.scheme in {"http", "https"} and parts.netloc == host


def same_origin_only(application: Application) -> Application:
    """Refuse, with 403 before the handshake, a socket that another site's page opens."""

    async def door(scope: dict[str, Any], receive: Any, send: Any) -> Any:
        if is_same_origin(dict(scope["headers"])):
            return await application(scope, receive, send)
        return await WebsocketDenier()(scope, receive, send)

    return door
