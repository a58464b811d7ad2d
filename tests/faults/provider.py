"""A mail provider that fails on purpose. It speaks Resend's API at ``url`` of this machine.

with Provider(planned_by(seed)) as provider:
    settings = {"MAIL_PROVIDER": "resend", "RESEND_API_URL": provider.url, ...}
"""

import json
import random
import select
import socket
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, HTTPServer
from socketserver import ThreadingMixIn
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

FAULTS_OF_A_MAIL = {0: 14, 1: 5, 2: 1}

type Plan = Callable[[str], Sequence[Fault]]


class Fault(Enum):
    """What a request meets. The last three leave the sender without an answer."""

    TOO_MANY = auto()  # 429 with Retry-After
    ERROR = auto()  # 500
    HANG = auto()  # not taken
    DROP = auto()  # taken, and the connection cut
    HOLD = auto()  # taken; asked for by `hold_next`


@dataclass
class Request:
    """One request to send a mail."""

    message_id: str
    came_at: datetime
    fault: Fault | None
    is_answered: bool = False


class Provider:
    """The provider while the context lasts, and what it saw.

    The plan says what the first requests for a recipient meet, in order; later ones meet nothing.
    """

    def __init__(self, plan: Plan = lambda recipient: [], *, honours_keys: bool = True) -> None:
        self.plan = plan
        self.honours_keys = honours_keys
        self.retry_after = 1
        self.requests: list[Request] = []
        self.accepted: Counter[str] = Counter()
        self.delivered: Counter[str] = Counter()
        self.is_holding = threading.Event()
        self.is_stopping = threading.Event()
        self._holds_next = False
        self._taken: dict[str, tuple[bytes, str]] = {}
        self._news = threading.Condition()
        self._server = Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=[0.05])
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.is_stopping.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def hold_next(self) -> None:
        """Take the next mail that meets no fault, and never answer; `is_holding` tells when."""
        self.is_holding.clear()
        self._holds_next = True

    def wait_for_requests(self, count: int, seconds: float) -> None:
        """Wait until so many more requests have come."""
        with self._news:
            wanted = len(self.requests) + count
            assert self._news.wait_for(lambda: len(self.requests) >= wanted, seconds)

    def injected(self) -> Counter[str]:
        """Count the faults by name."""
        return Counter(each.fault.name.lower() for each in self.requests if each.fault)

    def note_request(self, message_id: str, recipient: str) -> Request:
        """Write down a request and what it is to meet."""
        with self._news:
            before = sum(each.message_id == message_id for each in self.requests)
            faults = self.plan(recipient)
            fault = faults[before] if before < len(faults) else None
            if fault is None and self._holds_next:
                self._holds_next = False
                fault = Fault.HOLD
            request = Request(message_id, datetime.now(UTC), fault)
            self.requests.append(request)
            self._news.notify_all()
            return request

    def accept(self, message_id: str, key: str, body: bytes) -> str | None:
        """Take a mail and return the provider's id of it.

        A key that came before gets its first answer, or none when the request is another one.
        """
        with self._news:
            is_known = self.honours_keys and key in self._taken
            first_body, answer = self._taken[key] if is_known else (body, f"re_{uuid4()}")
            if body != first_body:
                return None
            self.accepted[message_id] += 1
            if not is_known:
                self.delivered[message_id] += 1
            if key:
                self._taken[key] = (body, answer)
            return answer


class Server(ThreadingMixIn, HTTPServer):
    """A thread for each connection; all have ended when it is closed."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        super().__init__(("127.0.0.1", 0), Handler)


class Handler(BaseHTTPRequestHandler):
    """One connection with one request."""

    server: Server

    def do_POST(self) -> None:
        """Answer ``POST /emails``, or fail as planned."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        mail = json.loads(body)
        message_id = mail["headers"]["Message-ID"]
        request = self.server.provider.note_request(message_id, mail["to"][0])
        with suppress(ConnectionError):
            self._meet(request, body)

    def _meet(self, request: Request, body: bytes) -> None:
        if request.fault == Fault.TOO_MANY:
            self._answer(request, 429, {"message": "Too many requests"})
        elif request.fault == Fault.ERROR:
            self._answer(request, 500, {"message": "Internal server error"})
        elif request.fault == Fault.HANG:
            self._wait_until_left()
        else:
            self._take(request, body)

    def _take(self, request: Request, body: bytes) -> None:
        provider = self.server.provider
        key = self.headers["Idempotency-Key"] or ""
        answer = provider.accept(request.message_id, key, body)
        if request.fault == Fault.HOLD:
            provider.is_holding.set()
            self._wait_until_left()
        elif answer is None:
            self._answer(request, 409, {"name": "invalid_idempotent_request"})
        elif request.fault != Fault.DROP:
            self._answer(request, 200, {"id": answer})

    def _answer(self, request: Request, status: int, values: dict[str, str]) -> None:
        if self._is_left():
            return
        self.send_response(status)
        if status == 429:
            self.send_header("Retry-After", str(self.server.provider.retry_after))
        self.end_headers()
        self.wfile.write(json.dumps(values).encode())
        request.is_answered = True

    def _wait_until_left(self) -> None:
        while not (self._is_left(within=0.05) or self.server.provider.is_stopping.is_set()):
            pass

    def _is_left(self, within: float = 0.0) -> bool:
        """Tell whether the sender has closed its end, or does so in so many seconds."""
        is_readable = bool(select.select([self.connection], [], [], within)[0])
        return is_readable and not self.connection.recv(1, socket.MSG_PEEK)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""


def planned_by(seed: int) -> Plan:
    """Return a plan that depends on seed and recipient alone, not on the order of requests.

    No mail meets more than two faults, so that none runs out of attempts.
    """

    def plan(recipient: str) -> Sequence[Fault]:
        dice = random.Random(f"{seed} {recipient}")
        count = dice.choices([*FAULTS_OF_A_MAIL], [*FAULTS_OF_A_MAIL.values()])[0]
        return dice.choices([Fault.TOO_MANY, Fault.ERROR, Fault.HANG, Fault.DROP], k=count)

    return plan
