"""From the click to a real SMTP server that has accepted the award mail."""

import smtplib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller

from accounts.models import User
from benchmarks.figures import Figure, percentile
from benchmarks.people import new_learner, published_lessons
from benchmarks.processes import HOST, BenchError
from benchmarks.visitors import Visitor, completion_path
from benchmarks.world import World
from tests.services import free_port

BENCH = "mail"
RUNS = 24
PATIENCE = 20.0


class Sink:
    """Accepts every mail and keeps when it came, and the last of them."""

    def __init__(self) -> None:
        self.accepted_at: dict[str, float] = {}
        self.last = b""
        self._news = threading.Condition()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Accept a mail, as aiosmtpd asks."""
        with self._news:
            self.last = envelope.content
            self.accepted_at.update(dict.fromkeys(envelope.rcpt_tos, time.perf_counter()))
            self._news.notify_all()
        return "250 OK"

    def wait_for(self, address: str) -> float:
        """Return when a mail to the address was accepted; BenchError when none comes."""
        with self._news:
            if not self._news.wait_for(lambda: address in self.accepted_at, PATIENCE):
                raise BenchError(f"no mail within {PATIENCE:g} s")
            return self.accepted_at[address]


@contextmanager
def smtp_server() -> Iterator[tuple[int, Sink]]:
    """Run an SMTP server; yields its port and what it accepts."""
    sink, port = Sink(), free_port()
    controller = Controller(sink, hostname=HOST, port=port)
    controller.start()
    try:
        yield port, sink
    finally:
        controller.stop()


def measure(world: World) -> Iterator[Figure]:
    """Complete a first lesson, wait for the mail, hand the same mail over directly; repeat."""
    world.prepare()
    lesson = published_lessons()[0]
    learners = [new_learner([lesson.course], is_verified=True) for _ in range(world.runs(RUNS) + 1)]
    times, floors = [], []
    with (
        smtp_server() as (port, sink),
        world.serve(MAIL_PROVIDER="smtp", SMTP_HOST=HOST, SMTP_PORT=str(port)),
    ):
        path = completion_path(lesson)
        for learner in learners:
            visitor = Visitor(world.port, learner)
            seconds, answer = award(visitor, path, learner, sink)
            times.append(seconds)
            floors.append(answer + hand_over(port, sink))
    # The first waits for the worker to start; it is not a click's but the start's price.
    del times[0], floors[0]
    note = f"{len(times)} mails"
    floor_name = "the answer, then the same mail handed over directly"
    for name, percent, budget in (("p50", 50, None), ("p95", 95, 2.0)):
        value, floor = percentile(times, percent), percentile(floors, percent)
        label = f"click → accepted by SMTP, {name}"
        yield Figure(BENCH, label, value, "s", budget, False, floor, floor_name, note)


def award(visitor: Visitor, path: str, learner: User, sink: Sink) -> tuple[float, float]:
    """Complete a first lesson; return the seconds to the mail and to the answer."""
    clicked_at = time.perf_counter()
    visitor.post(path, with_htmx=True)
    answered_at = time.perf_counter()
    return sink.wait_for(learner.email) - clicked_at, answered_at - clicked_at


def hand_over(port: int, sink: Sink) -> float:
    """Send the last mail once more, without the portal; return the seconds it took."""
    started_at = time.perf_counter()
    with smtplib.SMTP(HOST, port, timeout=10) as smtp:
        smtp.sendmail("bench@example.org", ["floor@example.org"], sink.last)
        return time.perf_counter() - started_at
