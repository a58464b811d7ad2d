"""Redis is away while people learn: no page fails or waits, no award is lost, toasts still come."""

import asyncio
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from gamification.models import AchievementUnlock
from realtime.hub import WATCH_SECONDS
from realtime.pubsub import TIMEOUT
from tests import services
from tests.faults import shape
from tests.faults.conftest import Note, scaled
from tests.faults.learners import Browser, Door, Page, make_learners, open_pages
from tests.faults.proxy import TcpProxy
from tests.faults.visitors import Answer, Visitor, percentile, studying

pytestmark = pytest.mark.skipif(
    not os.environ.get("DATABASE_URL", "").startswith("postgres"),
    reason="faults are injected on PostgreSQL",
)

LEARNERS = 16
LESSONS = scaled(40, 150)
PAUSE_SECONDS = 1.2
BEFORE_SECONDS = scaled(3, 15)
AWAY_SECONDS = scaled(7, 60)
SETTLE_SECONDS = 4.0
TOAST_SECONDS = 6.0


class Cache:
    """A Redis of our own, which the portal reaches through a proxy."""

    def __init__(self, server: services.Valkey, proxy: TcpProxy) -> None:
        self.server, self.proxy = server, proxy
        self.url = server.url.replace(f":{server.port}/", f":{proxy.port}/")

    def kill(self) -> None:
        """End it, and refuse connections."""
        self.server.kill()
        self.proxy.refuse()
        self.proxy.cut()

    def start(self) -> None:
        """Start it again, empty."""
        self.server.start()
        self.proxy.accept()

    def fall_silent(self) -> None:
        """Take connections and commands, and never answer."""
        self.proxy.black_hole()

    def speak(self) -> None:
        """Answer again."""
        self.proxy.pass_on()


@pytest.fixture
def cache() -> Iterator[Cache]:
    """The Redis that the portal uses."""
    with services.Valkey() as server, TcpProxy(server.port) as proxy:
        yield Cache(server, proxy)


def unlocks() -> int:
    """Count the awards."""
    return AchievementUnlock.objects.count()


def logs(folder: Path) -> str:
    """Return what all processes printed."""
    return "".join(log.read_text(errors="replace") for log in folder.glob("*.log"))


@pytest.mark.parametrize(
    ("begin", "end"), [(Cache.kill, Cache.start), (Cache.fall_silent, Cache.speak)]
)
def test_without_redis_pages_are_as_quick_and_toasts_come(
    begin: Callable[[Cache], None],
    end: Callable[[Cache], None],
    cache: Cache,
    tmp_path: Path,
    chance: random.Random,
    note: Note,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Pages that ask because they hear a ring, and not because somebody closed a toast.
    monkeypatch.setattr("tests.faults.learners.READING_SECONDS", 1e6)
    with shape.large(tmp_path, REDIS_URL=cache.url) as portal:
        sessions, lessons = portal.call(make_learners, LEARNERS, LESSONS)
        door = Door(portal.host, int(portal.host.split(":")[1]))
        pages = [TimedPage(Browser(door, session), chance) for session in sessions]
        with studying(portal.host, sessions, lessons, chance, PAUSE_SECONDS) as visitors:
            moments = asyncio.run(live_through(cache, begin, end, pages))

        answers = [answer for visitor in visitors for answer in visitor.answers]
        assert {answer.status for answer in answers} == {303}
        assert portal.call(unlocks) == len(answers)
        portal.doctor()
    before, during, after = (
        Phase(pages, visitors, start, stop) for start, stop in pairwise(moments)
    )
    assert during.page_seconds(0.5) <= before.page_seconds(0.5) + TIMEOUT / 2
    assert max(during.toast_seconds) <= TOAST_SECONDS
    assert statistics.median(after.toast_seconds) < WATCH_SECONDS
    assert "Traceback" not in logs(tmp_path)
    note(before=before, during=during, after=after)


class TimedPage(Page):
    """A page that notes when it showed each toast (``time.monotonic``)."""

    def __init__(self, browser: Browser, chance: random.Random) -> None:
        super().__init__(browser, chance)
        self.shown_at: list[float] = []

    def _show(self, fragment: str) -> None:
        super()._show(fragment)
        self.shown_at += [time.monotonic()] * (len(self.toasts) - len(self.shown_at))


class Phase:
    """What was seen from ``start`` to ``stop``: how long pages took, and toasts after them."""

    def __init__(
        self, pages: Sequence[TimedPage], visitors: Sequence[Visitor], start: float, stop: float
    ) -> None:
        self.answers: list[Answer] = []
        self.toast_seconds: list[float] = []
        for page, visitor in zip(pages, visitors, strict=True):
            # Each completion is one award, and toasts come in their order.
            for answer, shown_at in zip(visitor.answers, page.shown_at, strict=False):
                if start <= answer.asked_at < stop:
                    self.answers.append(answer)
                    answered_at = answer.asked_at + answer.seconds
                    self.toast_seconds.append(max(0.0, shown_at - answered_at))

    def page_seconds(self, share: float) -> float:
        """Return within how many seconds this share of the pages came."""
        return percentile(self.answers, share)

    def __str__(self) -> str:
        toasts = sorted(self.toast_seconds)
        return (
            f"{len(self.answers)} pages p50 {self.page_seconds(0.5):.2f} s "
            f"p95 {self.page_seconds(0.95):.2f} s toasts p50 {statistics.median(toasts):.2f} s "
            f"slowest {toasts[-1]:.2f} s"
        )


async def live_through(
    cache: Cache,
    begin: Callable[[Cache], None],
    end: Callable[[Cache], None],
    pages: Sequence[Page],
) -> list[float]:
    """Keep pages open before, during and after the outage; return when the phases began and ended.

    After Redis is back, its listeners get a moment to notice, which belongs to no phase's start.
    """
    async with open_pages(pages):
        await asyncio.sleep(SETTLE_SECONDS)
        moments = [time.monotonic()]
        await asyncio.sleep(BEFORE_SECONDS)
        await asyncio.to_thread(begin, cache)
        moments.append(time.monotonic())
        await asyncio.sleep(AWAY_SECONDS)
        await asyncio.to_thread(end, cache)
        await asyncio.sleep(SETTLE_SECONDS)
        moments.append(time.monotonic())
        await asyncio.sleep(BEFORE_SECONDS)
        moments.append(time.monotonic())
        await asyncio.sleep(TOAST_SECONDS)
    return moments
