"""Learners with open pages, as asyncio clients that do what `static/js/toasts.js` does.

    sessions, lessons = portal.call(make_learners, 40, 10)
    door = Door(portal.host, proxy.port)
    pages = [Page(Browser(door, session), chance) for session in sessions]
    async with open_pages(pages):
        ...  # pages[0].toasts, pages[0].unread_count

They speak HTTP and WebSocket to the front door, and know nothing of what is behind it.
"""

import asyncio
import random
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from benchmarks.people import new_course, new_learner, session_of
from gamification.models import Achievement, Group
from learning.models import Lesson
from notifications.actions import prefer
from notifications.models import Topic

UNSEEN = "/notifications/unseen/"
TOAST = re.compile(r'id="toast-(\d+)"')
UNREAD_COUNT = re.compile(r'data-unread-count="(\d+)"')
TOKEN = "t" * 32
ANSWER_SECONDS = 60.0
ASK_AFTER_SECONDS = 0.02
LONGEST_PAUSE_SECONDS = 4.0
# Those of hx-ws, with the maximum that our pages set.
RECONNECT_CODES = {1001, 1005, 1006, 1011, 1012, 1013, 1014}
RECONNECT_SECONDS, RECONNECT_MAX_SECONDS, RECONNECT_JITTER = 0.5, 3.5, 0.3
# A real page shows a toast for ten seconds; these people read fast and close it.
READING_SECONDS = 1.0


def make_learners(count: int, lesson_count: int) -> tuple[list[str], list[str]]:
    """Make learners of one course in which each completion is an award; they want no mail of it.

    Return their session keys, and the addresses that complete a lesson.
    """
    course = new_course(lesson_count)
    for threshold in range(1, lesson_count + 1):
        Achievement.objects.get_or_create(
            group=Group.LESSONS, threshold=threshold, defaults={"name": f"{threshold} watched"}
        )
    learners = [new_learner([course]) for _ in range(count)]
    for learner in learners:
        prefer(user=learner, topic=Topic.ACHIEVEMENTS, in_portal=True, email="never")
    sessions = [session_of(learner)[1] for learner in learners]
    lessons = Lesson.objects.filter(course=course).select_related("course")
    return sessions, [f"{lesson.get_absolute_url()}completion/" for lesson in lessons]


@dataclass(frozen=True)
class Door:
    """The portal's own host, and the port of 127.0.0.1 at which it is reached."""

    host: str
    port: int

    async def send(self, method: str, path: str, headers: dict[str, str]) -> tuple[int, str]:
        """Return the status and the body of an answer that came whole; else raise OSError."""
        lines = {"Host": self.host, "Content-Length": "0", "Connection": "close", **headers}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        async with asyncio.timeout(ANSWER_SECONDS):
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            try:
                writer.write(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode())
                return await read_answer(reader)
            except EOFError as error:
                raise ConnectionError("the answer broke off") from error
            finally:
                writer.close()


async def read_answer(reader: asyncio.StreamReader) -> tuple[int, str]:
    """Read an HTTP answer; EOFError where it ends too early."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    status = int(head.split(" ", 2)[1])
    length = re.search(r"^content-length: *(\d+)", head, re.IGNORECASE | re.MULTILINE)
    body = await reader.readexactly(int(length[1]) if length else 0)
    return status, body.decode()


class Browser:
    """Somebody's browser: the cookies, and the storage that its tabs share."""

    def __init__(self, door: Door, session: str) -> None:
        self.door = door
        self.cookie = f"sessionid={session}; csrftoken={TOKEN}"
        self.shown: set[int] = set()

    async def get(self, path: str, tab: str) -> tuple[int, str]:
        """Fetch a fragment as one of its tabs."""
        headers = {"Cookie": self.cookie, "HX-Request": "true", "Laurel-Tab": tab}
        return await self.door.send("GET", path, headers)

    async def post(self, path: str) -> None:
        """Send a form until there is an answer that is not the server's fault; see no new page."""
        headers = {"Cookie": self.cookie, "X-CSRFToken": TOKEN}
        pause = 0.5
        while True:
            with suppress(OSError):
                status, _ = await self.door.send("POST", path, headers)
                if status < 500:
                    assert status < 400, f"{status} from {path}"
                    return
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)


class Page:
    """A page that is open and visible, in a tab of a browser.

    ``toasts`` are the ids of the notices that it has shown, in order; ``acknowledging`` counts
    those of which the server has not answered that it knows.
    """

    def __init__(self, browser: Browser, chance: random.Random) -> None:
        self.browser = browser
        self.toasts: list[int] = []
        self.unread_count = 0
        self.acknowledging = 0
        # Of its own, because the order in which pages throw dice is not the same in two runs.
        self._chance = random.Random(chance.random())
        self._tab = self._chance.randbytes(16).hex()
        self._wants = asyncio.Event()
        self._failed_connects = 0

    async def stay_open(self) -> None:
        """Be open until cancelled."""
        async with asyncio.TaskGroup() as self._tasks:
            self._tasks.create_task(self._hold_line())
            self._tasks.create_task(self._ask_when_rung())

    def ask(self) -> None:
        """Ask soon for what is unseen; many wishes make one request."""
        self._wants.set()

    async def _hold_line(self) -> None:
        while await self._listen() in RECONNECT_CODES:
            pause = min(RECONNECT_SECONDS * 2**self._failed_connects, RECONNECT_MAX_SECONDS)
            self._failed_connects += 1
            await asyncio.sleep(pause * (1 + RECONNECT_JITTER * self._chance.uniform(-1, 1)))

    async def _listen(self) -> int:
        """Hold a socket until it closes and return the code; 1006 where there is none."""
        door = self.browser.door
        line = connect(
            f"ws://{door.host}/ws/inbox/",
            host="127.0.0.1",
            port=door.port,
            origin=f"http://{door.host}",  # type: ignore[arg-type]
            additional_headers={"Cookie": self.browser.cookie},
            compression=None,
            ping_interval=None,
            close_timeout=1,
            proxy=None,
        )
        with suppress(OSError, EOFError, WebSocketException):
            async with line as socket:
                self._failed_connects = 0
                with suppress(ConnectionClosed):
                    async for _ in socket:
                        self.ask()
                return socket.close_code or 1006
        return 1006

    async def _ask_when_rung(self) -> None:
        pause = LONGEST_PAUSE_SECONDS / 4
        while True:
            await self._wants.wait()
            await asyncio.sleep(ASK_AFTER_SECONDS)
            self._wants.clear()
            if await self._fetch():
                pause = LONGEST_PAUSE_SECONDS / 4
                continue
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._wants.wait()
            self.ask()
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    async def _fetch(self) -> bool:
        with suppress(OSError):
            status, fragment = await self.browser.get(UNSEEN, self._tab)
            if status == 200:
                self._show(fragment)
                return True
        return False

    def _show(self, fragment: str) -> None:
        for pk in map(int, TOAST.findall(fragment)):
            if pk not in self.browser.shown:
                self.browser.shown.add(pk)
                self.toasts.append(pk)
                asyncio.get_running_loop().call_later(READING_SECONDS, self.ask)
            self._tasks.create_task(self._acknowledge(pk))
        for count in UNREAD_COUNT.findall(fragment):
            self.unread_count = int(count)

    async def _acknowledge(self, pk: int) -> None:
        self.acknowledging += 1
        await self.browser.post(f"/notifications/{pk}/shown/")
        self.acknowledging -= 1


@asynccontextmanager
async def open_pages(pages: Sequence[Page]) -> AsyncIterator[Sequence[Page]]:
    """Keep the pages open while the context lasts."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(page.stay_open()) for page in pages]
        yield pages
        for task in tasks:
            task.cancel()
