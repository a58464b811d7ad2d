"""Messages between processes by Redis' publish and subscribe: at most once, and nobody waits.

Imported only where there is a Redis: its client takes 17 MB.
"""

import asyncio
import json
import logging
import os
import queue
import random
import threading
from collections.abc import AsyncIterator
from contextlib import suppress
from functools import cache
from typing import Any

import redis
import redis.asyncio
from django.conf import settings
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.retry import Retry

from realtime.messages import Message

logger = logging.getLogger(__name__)

TIMEOUT = 1.0
LISTEN_AGAIN_SECONDS = 3.0
SILENCE_SECONDS = 3.0
MOST_WAITING = 1_000
SOCKET: dict[str, Any] = {"socket_connect_timeout": TIMEOUT, "socket_timeout": TIMEOUT}


class Outage:
    """Logs the beginning and the end of an outage, however often Redis is asked meanwhile."""

    def __init__(self, task: str) -> None:
        self._task = task
        self._is_on = False

    def begins(self, error: Exception) -> None:
        """Say so, unless it was said."""
        if not self._is_on:
            logger.warning("Redis is away (%s): %s. Pages hear later.", self._task, error)
        self._is_on = True

    def ends(self) -> None:
        """Say so, if there was one."""
        if self._is_on:
            logger.warning("Redis is back (%s).", self._task)
        self._is_on = False


class Publisher:
    """A thread that hands messages to Redis. While Redis is away, it drops what is too much."""

    def __init__(self, url: str) -> None:
        # One more try, because after a restart of Redis the connection kept open is a dead one.
        self._redis = redis.Redis.from_url(url, **SOCKET, retry=Retry(NoBackoff(), 1))
        self._waiting: queue.Queue[Message] = queue.Queue(MOST_WAITING)
        threading.Thread(target=self._run, name="publisher", daemon=True).start()

    def put(self, message: Message) -> None:
        """Take the message and return at once."""
        with suppress(queue.Full):
            self._waiting.put_nowait(message)

    def _run(self) -> None:
        outage = Outage("publishing")
        while True:
            message = self._waiting.get()
            try:
                self._redis.publish(settings.RING_CHANNEL, json.dumps(message))
            except redis.RedisError as error:
                outage.begins(error)
            else:
                outage.ends()


@cache
def publisher_of(process_id: int, url: str) -> Publisher:
    """Return the publisher of this process: threads do not live on in forked children."""
    return Publisher(url)


def publish(message: Message) -> None:
    """Send the message to all server processes, some time soon."""
    publisher_of(os.getpid(), settings.REDIS_URL).put(message)


async def messages() -> AsyncIterator[Message | None]:
    """Yield every message, for ever, and ``None`` when it has begun to listen or does so again."""
    outage = Outage("listening")
    while True:
        try:
            async for message in subscription():
                outage.ends()
                yield message
        except (redis.RedisError, OSError) as error:
            outage.begins(error)
        await asyncio.sleep(random.uniform(0.3, 1.0) * LISTEN_AGAIN_SECONDS)


async def subscription() -> AsyncIterator[Message | None]:
    """Yield ``None`` when subscribed, then every message; raises when Redis does not answer."""
    retry = AsyncRetry(NoBackoff(), 0)
    async with (
        redis.asyncio.Redis.from_url(settings.REDIS_URL, **SOCKET, retry=retry) as client,
        client.pubsub() as line,
    ):
        await line.subscribe(settings.RING_CHANNEL)
        is_asked = False
        while True:
            answer = await line.get_message(timeout=SILENCE_SECONDS)
            if answer is None and is_asked:
                raise redis.TimeoutError("no answer to a ping")
            is_asked = answer is None
            if answer is None:
                await line.ping()
            elif answer["type"] == "subscribe":
                yield None
            elif answer["type"] == "message":
                yield Message(*json.loads(answer["data"]))
