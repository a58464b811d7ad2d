"""Static files, pages and sockets in one ASGI application."""

import os
from wsgiref.headers import Headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("LAUREL_SERVER", "asgi")

from channels.routing import ProtocolTypeRouter
from django.conf import settings
from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler
from django.core.asgi import get_asgi_application
from servestatic import ServeStaticASGI

pages = get_asgi_application()

from realtime.routing import sockets  # noqa: E402  (needs the apps loaded)


def static_headers(headers: Headers, path: str, url: str) -> None:
    """Give static files the security headers that pages have."""
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"


# Static files are answered before Django: its middleware would hold them up on shutdown.
http = (
    ASGIStaticFilesHandler(pages)
    if settings.DEBUG
    else ServeStaticASGI(
        pages,
        root=settings.STATIC_ROOT,
        prefix=settings.STATIC_URL,
        allow_all_origins=False,
        add_headers_function=static_headers,
    )
)
application = ProtocolTypeRouter({"http": http, "websocket": sockets})
