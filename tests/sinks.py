"""A real SMTP server that keeps what it is given, and can leave a client waiting."""

import asyncio
import threading
from collections import Counter
from collections.abc import Collection
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from enum import Enum, auto
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller

from tests.services import free_port


class Stall(Enum):
    """When to stop answering, until the client goes away."""

    BEFORE_TAKING = auto()
    AFTER_TAKING = auto()


class Sink:
    """The server, at ``port`` of 127.0.0.1 while the context lasts."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.stall: Stall | None = None
        self.is_stalled = threading.Event()
        self.stalled_message_id = ""
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._controller.stop()

    def stall_at(self, stall: Stall | None) -> None:
        """Stop answering at this point from now on, or answer again."""
        self.is_stalled.clear()
        self.stall = stall

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Take one message; aiosmtpd calls this."""
        message = message_from_bytes(envelope.content, policy=default)
        if self.stall == Stall.BEFORE_TAKING:
            await self._wait_for_ever(message)
        self.messages.append(message)
        if self.stall == Stall.AFTER_TAKING:
            await self._wait_for_ever(message)
        return "250 OK"

    async def _wait_for_ever(self, message: EmailMessage) -> None:
        self.stalled_message_id = str(message["Message-ID"])
        self.is_stalled.set()
        await asyncio.Event().wait()

    def message_ids(self, wanted: Collection[str]) -> Counter[str]:
        """Count how often each of these Message-IDs came."""
        came = Counter(str(message["Message-ID"]) for message in self.messages)
        return Counter({each: came[each] for each in wanted if each in came})

    def sent_to(self, address: str) -> list[EmailMessage]:
        """Return what came for the address, in order."""
        return [message for message in self.messages if message["To"] == address]
