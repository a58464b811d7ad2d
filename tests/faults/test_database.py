"""PostgreSQL is killed while people learn: pages say so, nothing is half done, and all goes on."""

import asyncio
import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import psycopg
import pytest

from learning.models import Completion
from notifications.models import Email
from tests import services
from tests.faults import shape
from tests.faults.conftest import Note, scaled
from tests.faults.learners import Browser, Door, Page, make_learners, open_pages
from tests.faults.proxy import TcpProxy
from tests.faults.visitors import Answer, Visitor, post, studying
from tests.processes import Portal, wait_until

pytestmark = pytest.mark.skipif(
    not os.environ.get("DATABASE_URL", "").startswith("postgres"),
    reason="faults are injected on PostgreSQL",
)

LEARNERS = 8
LESSONS = scaled(60, 250)
AWAY_SECONDS = scaled(5, 60)
RECOVERY_SECONDS = 10.0

type Served = tuple[Portal, str]


@pytest.fixture
def database() -> Iterator[services.Postgres]:
    """A PostgreSQL of our own that forgets nothing it has acknowledged."""
    with services.Postgres() as database:
        with psycopg.connect(database.url) as connection:
            connection.execute("ALTER ROLE laurel SET synchronous_commit = on")
        yield database


@contextmanager
def small(folder: Path, database: services.Postgres) -> Iterator[Served]:
    """One daphne and one worker."""
    portal = Portal(folder, database.url, {"REDIS_URL": ""})
    try:
        portal.start_worker()
        yield portal, portal.start_server().host
    finally:
        portal.kill_all()


@contextmanager
def large(folder: Path, database: services.Postgres) -> Iterator[Served]:
    """All parts, with pages on gunicorn."""
    with shape.large(folder, DATABASE_URL=database.url) as portal:
        yield portal, portal.host


def unsent_mails() -> int:
    """Count the mails that have not left the outbox."""
    return Email.objects.filter(state__in=["pending", "leased"]).count()


def completions() -> int:
    """Count what is recorded."""
    return Completion.objects.count()


def logs(folder: Path) -> str:
    """Return what all processes printed."""
    return "".join(log.read_text(errors="replace") for log in folder.glob("*.log"))


@pytest.mark.parametrize("shape_of", [small, large])
def test_pages_refuse_while_postgresql_is_away_and_recover_by_themselves(
    shape_of: Callable[[Path, services.Postgres], AbstractContextManager[Served]],
    database: services.Postgres,
    tmp_path: Path,
    chance: random.Random,
    note: Note,
) -> None:
    with shape_of(tmp_path, database) as (portal, host):
        sessions, lessons = portal.call(make_learners, LEARNERS, LESSONS)
        with (
            TcpProxy(int(host.split(":")[1])) as proxy,
            studying(host, sessions, lessons, chance) as visitors,
        ):
            pages = [Page(Browser(Door(host, proxy.port), each), chance) for each in sessions]
            back_at = asyncio.run(outage(database, proxy, pages, visitors))

        answers = [answer for visitor in visitors for answer in visitor.answers]
        refused = [answer for answer in answers if answer.status != 303]
        assert_honest(refused)
        healed = max(visitor.first_success_after(back_at) or 1e9 for visitor in visitors) - back_at
        assert healed <= RECOVERY_SECONDS
        acknowledged = len(answers) - len(refused)
        assert acknowledged <= portal.call(completions) <= acknowledged + LEARNERS
        wait_until(lambda: portal.call(unsent_mails) == 0, 60)
        portal.doctor()
    assert "Internal Server Error" not in logs(tmp_path)
    note(
        away_s=AWAY_SECONDS,
        acknowledged=acknowledged,
        answers_503=len(refused),
        after_return=sum(answer.asked_at > back_at for answer in refused),
        slowest_503_s=f"{max(answer.seconds for answer in refused):.1f}",
        recovered_s=f"{healed:.1f}",
    )


async def outage(
    database: services.Postgres, proxy: TcpProxy, pages: list[Page], visitors: list[Visitor]
) -> float:
    """Kill PostgreSQL, cut all sockets, start it again; return when, once all goes on."""
    async with open_pages(pages):
        await asyncio.to_thread(wait_until, lambda: all(page.toasts for page in pages))
        database.kill()
        proxy.cut()
        await asyncio.sleep(AWAY_SECONDS)
        await asyncio.to_thread(database.start)
        back_at = time.monotonic()
        shown = [len(page.toasts) for page in pages]
        await asyncio.to_thread(
            wait_until, lambda: all(visitor.first_success_after(back_at) for visitor in visitors)
        )
        await asyncio.to_thread(
            wait_until,
            lambda: all(
                len(page.toasts) > before for page, before in zip(pages, shown, strict=True)
            ),
        )
        return back_at


def assert_honest(refused: list[Answer]) -> None:
    """Fail unless each answer is a 503 that says when to come back, without a trace."""
    assert refused
    assert {(answer.status, answer.retry_after) for answer in refused} == {(503, "5")}
    assert all("cannot reach its database" in answer.body for answer in refused)
    assert not any("Traceback" in answer.body or "psycopg" in answer.body for answer in refused)


def test_connections_that_died_in_the_pool_refuse_no_page(
    database: services.Postgres, tmp_path: Path, chance: random.Random, note: Note
) -> None:
    with small(tmp_path, database) as (portal, host):
        sessions, lessons = portal.call(make_learners, LEARNERS, 12)
        with studying(host, sessions, lessons, chance):
            pass
        database.restart()
        back_at = time.monotonic()

        first = post(host, lessons[-1], sessions[0])
        with studying(host, sessions[1:], lessons, chance) as visitors:
            wait_until(lambda: all(visitor.completed >= 3 for visitor in visitors))

        answers = [first, *(answer for visitor in visitors for answer in visitor.answers)]
        assert {answer.status for answer in answers} == {303}
        note(first_page_s=f"{first.asked_at + first.seconds - back_at:.1f}", pages=len(answers))
        portal.doctor()
