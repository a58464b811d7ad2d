"""Every page that links lead to is there, quiet, and open to everybody's eyes and hands."""

import pytest

from e2e.crawl import (
    faults_of,
    lessons_of_all_courses,
    one_of_each_kind,
    reachable_pages,
    too_wide,
)
from e2e.steps import sign_in_as
from e2e.windows import Windows

# Not ours: it comes with django-ninja.
API_DOCS = "/api/docs"


# They are the same for everybody who is signed in.
ACCOUNT = "/accounts/"


@pytest.mark.parametrize("name", ["", "Ada", "Margaret", "Linus"])
def test_every_kind_of_page_is_free_of_errors_and_barriers(windows: Windows, name: str) -> None:
    # The browser refuses even the test's own scripts in the frame that shows a mail.
    windows.tolerate("status of 403", "Blocked script execution in")
    page = windows.open(is_traced=False)
    if name:
        sign_in_as(page, name)
    paths = one_of_each_kind(reachable_pages(page))
    found = {}

    for path in paths:
        if name in {"", "Ada"} or not path.startswith(ACCOUNT):
            page.goto(path)
            found[path] = faults_of(page) if path != API_DOCS else []

    assert len(found) > 5
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_no_lesson_has_to_be_scrolled_sideways(windows: Windows) -> None:
    page = windows.open(is_traced=False)
    sign_in_as(page, "Margaret")
    lessons = lessons_of_all_courses(page)
    found = {}

    for path in lessons:
        page.goto(path, wait_until="domcontentloaded")
        found[path] = too_wide(page)

    assert len(lessons) > 50
    assert {path: sizes for path, sizes in found.items() if sizes} == {}


@pytest.mark.parametrize("path", ["/nowhere/", "/courses/?q=zebra", "/courses/?q=git"])
def test_pages_without_a_link_are_free_of_barriers(windows: Windows, path: str) -> None:
    windows.tolerate("status of 404")
    page = windows.open()

    page.goto(path)

    assert faults_of(page) == []
