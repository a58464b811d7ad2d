"""One socket of one open page."""

import asyncio
import random
from collections import deque
from contextlib import suppress
from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.db import Error

from accounts.models import User
from realtime.database import ask
from realtime.hub import hub
from realtime.messages import Message
from realtime.sessions import user_of_session

RING = '<i data-ring=""></i>'
SESSION_ENDED, TOO_BIG, TOO_MANY = 4401, 1009, 4429
MAX_FRAME_BYTES = 4096
MAX_FRAMES, FRAMES_SECONDS = 20, 10.0
CHECK_SECONDS = 30.0


class InboxConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """Say "something new" to a signed-in person's page; listen to nothing.

    Every connection begins with a ring, so that a page that was away asks what it missed. The
    session is looked up again every ``CHECK_SECONDS``; its end closes the socket with 4401, after
    which pages do not reconnect.
    """

    user_id: int | None = None
    check: asyncio.Task[None] | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve the socket to its end, of which the server may not tell."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            if self.check:
                self.check.cancel()
            if self.user_id:
                hub().leave(self.user_id, self)

    async def connect(self) -> None:
        self.session_key = self.scope["cookies"].get(settings.SESSION_COOKIE_NAME, "")
        self.frames: deque[float] = deque(maxlen=MAX_FRAMES)
        try:
            user = await self.find_user()
        except Error:
            # Refused, not accepted and then closed, after which pages would come back at once.
            await self.close()
            return
        await self.accept()
        if user is None:
            await self.close(SESSION_ENDED)
            return
        self.user_id = user.pk
        self.check = asyncio.create_task(self.check_session())
        await hub().join(self.user_id, self)
        await self.send(text_data=RING)

    async def find_user(self) -> User | None:
        return await ask(user_of_session, self.session_key)

    async def check_session(self) -> None:
        while True:
            await asyncio.sleep(random.uniform(0.8, 1.0) * CHECK_SECONDS)
            # While the database restarts nobody can tell; the next check will.
            with suppress(Error):
                if await self.find_user() is None:
                    await self.close(SESSION_ENDED)
                    return

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if len(bytes_data or (text_data or "").encode()) > MAX_FRAME_BYTES:
            await self.close(TOO_BIG)
            return
        now = asyncio.get_running_loop().time()
        if len(self.frames) == MAX_FRAMES and now - self.frames[0] < FRAMES_SECONDS:
            await self.close(TOO_MANY)
            return
        self.frames.append(now)

    async def hear(self, message: Message) -> None:
        """Ring on the page, or close when its session has ended."""
        if message.kind == "ring":
            await self.send(text_data=RING)
        elif message.session_key in {"", self.session_key}:
            await self.close(SESSION_ENDED)
