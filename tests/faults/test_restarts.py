"""A rolling restart that nobody notices: pages answer, sockets come back, and nothing is lost."""

import asyncio
import itertools
import os
import random
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from urllib.request import Request, urlopen

import pytest
from django.test import Client
from django.utils import timezone
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin

from accounts.models import User
from learning.models import Completion, Enrolment
from tests.conftest import make_course, make_person
from tests.faults import shape
from tests.faults.conftest import Note, scaled
from tests.faults.shape import Shape
from tests.processes import PATIENCE, wait_until

pytestmark = pytest.mark.skipif(
    not os.environ.get("DATABASE_URL", "").startswith("postgres"),
    reason="faults are injected on PostgreSQL",
)

ROUNDS = scaled(2, 5)
LEARNERS = scaled(40, 200)
LESSONS = 25
REQUESTS_A_SECOND = 30
BACK_WITHIN = 10.0
CSRF = "c" * 32

type Learner = tuple[str, str]


def make_learners(count: int) -> list[Learner]:
    """Make learners who take part in a course; return their names and sessions."""
    course = make_course(make_person("linus"), LESSONS)
    names = [f"learner-{number}" for number in range(count)]
    learners = User.objects.bulk_create(
        User(username=name, email=f"{name}@example.org") for name in names
    )
    Enrolment.objects.bulk_create(
        Enrolment(learner=each, course=course, enrolled_at=timezone.now()) for each in learners
    )
    return [(each.username, session_of(each)) for each in learners]


def session_of(learner: User) -> str:
    """Sign the learner in and return the value of the session's cookie."""
    client = Client()
    client.force_login(learner)
    return client.cookies["sessionid"].value


def completed() -> list[tuple[str, str]]:
    """Return who has completed which lesson."""
    return sorted(Completion.objects.values_list("learner__username", "lesson__slug"))


async def status_of(host: str, session: str, path: str, *, is_post: bool = False) -> int:
    """Ask once, on a connection of its own; 0 when the answer is not whole."""
    form = f"csrfmiddlewaretoken={CSRF}" if is_post else ""
    head = (
        f"{'POST' if is_post else 'GET'} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n"
        "Accept-Encoding: identity\r\n"
        f"Cookie: sessionid={session}; csrftoken={CSRF}\r\n"
        f"{'HX-Request: true' if is_post else 'Accept: text/html'}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(form)}\r\n\r\n{form}"
    )
    answer = b""
    with suppress(OSError, TimeoutError):
        async with asyncio.timeout(PATIENCE):
            reader, writer = await asyncio.open_connection(*host.split(":"))
            try:
                writer.write(head.encode())
                answer = await reader.read()
            finally:
                writer.close()
    headers, _, body = answer.partition(b"\r\n\r\n")
    is_whole = f"content-length: {len(body)}\r\n".encode() in headers.lower() + b"\r\n"
    return int(headers.split()[1]) if is_whole else 0


class Traffic:
    """Learners who read and complete lessons, so many requests a second whatever the answers."""

    def __init__(self, host: str, learners: list[Learner], chance: random.Random) -> None:
        self.host = host
        self.learners = learners
        self.chance = chance
        self.completed: set[tuple[str, str]] = set()
        self.failures: list[str] = []
        self.seconds: list[float] = []
        lessons = [f"knot-{number}" for number in range(1, LESSONS + 1)]
        pairs = list(itertools.product(learners, lessons))
        chance.shuffle(pairs)
        self.to_complete = itertools.cycle(pairs)

    async def run(self, is_over: asyncio.Event) -> None:
        """Ask until it is over, and wait for the last answers."""
        started_at = time.monotonic()
        async with asyncio.TaskGroup() as asking:
            for number in itertools.count():
                due_in = started_at + number / REQUESTS_A_SECOND - time.monotonic()
                with suppress(TimeoutError):
                    await asyncio.wait_for(is_over.wait(), max(due_in, 0.001))
                    return
                asking.create_task(self.complete() if number % 3 == 0 else self.read())

    async def read(self) -> None:
        _, session = self.chance.choice(self.learners)
        path = self.chance.choice(["/", "/courses/knots/", "/courses/knots/lessons/knot-1/"])
        await self._ask(session, path)

    async def complete(self) -> None:
        (name, session), lesson = next(self.to_complete)
        path = f"/courses/knots/lessons/{lesson}/completion/"
        if await self._ask(session, path, is_post=True):
            self.completed.add((name, lesson))

    async def _ask(self, session: str, path: str, *, is_post: bool = False) -> bool:
        asked_at = time.monotonic()
        status = await status_of(self.host, session, path, is_post=is_post)
        self.seconds.append(time.monotonic() - asked_at)
        if status != 200:
            self.failures.append(f"{path} answered {status} after {self.seconds[-1]:.1f} s")
        return status == 200


class Pages:
    """Open pages whose sockets come back by themselves, after the pauses that htmx makes."""

    def __init__(self, host: str, chance: random.Random) -> None:
        self.host = host
        self.chance = chance
        self.open_count = 0
        self.seconds_away: list[float] = []

    async def stay(self, session: str) -> None:
        """Keep one page's socket open until cancelled; note how long it was away each time."""
        lost_at, pause = time.monotonic(), 0.5
        while True:
            with suppress(OSError, WebSocketException):
                async with connect(
                    f"ws://{self.host}/ws/inbox/",
                    origin=Origin(f"http://{self.host}"),
                    additional_headers={"Cookie": f"sessionid={session}"},
                ) as socket:
                    await socket.recv()
                    self.seconds_away.append(time.monotonic() - lost_at)
                    await self._hear(socket)
                    lost_at, pause = time.monotonic(), 0.5
            await asyncio.sleep(pause * self.chance.uniform(0.7, 1.3))
            pause = min(2 * pause, 3.5)

    async def _hear(self, socket: ClientConnection) -> None:
        self.open_count += 1
        try:
            await socket.wait_closed()
        finally:
            self.open_count -= 1

    async def all_open(self, count: int) -> None:
        """Return when so many sockets are open."""
        await asyncio.to_thread(wait_until, lambda: self.open_count >= count)


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shape]:
    with shape.large(tmp_path_factory.mktemp("portal")) as portal:
        yield portal


async def restart_everything(portal: Shape) -> None:
    """Restart part after part, as an upgrade does."""
    await asyncio.to_thread(portal.restart_pages)
    for index in range(2):
        await asyncio.to_thread(portal.restart_sockets, index)
        await asyncio.to_thread(portal.restart_worker, index)


async def test_rolling_restarts_fail_no_request_and_bring_every_socket_back(
    portal: Shape, chance: random.Random, note: Note
) -> None:
    learners = await asyncio.to_thread(portal.call, make_learners, LEARNERS)
    traffic, pages = Traffic(portal.host, learners, chance), Pages(portal.host, chance)
    is_over = asyncio.Event()
    async with asyncio.TaskGroup() as running:
        staying = [running.create_task(pages.stay(session)) for _, session in learners]
        await pages.all_open(LEARNERS)
        pages.seconds_away.clear()
        asking = running.create_task(traffic.run(is_over))

        for _ in range(ROUNDS):
            await restart_everything(portal)

        is_over.set()
        await asking
        await pages.all_open(LEARNERS)
        for page in staying:
            page.cancel()
    assert traffic.failures == []
    assert len(pages.seconds_away) >= ROUNDS * LEARNERS
    assert max(pages.seconds_away) < BACK_WITHIN
    assert {tuple(each) for each in portal.call(completed)} == traffic.completed
    portal.doctor()
    note(
        restarts_of_everything=ROUNDS,
        requests=len(traffic.seconds),
        failed=len(traffic.failures),
        completions=len(traffic.completed),
        slowest_answer=f"{max(traffic.seconds):.1f} s",
        sockets=LEARNERS,
        sockets_cut=len(pages.seconds_away),
        longest_away=f"{max(pages.seconds_away):.1f} s",
    )


def test_the_proxy_serves_static_files_that_browsers_may_keep(portal: Shape) -> None:
    with urlopen(portal.url) as page:
        [style] = re.findall(r'href="(/static/css/[^"]+)"', page.read().decode())

    with urlopen(Request(portal.url + style, headers={"Accept-Encoding": "gzip"})) as answer:
        headers = answer.headers

    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert headers["Content-Encoding"] == "gzip"
    assert headers["X-Content-Type-Options"] == "nosniff"
