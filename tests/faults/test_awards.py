"""Tabs that cross a threshold together, by HTTP against several processes: each award once."""

import os
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models import Count
from django.utils import timezone

from benchmarks.people import new_course, new_learner, session_of
from gamification.models import AchievementUnlock, BadgeUnlock
from learning.actions import complete_lesson, write_comment
from learning.models import Lesson
from notifications.models import Email
from tests import processes
from tests.faults.conftest import Note, scaled
from tests.faults.visitors import post
from tests.processes import Portal, Process, answers, wait_until
from tests.services import free_port

pytestmark = pytest.mark.skipif(
    not os.environ.get("DATABASE_URL", "").startswith("postgres"),
    reason="faults are injected on PostgreSQL",
)

LEARNERS = scaled(24, 120)
COMMENTS = ["First Comment Written", "3 Comments Written", "5 Comments Written"]
LESSONS = ["First Lesson Watched", "5 Lessons Watched"]


@contextmanager
def pages_of(portal: Portal) -> Iterator[str]:
    """Yield the host of a gunicorn with two processes of eight threads."""
    host = f"127.0.0.1:{free_port()}"
    options = ["-w", "2", "--threads", "8", "-b", host]
    command = [sys.executable, "-m", "gunicorn", *options, "config.wsgi:application"]
    pages = Process(command, portal.environment, portal.folder / "pages.log")
    try:
        wait_until(lambda: answers(host), what=pages.log)
        yield host
    finally:
        pages.kill()


def make_class(
    count: int, lessons_before: int, comments_before: int
) -> tuple[list[str], list[str]]:
    """Make learners who have done this much already; return their sessions and all lessons."""
    course = new_course(8)
    lessons = list(Lesson.objects.filter(course=course).order_by("position"))
    learners = [new_learner([course]) for _ in range(count)]
    start = timezone.now() - timedelta(minutes=1)
    for learner in learners:
        for number in range(lessons_before):
            at = start + timedelta(seconds=number)
            complete_lesson(learner=learner, lesson=lessons[number], at=at)
        for number in range(comments_before):
            at = start + timedelta(seconds=number)
            write_comment(author=learner, lesson=lessons[0], body="Hm", at=at)
    return [session_of(each)[1] for each in learners], [
        f"{each.get_absolute_url()}completion/" for each in lessons
    ]


def outcome() -> dict[str, list[int]]:
    """Return, by name, how many holders there are and how many unlocks; and all mails."""
    rows = [
        *AchievementUnlock.objects.values_list("achievement__name").annotate(
            Count("learner", distinct=True), Count("pk")
        ),
        *BadgeUnlock.objects.values_list("badge__name").annotate(
            Count("learner", distinct=True), Count("pk")
        ),
    ]
    mails = Email.objects.filter(topic="achievements")
    holders = mails.values("recipient").distinct().count()
    return {name: counts for name, *counts in rows} | {"mails": [holders, mails.count()]}


def burst(pool: ThreadPoolExecutor, host: str, session: str, lessons: Sequence[str]) -> list[int]:
    """Complete all these lessons at the same moment; return the statuses."""
    barrier = threading.Barrier(len(lessons), timeout=20)

    def complete(lesson: str) -> int:
        barrier.wait()
        return post(host, lesson, session).status

    return list(pool.map(complete, lessons))


@pytest.mark.parametrize(
    ("requests", "lessons_before", "comments_before", "names", "mails"),
    [
        pytest.param(2, 3, 0, LESSONS, 2, id="two-tabs"),
        pytest.param(8, 0, 5, [*COMMENTS, *LESSONS, "Intermediate"], 5, id="eight-tabs"),
    ],
)
def test_requests_that_cross_a_threshold_together_award_it_once(
    requests: int,
    lessons_before: int,
    comments_before: int,
    names: list[str],
    mails: int,
    tmp_path: Path,
    note: Note,
) -> None:
    with processes.portal(tmp_path) as portal, pages_of(portal) as host:
        sessions, lessons = portal.call(make_class, LEARNERS, lessons_before, comments_before)
        at_once = lessons[lessons_before:][:requests]

        with ThreadPoolExecutor(requests) as pool, ThreadPoolExecutor(1) as ward:
            # What is only half committed elsewhere must not look wrong.
            doctor = ward.submit(portal.doctor)
            statuses = [s for each in sessions for s in burst(pool, host, each, at_once)]
            doctor.result()

        found = portal.call(outcome)
        portal.doctor()

    told = found.pop("mails")
    note(learners=LEARNERS, at_once=requests, unlocks=sum(n for _, n in found.values()), mails=told)
    assert statuses == [303] * LEARNERS * requests
    assert found == {name: [LEARNERS, LEARNERS] for name in names}
    assert told == [LEARNERS, mails * LEARNERS]
