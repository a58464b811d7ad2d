"""Sockets of open pages, in this process and in this thread.

`in_this_thread` runs a test's coroutine so that all its database work happens in the test's own
thread, and therefore in the test's own transaction, as under an ASGI server.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import wraps
from typing import Any

from asgiref.sync import async_to_sync, sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.test import Client, TestCase

from realtime.consumers import RING
from realtime.routing import sockets

HOST = "localhost"
ORIGIN = f"http://{HOST}"
PATIENCE = 20.0


def in_this_thread[**P](test: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """Make an ordinary test of a coroutine."""

    @wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        async_to_sync(test)(*args, **kwargs)

    return run


def committed[T](act: Callable[[], T]) -> Awaitable[T]:
    """Act, then run what waits for the commit that a test never makes."""

    def run() -> T:
        with TestCase.captureOnCommitCallbacks(execute=True):
            return act()

    return sync_to_async(run)()


class Page(WebsocketCommunicator):  # type: ignore[misc]
    """The socket of an open page."""

    async def connect(self, timeout: float = PATIENCE) -> tuple[bool, Any]:  # noqa: ASYNC109
        """Return whether the socket was accepted; a busy machine may take its time."""
        is_accepted, more = await super().connect(timeout)
        return bool(is_accepted), more

    async def hears_a_ring(self) -> bool:
        """Tell whether the next frame is a ring."""
        return bool(await self.receive_from(PATIENCE) == RING)

    async def hears_nothing(self) -> bool:
        """Tell whether there is no further frame."""
        return bool(await self.receive_nothing())

    async def close_code(self) -> int:
        """Return the code of the close frame that comes next."""
        frame = await self.receive_output(PATIENCE)
        assert frame["type"] == "websocket.close", frame
        return int(frame["code"])


def socket_of(client: Client | None, origin: str | None = ORIGIN, host: str = HOST) -> Page:
    """Return the socket of a page of this client's browser, not yet connected."""
    headers = [(b"host", host.encode())]
    if origin is not None:
        headers.append((b"origin", origin.encode()))
    if client is not None:
        name = settings.SESSION_COOKIE_NAME
        headers.append((b"cookie", f"{name}={client.cookies[name].value}".encode()))
    return Page(sockets, "/ws/inbox/", headers)


@asynccontextmanager
async def open_page(client: Client) -> AsyncIterator[Page]:
    """Yield a connected socket that has had its first ring."""
    page = socket_of(client)
    is_accepted, _ = await page.connect()
    assert is_accepted
    assert await page.hears_a_ring()
    try:
        yield page
    finally:
        await page.disconnect()
