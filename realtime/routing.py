from channels.routing import URLRouter
from channels.security.websocket import WebsocketDenier
from channels.sessions import CookieMiddleware
from django.urls import path, re_path

from realtime.consumers import InboxConsumer
from realtime.origin import same_origin_only

sockets = same_origin_only(
    CookieMiddleware(
        URLRouter(
            [path("ws/inbox/", InboxConsumer.as_asgi()), re_path("", WebsocketDenier.as_asgi())]
        )
    )
)
