"""A portal, a browser, and people who sit down at it."""

import json
import re
from collections.abc import Generator, Iterator

import pytest
from playwright.sync_api import Browser, expect

from e2e.people import Person
from e2e.portal import Portal, portal
from e2e.steps import COURSE
from e2e.windows import Windows, chromium

PEOPLE = 180
LESSONS_TO_TALK_ABOUT = iter(["what-a-merge-decides", "rebase-makes-copies"])
HAS_FAILED = pytest.StashKey[bool]()

expect.set_options(timeout=10_000)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash[HAS_FAILED] = item.stash.get(HAS_FAILED, False) or report.failed
    return report


@pytest.fixture(scope="session")
def laurel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The portal with the demo in it."""
    with portal(tmp_path_factory.mktemp("portal")) as started:
        yield started


@pytest.fixture(scope="module")
def busy_lesson(laurel: Portal) -> str:
    """The address of a lesson, for this file alone, with more comments than two pages show."""
    slug = next(LESSONS_TO_TALK_ABOUT)
    laurel.ask("e2e.doors", "talk", slug, "70")
    return f"{COURSE}lessons/{slug}/"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser."""
    with chromium() as launched:
        yield launched


@pytest.fixture
def windows(laurel: Portal, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Windows]:
    """What opens windows. Errors in any of them fail the test; its traces are kept then."""
    opened = Windows(browser, laurel.url)
    yield opened
    problems = opened.found()
    has_failed = request.node.stash[HAS_FAILED] or bool(problems)
    opened.close(re.sub(r"\W+", "-", request.node.name) if has_failed else None)
    assert problems == []


@pytest.fixture(scope="session")
def people(laurel: Portal) -> dict[str, Iterator[Person]]:
    """New learners by name, each of them for one test."""
    made = [Person(**each) for each in json.loads(laurel.ask("e2e.people", str(PEOPLE)))]
    names = {person.name for person in made}
    return {name: iter([person for person in made if person.name == name]) for name in names}


@pytest.fixture
def mary(people: dict[str, Iterator[Person]]) -> Person:
    """A learner who has done nothing yet."""
    return next(people["Mary"])


@pytest.fixture
def emmy(people: dict[str, Iterator[Person]]) -> Person:
    """Another learner who has done nothing yet."""
    return next(people["Emmy"])
