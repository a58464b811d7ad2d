"""A bad network on purpose: a TCP proxy of 127.0.0.1 that treats what passes as it is told.

    with TcpProxy(target_port) as proxy:
        connect_to(proxy.port)
        proxy.delay(0.2)
        proxy.cut()

It lives in a thread with a loop of its own; every method may be called from any thread and returns
when the change holds. How bytes pass holds for present connections and for new ones.
"""

import asyncio
import random
import socket
import struct
import threading
from collections.abc import Coroutine
from contextlib import closing, suppress
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Self

HOST = "127.0.0.1"
PATIENCE = 10.0
PIECE_BYTES = 65_536
RESET_ON_CLOSE = struct.pack("ii", 1, 0)

type Side = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Towards(IntEnum):
    """A direction; the value is the place of its source among the two sides."""

    SERVER = 0
    CLIENT = 1


@dataclass(frozen=True)
class Manner:
    """How bytes pass: in pieces of at most ``size`` bytes, each ``delay`` seconds late, or not."""

    delay: float = 0.0
    size: int = PIECE_BYTES
    is_open: bool = True


class Connection:
    """A client's connection, ours to the server, and the two tasks that carry bytes between."""

    def __init__(self, client: Side, server: Side) -> None:
        self.sides = (client, server)
        self.pumps: list[asyncio.Task[None]] = []

    def half_close(self, towards: Towards) -> None:
        """End one direction; the other goes on."""
        self.pumps[towards].cancel()
        self.sides[1 - towards][1].write_eof()

    def cut(self) -> None:
        """Reset both ends."""
        for pump in self.pumps:
            pump.cancel()
        for _, writer in self.sides:
            with suppress(OSError):
                ours = writer.get_extra_info("socket")
                ours.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
            writer.transport.abort()

    async def close(self) -> None:
        """Close both ends once they have taken what was written."""
        for _, writer in self.sides:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()


class TcpProxy:
    """A proxy in front of a port, at ``port`` while the context lasts."""

    def __init__(self, target_port: int) -> None:
        self.port = 0
        self._target_port = target_port
        self._manner = Manner()
        self._connections: dict[Connection, None] = {}
        self._handlers: set[asyncio.Task[None]] = set()
        self._listener: socket.socket | None = None
        self._loop = asyncio.new_event_loop()
        self._changed = asyncio.Event()
        self._thread = threading.Thread(target=self._loop.run_forever, name="TcpProxy")

    def __enter__(self) -> Self:
        self._thread.start()
        self.accept()
        return self

    def __exit__(self, *_: object) -> None:
        self._do(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()

    def _do[T](self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    def pass_on(self) -> None:
        """Let bytes pass as they come, those too that were held back."""
        self._do(self._behave(Manner()))

    def delay(self, seconds: float) -> None:
        """Let bytes pass, each piece so much later."""
        self._do(self._behave(Manner(delay=seconds)))

    def drip(self, seconds: float = 1.0) -> None:
        """Let one byte pass each so many seconds, in each direction of each connection."""
        self._do(self._behave(Manner(delay=seconds, size=1)))

    def black_hole(self) -> None:
        """Accept and keep connections, and let nothing pass: no bytes and no end."""
        self._do(self._behave(Manner(is_open=False)))

    def refuse(self) -> None:
        """Refuse new connections, as a port where nobody listens does; present ones go on."""
        self._do(self._refuse())

    def accept(self) -> None:
        """Take new connections again, at the same port. A second call changes nothing."""
        self._do(self._accept())

    def half_close(self, towards: Towards) -> None:
        """End this direction of all present connections; the other direction goes on."""
        self._do(self._half_close(towards))

    def cut(self) -> int:
        """Reset all present connections at both ends; return how many."""
        return self._do(self._cut(random.Random(0), 1.0))

    def cut_random(self, chance: random.Random, share: float) -> int:
        """Reset each present connection with this probability; return how many."""
        return self._do(self._cut(chance, share))

    def connection_count(self) -> int:
        """Return how many connections are open from end to end."""
        return self._do(self._count())

    async def _behave(self, manner: Manner) -> None:
        self._manner = manner
        self._changed.set()
        self._changed = asyncio.Event()

    async def _accept(self) -> None:
        if self._listener is None:
            self._listener = socket.create_server((HOST, self.port), backlog=1024)
            self._listener.setblocking(False)
            self.port = self._listener.getsockname()[1]
            self._loop.add_reader(self._listener, self._take, self._listener)

    async def _refuse(self) -> None:
        if self._listener is not None:
            self._loop.remove_reader(self._listener)
            self._listener.close()
            self._listener = None

    async def _half_close(self, towards: Towards) -> None:
        for connection in self._connections:
            connection.half_close(towards)

    async def _cut(self, chance: random.Random, share: float) -> int:
        chosen = [each for each in self._connections if chance.random() < share]
        for connection in chosen:
            connection.cut()
        return len(chosen)

    async def _count(self) -> int:
        return len(self._connections)

    async def _close(self) -> None:
        await self._refuse()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _take(self, listener: socket.socket) -> None:
        with suppress(OSError):
            client, _ = listener.accept()
            client.setblocking(False)
            handler = self._loop.create_task(self._connect(client))
            self._handlers.add(handler)
            handler.add_done_callback(self._handlers.discard)
            # Also where it was cancelled before it began.
            handler.add_done_callback(lambda _: reset(client))

    async def _connect(self, client: socket.socket) -> None:
        await self._turn()
        with suppress(OSError):
            server = await asyncio.open_connection(HOST, self._target_port)
            with closing(server[1]):
                await self._carry(Connection(await asyncio.open_connection(sock=client), server))

    async def _carry(self, connection: Connection) -> None:
        connection.pumps = [
            self._loop.create_task(self._pump(connection, towards)) for towards in Towards
        ]
        self._connections[connection] = None
        try:
            await asyncio.wait(connection.pumps)
            await connection.close()
        except asyncio.CancelledError:
            connection.cut()
            await asyncio.wait(connection.pumps)
        finally:
            del self._connections[connection]

    async def _pump(self, connection: Connection, towards: Towards) -> None:
        reader, writer = connection.sides[towards][0], connection.sides[1 - towards][1]
        try:
            while piece := await reader.read(PIECE_BYTES):
                while piece:
                    size = await self._turn()
                    writer.write(piece[:size])
                    await writer.drain()
                    piece = piece[size:]
            await self._turn()
            writer.write_eof()
        except OSError:
            await self._turn()
            connection.cut()

    async def _turn(self) -> int:
        """Wait until the next piece may pass and return how many bytes it may have."""
        while True:
            manner, changed = self._manner, self._changed
            if manner == Manner():
                return manner.size
            try:
                async with asyncio.timeout(manner.delay if manner.is_open else None):
                    await changed.wait()
            except TimeoutError:
                return manner.size


def reset(connection: socket.socket) -> None:
    """Close at once, with a reset instead of a good-bye. A second call changes nothing."""
    with suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
    connection.close()
