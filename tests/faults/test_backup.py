"""A backup that is taken while people learn is whole: the doctor finds nothing wrong in it.

The commands are those of docs/operating.md, word by word.
"""

import os
import random
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from gamification.models import AchievementUnlock
from learning.models import Completion
from tests import binaries, processes
from tests.faults.conftest import Note, scaled
from tests.faults.learners import make_learners
from tests.faults.visitors import Visitor, studying
from tests.processes import Portal, fresh_database, wait_until

LEARNERS = 6
LESSONS = scaled(100, 300)
BACKUPS = scaled(1, 5)
MANUAL = processes.ROOT / "docs" / "operating.md"


def manual(start: str) -> str:
    """Return the command of the manual that begins with these words."""
    [command] = [line for line in MANUAL.read_text().splitlines() if line.startswith(start)]
    return command


def do(command: str, folder: Path, **environment: str) -> None:
    """Run a command of the manual in the folder."""
    done = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def counts() -> dict[str, int]:
    """Count completions and unlocks; each completion unlocks one achievement."""
    return {
        "completions": Completion.objects.count(),
        "unlocks": AchievementUnlock.objects.count(),
    }


def acknowledged(visitors: list[Visitor]) -> int:
    """Return how many completions were acknowledged so far."""
    return sum(visitor.completed for visitor in visitors)


def go_on(visitors: list[Visitor]) -> int:
    """Wait until each has completed some more lessons; return how many completions there are."""
    target = acknowledged(visitors) + 5 * len(visitors)
    wait_until(lambda: acknowledged(visitors) >= target)
    return acknowledged(visitors)


def check(url: str, portal: Portal, folder: Path) -> int:
    """Look at a restored database; return how many completions it has."""
    folder.mkdir()
    # As the manual says, the key is kept: it signs the tasks of the queue.
    restored = Portal(folder, url, {"SECRET_KEY": portal.environment["SECRET_KEY"]})
    restored.doctor()
    found = restored.call(counts)
    assert found["unlocks"] == found["completions"]
    return found["completions"]


@pytest.mark.skipif(
    not os.environ.get("DATABASE_URL", "").startswith("postgres"), reason="needs PostgreSQL"
)
def test_a_dump_under_load_is_restored_elsewhere_whole(
    tmp_path: Path, chance: random.Random, note: Note
) -> None:
    folder = binaries.find_postgres(tmp_path, None)
    if not (folder / "pg_dump").exists():
        pytest.skip("this PostgreSQL comes without pg_dump")
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    with processes.portal(tmp_path) as portal, ExitStack() as stack:
        sessions, lessons = portal.call(make_learners, LEARNERS, LESSONS)
        host = portal.start_server().host
        visitors = stack.enter_context(studying(host, sessions, lessons, chance))
        for number in range(BACKUPS):
            url = stack.enter_context(fresh_database(tmp_path))
            before = go_on(visitors)

            do(
                manual("pg_dump"),
                tmp_path,
                PATH=path,
                DATABASE_URL=portal.environment["DATABASE_URL"],
            )
            do(manual("pg_restore"), tmp_path, PATH=path, DATABASE_URL=url)

            after = go_on(visitors)
            found = check(url, portal, tmp_path / f"restored-{number}")
            note(before=before, in_the_backup=found, after=after)
            assert before <= found < after


def test_a_copy_of_the_file_under_load_is_restored_whole(
    tmp_path: Path, chance: random.Random, note: Note
) -> None:
    folder = tmp_path / "elsewhere"
    (folder / "var").mkdir(parents=True)
    (folder / ".venv").mkdir()
    (folder / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    portal = Portal(tmp_path, f"sqlite:///{folder / 'var' / 'laurel.sqlite3'}", {"REDIS_URL": ""})
    try:
        sessions, lessons = portal.call(make_learners, LEARNERS, LESSONS)
        host = portal.start_server().host
        with studying(host, sessions, lessons, chance) as visitors:
            before = go_on(visitors)

            do(manual(".venv/bin/python -c"), folder)

            after = go_on(visitors)
    finally:
        portal.kill_all()
    do(manual("cp laurel-backup"), folder)
    found = check(portal.environment["DATABASE_URL"], portal, tmp_path / "restored")
    note(before=before, in_the_backup=found, after=after)
    assert before <= found < after
