"""One socket of one open page."""

import asyncio
from collections import deque
from contextlib import suppress
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.db import DatabaseError

from realtime.actions import inbox_group
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

    group: str | None = None
    watch: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        self.session_key = self.scope["cookies"].get(settings.SESSION_COOKIE_NAME, "")
        self.frames: deque[float] = deque(maxlen=MAX_FRAMES)
        user = await self.find_user()
        await self.accept()
        if user is None:
            await self.close(SESSION_ENDED)
            return
        self.group = inbox_group(user.pk)
        await self.channel_layer.group_add(self.group, self.channel_name)
        self.watch = asyncio.create_task(self.watch_session())
        await self.inbox_ring({})

    async def find_user(self) -> Any:
        return await database_sync_to_async(user_of_session)(self.session_key)

    async def watch_session(self) -> None:
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            # While the database restarts nobody can tell; the next check will.
            with suppress(DatabaseError):
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

    async def disconnect(self, code: int) -> None:
        if self.watch:
            self.watch.cancel()
        if self.group:
            await self.channel_layer.group_discard(self.group, self.channel_name)

    async def inbox_ring(self, event: dict[str, Any]) -> None:
        await self.send(text_data=RING)

    async def inbox_hang_up(self, event: dict[str, Any]) -> None:
        if event["session_key"] in {"", self.session_key}:
            await self.close(SESSION_ENDED)
