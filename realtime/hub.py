"""The open sockets of this server process."""

import asyncio
from collections.abc import Coroutine, Hashable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings
from django.db import Error
from django.utils import timezone

from realtime import watch
from realtime.database import ask
from realtime.messages import Message

WATCH_SECONDS = 2.0
PATIENCE_SECONDS = 1.0
SPREAD_SECONDS = 5.0


class Socket(Protocol):
    """What hears messages."""

    async def hear(self, message: Message) -> None:
        """Act on a message to the socket's person."""


class Hub:
    """Passes messages on to the sockets. Its tasks begin with the first and end with the last."""

    def __init__(self) -> None:
        self._sockets: dict[int, set[Socket]] = {}
        self._heard: dict[int, watch.Heard] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_listening = asyncio.Event()

    async def join(self, user_id: int, socket: Socket) -> None:
        """Let the socket hear what its person's pages are told, if possible from now on."""
        is_first = not self._sockets
        self._sockets.setdefault(user_id, set()).add(socket)
        self._heard.setdefault(user_id, watch.Heard(timezone.now()))
        if is_first:
            self._start(self._listen())
            self._start(self._watch())
        try:
            await asyncio.wait_for(self._is_listening.wait(), PATIENCE_SECONDS)
        except TimeoutError:
            # All who are here by then will be rung for.
            self._is_listening.set()

    def leave(self, user_id: int, socket: Socket) -> None:
        """Forget the socket. A second call changes nothing."""
        sockets = self._sockets.get(user_id, set())
        sockets.discard(socket)
        if not sockets:
            self._sockets.pop(user_id, None)
            self._heard.pop(user_id, None)
        if not self._sockets:
            for task in self._tasks:
                task.cancel()
            hubs.pop(asyncio.get_running_loop(), None)

    def deliver(self, message: Message) -> None:
        """Tell the person's sockets in this process, each apart from the others."""
        if message.about and message.user_id in self._heard:
            self._heard[message.user_id].rung_for.append(message.about)
        for socket in self._sockets.get(message.user_id, ()):
            self._start(socket.hear(message))

    def ring(self, user_id: int) -> None:
        """Ring on the person's pages that this process serves."""
        self.deliver(Message(user_id))

    def _start(self, coroutine: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            # While the database is away, nothing comes either.
            with suppress(Error):
                arrivals = await ask(watch.arrivals, list(self._heard))
                for user_id, came in arrivals.items():
                    self._make_up(user_id, came)

    def _make_up(self, user_id: int, came: Mapping[Hashable, datetime]) -> None:
        heard = self._heard.get(user_id)
        if heard and (missed := heard.missed(came)):
            heard.rung_for.extend(missed)
            self.ring(user_id)

    async def _listen(self) -> None:
        if not settings.REDIS_URL:
            self._is_listening.set()
            return
        from realtime.pubsub import messages

        async for message in messages():
            if message:
                self.deliver(message)
            elif self._is_listening.is_set():
                self._start(self._ring_all())
            self._is_listening.set()

    async def _ring_all(self) -> None:
        """Ring for what was said while nobody listened; not at one moment, to spare the pages."""
        people = list(self._sockets)
        for user_id in people:
            self.ring(user_id)
            await asyncio.sleep(SPREAD_SECONDS / len(people))


hubs: dict[asyncio.AbstractEventLoop, Hub] = {}


def hub() -> Hub:
    """Return the hub of the running event loop; a server process has one."""
    return hubs.setdefault(asyncio.get_running_loop(), Hub())


def deliver_here(message: Message) -> None:
    """Tell the person's sockets in this process, from any thread, without waiting."""
    for loop, here in list(hubs.items()):
        loop.call_soon_threadsafe(here.deliver, message)
