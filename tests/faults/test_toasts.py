"""No toast is lost and none is shown twice while connections, Redis and web processes fail."""

import asyncio
import os
import random
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

import pytest

from notifications.models import Notification
from tests.faults import shape
from tests.faults.conftest import Note, scaled
from tests.faults.learners import Browser, Door, Page, make_learners, open_pages
from tests.faults.proxy import TcpProxy
from tests.faults.shape import Shape
from tests.processes import wait_until
from tests.services import Valkey

pytestmark = pytest.mark.skipif(
    not os.environ.get("DATABASE_URL", "").startswith("postgres"),
    reason="faults are injected on PostgreSQL",
)
LEARNERS, AWARDS, SECONDS = scaled(40, 200), scaled(5, 10), scaled(10, 60)
ROUNDS = scaled(1, 3)
CUT_EVERY_SECONDS, CUT_SHARE = 0.5, 0.04
REDIS_AWAY_SECONDS = 2.0
HEALED_SECONDS = 5.0


@dataclass(frozen=True)
class Learner:
    """Somebody with open pages who completes lessons on another device."""

    device: Browser
    pages: list[Page]

    def is_told(self) -> bool:
        """Tell whether each award was shown, the server knows, and every page counts them all."""
        return sum(len(page.toasts) for page in self.pages) >= AWARDS and all(
            page.unread_count == AWARDS and not page.acknowledging for page in self.pages
        )


class Faults:
    """What is done to the portal, and how often."""

    def __init__(self, portal: Shape, redis: Valkey, proxy: TcpProxy, chance: random.Random):
        self.portal, self.redis, self.proxy = portal, redis, proxy
        self.chance = random.Random(chance.random())
        self.counts: Counter[str] = Counter()

    async def cut_at_random(self) -> None:
        """Cut connections until cancelled."""
        while True:
            await asyncio.sleep(CUT_EVERY_SECONDS)
            cut = await asyncio.to_thread(self.proxy.cut_random, self.chance, CUT_SHARE)
            self.counts["connections_cut"] += cut

    async def kill_in_turn(self) -> None:
        """Kill Redis, a page worker and a daphne in each round; return when all run again."""
        for index in range(ROUNDS):
            await asyncio.sleep(SECONDS / ROUNDS / 5)
            await self.kill_redis()
            await asyncio.sleep(SECONDS / ROUNDS / 5)
            await asyncio.to_thread(self.portal.kill_page_worker)
            await asyncio.sleep(SECONDS / ROUNDS / 5)
            await self.kill_sockets(index % 2)
            self.counts.update(redis_killed=1, page_workers_killed=1, daphnes_killed=1)

    async def kill_redis(self) -> None:
        """Kill Redis and start it again."""
        await asyncio.to_thread(self.redis.kill)
        await asyncio.sleep(REDIS_AWAY_SECONDS)
        await asyncio.to_thread(self.redis.start)

    async def kill_sockets(self, index: int) -> None:
        """Kill a daphne with all its sockets, and return when it answers again."""
        await asyncio.to_thread(self.portal.kill_sockets, index)
        await asyncio.to_thread(wait_until, self.portal.sockets[index].is_answering)


def notices() -> list[tuple[int, bool]]:
    """Return the id of each notice, and whether the server knows that it was shown."""
    rows = Notification.objects.values_list("pk", "shown_at")
    return [(pk, shown_at is not None) for pk, shown_at in rows]


def seat(door: Door, sessions: Sequence[str], chance: random.Random) -> list[Learner]:
    """Open pages: of ten learners, one has two tabs in a browser, and another two browsers."""
    learners = []
    for number, session in enumerate(sessions):
        browser = Browser(door, session)
        pages = [Page(browser, chance)]
        if number % 5 == 0:
            another = browser if number % 10 == 0 else Browser(door, session)
            pages.append(Page(another, chance))
        learners.append(Learner(Browser(door, session), pages))
    return learners


async def earn(learners: Sequence[Learner], lessons: Sequence[str], chance: random.Random) -> None:
    """Complete every lesson of every learner, each at a moment of its own."""
    plan = [(chance.uniform(0, SECONDS), who.device, path) for who in learners for path in lessons]
    started_at = time.monotonic()
    async with asyncio.TaskGroup() as group:
        for at, device, path in sorted(plan, key=itemgetter(0)):
            await asyncio.sleep(started_at + at - time.monotonic())
            group.create_task(device.post(path))


async def live_through(
    faults: Faults, learners: Sequence[Learner], lessons: Sequence[str], chance: random.Random
) -> float:
    """Let the learners earn their awards among the faults; return the seconds to heal."""
    async with open_pages([page for learner in learners for page in learner.pages]):
        async with asyncio.TaskGroup() as group:
            cutting = group.create_task(faults.cut_at_random())
            await asyncio.gather(earn(learners, lessons, chance), faults.kill_in_turn())
            cutting.cancel()
        whole_at = time.monotonic()
        # When it is never so, the test tells better what is wrong.
        with suppress(AssertionError):
            await asyncio.to_thread(wait_until, lambda: all(who.is_told() for who in learners))
    return time.monotonic() - whole_at


def test_each_award_is_shown_once_and_counted_whatever_fails(
    tmp_path: Path, chance: random.Random, note: Note
) -> None:
    with Valkey() as redis, shape.large(tmp_path, REDIS_URL=redis.url) as portal:
        sessions, lessons = portal.call(make_learners, LEARNERS, AWARDS)
        with TcpProxy(int(portal.host.split(":")[1])) as proxy:
            learners = seat(Door(portal.host, proxy.port), sessions, chance)
            faults = Faults(portal, redis, proxy, chance)
            seconds = asyncio.run(live_through(faults, learners, lessons, chance))
        known = dict(portal.call(notices))
        portal.doctor()
    pages = [page for learner in learners for page in learner.pages]
    shown = Counter(pk for page in pages for pk in page.toasts)
    twice = {pk: count for pk, count in shown.items() if count > 1}
    note(
        learners=LEARNERS,
        pages=len(pages),
        awards=len(known),
        **faults.counts,
        lost=len(known.keys() - shown.keys()),
        twice=len(twice),
        seconds_to_heal=round(seconds, 1),
    )

    assert len(known) == LEARNERS * AWARDS
    assert (twice, known.keys() - shown.keys()) == ({}, set())
    assert all(known.values())
    assert {page.unread_count for page in pages} == {AWARDS}
    assert seconds <= HEALED_SECONDS
