"""What web server and worker hold while nobody asks for anything."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.people import article, new_learner
from benchmarks.processes import bare_server
from benchmarks.visitors import Visitor
from benchmarks.world import World

BENCH = "memory"
KIB_PER_MB = 1024
PROC = Path("/proc")


def measure(world: World) -> Iterator[Figure]:
    """Visit a few pages, wait, and add up what every process of the portal holds."""
    name = "web and worker, idle"
    if not (PROC / "self" / "smaps_rollup").exists():
        yield Figure(BENCH, name, None, "MB", 250, note="needs Linux's smaps_rollup")
        return
    with world.serve() as supervisor:
        visit(world)
        time.sleep(3)
        services, parents = family(supervisor)
        used, resident = held(services, "Pss"), held(services, "Rss")
        parent = held(parents, "Pss")
    with bare_server(world.port, world.environment, world.log("bare")) as process:
        floor = held([process.pid], "Pss")
    note = f"PSS of {len(services)} processes"
    floor_name = "an empty Django on daphne"
    yield Figure(BENCH, name, used, "MB", 250, floor=floor, floor_name=floor_name, note=note)
    yield Figure(BENCH, "  the same as RSS", resident, "MB", note="counts shared pages repeatedly")
    yield Figure(BENCH, "supervisor and its guard", parent, "MB", note="PSS, beside the above")


def visit(world: World) -> None:
    """Look at the pages that everybody looks at."""
    lesson = article()
    visitor = Visitor(world.port, new_learner([lesson.course]))
    for path in ("/", "/courses/", lesson.get_absolute_url(), "/achievements/"):
        visitor.get(path)


def family(supervisor: subprocess.Popen[bytes]) -> tuple[list[int], list[int]]:
    """Return the process ids of web and worker with all below them; then of what keeps them."""
    services: list[int] = []
    others = [supervisor.pid]
    for pid in children(supervisor.pid):
        line = (PROC / str(pid) / "cmdline").read_text()
        is_service = "daphne" in line or "qcluster" in line
        (services if is_service else others).extend(with_descendants(pid))
    return services, others


def children(pid: int) -> list[int]:
    """Return the ids of a process's children."""
    files = (PROC / str(pid) / "task").glob("*/children")
    return [int(child) for file in files for child in file.read_text().split()]


def with_descendants(pid: int) -> list[int]:
    """Return the id and those of all processes below."""
    return [pid, *(found for child in children(pid) for found in with_descendants(child))]


def held(pids: list[int], kind: str) -> float:
    """Return the processes' sum of ``Pss`` or ``Rss``, in MB of 1,024 KiB."""
    return (
        sum(
            int(line.split()[1])
            for pid in pids
            for line in (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
            if line.startswith(f"{kind}:")
        )
        / KIB_PER_MB
    )
