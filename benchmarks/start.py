"""How long until the first page: after a fresh clone, and when all is set up."""

import shutil
import statistics
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.processes import (
    ROOT,
    BenchError,
    bare_server,
    running,
    status_of,
    wait_until_answering,
)
from benchmarks.world import World, callers_environment

BENCH = "start"
FRESH, SET_UP = "first page after a fresh clone", "first page when set up"
FRESH_PATIENCE = 100.0


def measure(world: World) -> Iterator[Figure]:
    """Clone the last commit, run it, and run it again."""
    checkout = world.folder / "laurel"
    started_at = time.monotonic()
    try:
        clone(checkout)
        packages_at, answered_at = first_page(world, checkout)
    except BenchError as error:
        yield Figure(BENCH, FRESH, None, "s", 15, note=str(error))
        return
    yield Figure(
        BENCH,
        FRESH,
        answered_at - started_at,
        "s",
        15,
        floor=packages_at - started_at,
        floor_name="the clone and its packages alone",
    )
    yield again(world, checkout)


def clone(target: Path) -> None:
    """Clone this checkout's last commit; BenchError where it is not a repository."""
    if not shutil.which("git") or not (ROOT / ".git").exists():
        raise BenchError("this is not a git checkout")
    command = ["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(target)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        raise BenchError(done.stderr.strip()[-200:])


def first_page(world: World, checkout: Path) -> tuple[float, float]:
    """Run the checkout; return when its packages were there and when its first page was."""
    log, stamp = world.log("fresh"), checkout / ".venv" / ".laurel"
    environment = callers_environment() | {"PORT": str(world.port)}
    packages_at = 0.0
    deadline = time.monotonic() + FRESH_PATIENCE
    with running(["./laurel", "run"], environment, log, checkout) as process:
        while status_of(world.port, "/") != 200:
            if process.poll() is not None or time.monotonic() > deadline:
                raise BenchError(f"the clone did not start: {log.read_text()[-200:].strip()}")
            if not packages_at and stamp.exists():
                packages_at = time.monotonic()
            time.sleep(0.01)
        return packages_at, time.monotonic()


def again(world: World, checkout: Path) -> Figure:
    """Run the checkout a few times more; return the median."""
    environment = callers_environment() | {"PORT": str(world.port)}
    times, floors = [], []
    for _ in range(world.runs(3)):
        started_at = time.monotonic()
        with bare_server(world.port, environment, world.log("bare")):
            floors.append(time.monotonic() - started_at)
        started_at = time.monotonic()
        with running(["./laurel", "run"], environment, world.log("again"), checkout) as process:
            wait_until_answering(process, world.port, world.log("again"))
            times.append(time.monotonic() - started_at)
    floor = statistics.median(floors)
    name = "an empty Django on daphne"
    note = f"median of {len(times)}"
    median = statistics.median(times)
    return Figure(BENCH, SET_UP, median, "s", 3, floor=floor, floor_name=name, note=note)
