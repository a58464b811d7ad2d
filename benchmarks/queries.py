"""How many SQL statements an act or a page costs, transaction control included, at two sizes."""

from collections.abc import Callable, Iterator

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from benchmarks.figures import Figure
from benchmarks.people import (
    add_facts,
    client_of,
    courses_of,
    new_course,
    new_learner,
    published_lessons,
)
from benchmarks.processes import HOST, BenchError
from benchmarks.urls import EMPTY, EMPTY_FOR_ALL
from benchmarks.world import World
from learning import actions
from learning.models import Course, Lesson

BENCH = "queries"
COMMENTS_OF_A_MASTER = 20

type Act = Callable[[], object]


def measure(world: World) -> Iterator[Figure]:
    """Count the statements of the acts and pages that are used most."""
    world.prepare()
    yield from completions()
    yield from endpoint()
    yield from lesson_pages()
    yield from catalogue()


def statements(act: Act) -> int:
    """Return how many statements the act sends, BEGIN and COMMIT among them."""
    connection.ensure_connection()
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def figure(name: str, act: Act, budget: int, floor: int, floor_name: str) -> Figure:
    """Measure one act."""
    return Figure(BENCH, name, statements(act), "", budget, floor=floor, floor_name=floor_name)


def completions() -> Iterator[Figure]:
    """Complete a lesson that unlocks nothing, one thing and many, early and late."""
    lessons = published_lessons()
    floor = statements(one_insert(new_learner(), lessons[0].course))
    for name, budget, before, comment_count in (
        ("without unlock, 2nd lesson", 7, 1, 0),
        ("without unlock, 52nd lesson", 7, 51, 0),
        ("1 unlock, 1st lesson", 15, 0, 0),
        ("1 unlock, 50th lesson", 15, 49, 0),
        ("2 unlocks at once", 15, -4, 0),
        ("10 unlocks and 3 badges at once", 15, -49, COMMENTS_OF_A_MASTER),
    ):
        learner = learner_with(lessons, before, comment_count)
        at = abs(before)
        yield figure(
            f"completion {name}", completion(learner, lessons[at]), budget, floor, "one insert"
        )


def learner_with(lessons: list[Lesson], before: int, comment_count: int) -> User:
    """Return a learner with so many lessons done; below zero, nothing was unlocked for them."""
    learner = new_learner(courses_of(lessons))
    add_facts(learner, lessons[: abs(before)], comment_count)
    if before > 0:
        # The last of them again, through the front door: unlocks what they all have earned.
        actions.undo_completion(learner=learner, lesson=lessons[before - 1])
        completion(learner, lessons[before - 1])()
    return learner


def completion(learner: User, lesson: Lesson) -> Act:
    """Return the act of completing the lesson."""
    return lambda: actions.complete_lesson(learner=learner, lesson=lesson, at=timezone.now())


def one_insert(learner: User, course: Course) -> Act:
    """Return the act of writing one row in a transaction: what recording anything costs."""

    @transaction.atomic
    def insert() -> None:
        course.enrolments.create(learner=learner, enrolled_at=timezone.now())

    return insert


def visit(client: Client, path: str) -> Act:
    """Return the act of fetching a page, once it has been fetched before; BenchError unless 200."""

    def fetch() -> None:
        status = client.get(path).status_code
        if status != 200:
            raise BenchError(f"{path} answered {status}")

    fetch()
    return fetch


def empty_page() -> int:
    """Return what an empty page costs somebody signed in."""
    return statements(visit(client_of(new_learner()), f"/{EMPTY}"))


def endpoint() -> Iterator[Figure]:
    """Ask for the achievements of a new and of a finished learner."""
    stranger = Client(headers={"host": HOST})
    floor = statements(visit(stranger, f"/{EMPTY_FOR_ALL}"))
    lessons = published_lessons()
    master = learner_with(lessons, -50, COMMENTS_OF_A_MASTER)
    completion(master, lessons[50])()
    for name, learner in (("a new learner", new_learner()), ("a Master", master)):
        act = visit(stranger, f"/api/users/{learner.username}/achievements")
        yield figure(f"endpoint, {name}", act, 3, floor, "an empty view")


def lesson_pages() -> Iterator[Figure]:
    """Open a lesson of a small and of a large course."""
    floor = empty_page()
    for lesson_count, comment_count in ((3, 0), (60, 60)):
        course = new_course(lesson_count, comment_count=comment_count)
        client = client_of(new_learner([course]))
        path = f"/courses/{course.slug}/lessons/lesson-0/"
        name = f"lesson page, {lesson_count} lessons, {comment_count} comments"
        yield figure(name, visit(client, path), 12, floor, "an empty page, signed in")


def catalogue() -> Iterator[Figure]:
    """Open the catalogue with few and with many courses."""
    floor = empty_page()
    client = client_of(new_learner([published_lessons()[0].course]))
    for more in (0, 40):
        for _ in range(more):
            new_course(2)
        name = f"catalogue, {Course.objects.published().count()} courses"
        yield figure(name, visit(client, "/courses/"), 6, floor, "an empty page, signed in")
