"""Completions a second over HTTP, beside an empty page behind the same middleware."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from benchmarks.figures import Figure, percentile
from benchmarks.people import courses_of, new_learner, published_lessons
from benchmarks.urls import EMPTY
from benchmarks.visitors import Visitor, completion_path
from benchmarks.world import World

BENCH = "throughput"
CLIENTS = 4
ROUNDS = 2
WARM_UP = 20
LONGEST_SECONDS = 5.0

type Request = Callable[[], None]
# Of each turn: requests a second, and the milliseconds of each request.
type Results = list[tuple[float, list[float]]]
EMPTY_PAGE, FORM, FRAGMENT = "empty", "form", "fragment"


def measure(world: World) -> Iterator[Figure]:
    """Take turns: an empty page, completions as a form, an empty page, completions by htmx."""
    results: dict[str, Results] = defaultdict(list)
    count = world.runs(len(published_lessons_of(world)))
    with world.serve():
        work(world, EMPTY_PAGE, WARM_UP)
        for _ in range(ROUNDS):
            for kind in (EMPTY_PAGE, FORM, EMPTY_PAGE, FRAGMENT):
                results[kind].append(work(world, kind, count))
    for kind, name in ((FORM, "completion as a form"), (FRAGMENT, "completion by htmx")):
        yield from compared(name, results[kind], results[EMPTY_PAGE])


def compared(name: str, results: Results, empty: Results) -> Iterator[Figure]:
    """Set the completions beside the empty page."""
    yield Figure(
        BENCH,
        f"{name} ÷ empty page",
        rate(results) / rate(empty),
        "",
        0.4,
        is_minimum=True,
        floor=1,
        floor_name="the empty page, signed in",
        note=f"{CLIENTS} clients",
    )
    slow, floor = percentile(latencies(results), 95), percentile(latencies(empty), 95)
    yield Figure(BENCH, f"  {name}, a second", rate(results), "/s", floor=rate(empty))
    yield Figure(BENCH, f"  {name}, p95", slow, "ms", floor=floor)


def published_lessons_of(world: World) -> list[str]:
    """Return where the completions of the demo's lessons are posted."""
    world.prepare()
    return [completion_path(lesson) for lesson in published_lessons()]


def work(world: World, kind: str, count: int) -> tuple[float, list[float]]:
    """Let each client send so many requests; return the requests a second, and each one's ms."""
    jobs = [requests_of(world, kind, count) for _ in range(CLIENTS)]
    return together(jobs)


def requests_of(world: World, kind: str, count: int) -> list[Request]:
    """Return one new person's requests: the empty page over and over, or lesson after lesson."""
    visitor = Visitor(world.port, new_learner(courses_of(published_lessons())))
    paths = published_lessons_of(world)[:count]
    if kind == EMPTY_PAGE:
        paths = [f"/{EMPTY}"] * count
    return [partial(visitor.post, path, with_htmx=kind == FRAGMENT) for path in paths]


def together(jobs: Sequence[Sequence[Request]]) -> tuple[float, list[float]]:
    """Do the jobs at the same time, for a few seconds at most."""
    times: list[float] = []
    failures: list[Exception] = []

    def run(job: Sequence[Request]) -> None:
        try:
            for request in job:
                asked_at = time.perf_counter()
                if asked_at - started_at > LONGEST_SECONDS:
                    return
                request()
                times.append(1000 * (time.perf_counter() - asked_at))
        except Exception as error:  # noqa: BLE001  (raised again by the main thread)
            failures.append(error)

    threads = [threading.Thread(target=run, args=[job]) for job in jobs]
    started_at = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return len(times) / (time.perf_counter() - started_at), times


def rate(results: Results) -> float:
    """Return the requests a second over all rounds."""
    return sum(len(times) for _, times in results) / sum(
        len(times) / per_second for per_second, times in results
    )


def latencies(results: Results) -> list[float]:
    """Return the milliseconds of all requests of all rounds."""
    return [ms for _, times in results for ms in times]
