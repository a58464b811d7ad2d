"""People who complete lessons by HTTP, each in a thread, and keep what they were answered."""

import http.client
import random
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import NamedTuple
from urllib.parse import urlencode

from tests.processes import wait_until

TOKEN = "t" * 32


class Answer(NamedTuple):
    """What a page answered, when it was asked (``time.monotonic``) and after how many seconds."""

    status: int
    retry_after: str | None
    body: str
    asked_at: float
    seconds: float


def post(host: str, path: str, session: str) -> Answer:
    """Send a form. An OSError means that the server was not to be had."""
    asked_at = time.monotonic()
    connection = http.client.HTTPConnection(host, timeout=60)
    headers = {
        "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    try:
        connection.request("POST", path, urlencode({"csrfmiddlewaretoken": TOKEN}), headers)
        response = connection.getresponse()
        body = response.read().decode(errors="replace")
    finally:
        connection.close()
    seconds = time.monotonic() - asked_at
    return Answer(response.status, response.headers["Retry-After"], body, asked_at, seconds)


class Visitor:
    """Completes one lesson after the other; a page that was refused is sent again."""

    def __init__(
        self, host: str, session: str, lessons: Sequence[str], dice: random.Random
    ) -> None:
        self.answers: list[Answer] = []
        self._host, self._session, self._lessons, self._dice = host, session, lessons, dice

    @property
    def completed(self) -> int:
        """How many completions were acknowledged."""
        return sum(answer.status == 303 for answer in self.answers)

    def first_success_after(self, moment: float) -> float | None:
        """Return when the first page that was asked for later was there; None if none was."""
        found = (a for a in self.answers if a.status == 303 and a.asked_at > moment)
        return next((answer.asked_at + answer.seconds for answer in found), None)

    def study(self, is_over: threading.Event, pause: float) -> None:
        """Go on, with a pause in seconds, until all lessons are completed or it is over."""
        for lesson in self._lessons:
            while not is_over.wait(self._dice.uniform(0.5, 1.5) * pause):
                self.answers.append(post(self._host, lesson, self._session))
                if self.answers[-1].status == 303:
                    break


@contextmanager
def studying(
    host: str,
    sessions: Sequence[str],
    lessons: Sequence[str],
    chance: random.Random,
    pause: float = 0.3,
) -> Iterator[list[Visitor]]:
    """Yield visitors who study while the context lasts; raise what any of them raised."""
    # Of their own, because threads do not throw shared dice in the same order twice.
    visitors = [Visitor(host, each, lessons, random.Random(chance.random())) for each in sessions]
    is_over = threading.Event()
    with ThreadPoolExecutor(len(visitors)) as pool:
        work = [pool.submit(visitor.study, is_over, pause) for visitor in visitors]
        try:
            wait_until(lambda: all(visitor.completed for visitor in visitors))
            yield visitors
        finally:
            is_over.set()
        for each in work:
            each.result()


def percentile(answers: Sequence[Answer], share: float) -> float:
    """Return within how many seconds this share of the answers came."""
    return sorted(answer.seconds for answer in answers)[int(share * (len(answers) - 1))]
