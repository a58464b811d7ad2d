"""Every page that links lead to is there, quiet, and open to everybody's eyes and hands."""

from collections import defaultdict

import pytest

from e2e.crawl import (
    faults_of,
    lessons_of_all_courses,
    make_of,
    one_of_each_kind,
    pages_too_wide,
    reachable_pages,
)
from e2e.steps import sign_in_as
from e2e.windows import Windows

# Not ours: it comes with django-ninja.
API_DOCS = "/api/docs"


@pytest.fixture(scope="module")
def seen() -> dict[str, set[str]]:
    """What pages of each kind were made of so far: only what is new is looked at."""
    return defaultdict(set)


@pytest.mark.parametrize("name", ["Margaret", "Ada", "Linus", ""])
def test_every_kind_of_page_is_free_of_errors_and_barriers(
    windows: Windows, seen: dict[str, set[str]], name: str
) -> None:
    # The browser refuses even the test's own scripts in the frame that shows a mail.
    windows.tolerate("status of 403", "Blocked script execution in")
    page = windows.open(is_traced=False)
    if name:
        sign_in_as(page, name)
    pages = one_of_each_kind(reachable_pages(page))
    found = {}

    for kind, (path, html) in pages.items():
        if make_of(html) <= seen[kind]:
            continue
        seen[kind] |= make_of(html)
        page.goto(path)
        found[path] = faults_of(page) if path != API_DOCS else []

    print(f"{name or 'signed out'}: {len(found)} of {len(pages)} pages looked at")
    assert len(pages) > 5
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_no_lesson_has_to_be_scrolled_sideways(windows: Windows) -> None:
    page = windows.open(is_traced=False)
    sign_in_as(page, "Margaret")
    lessons = lessons_of_all_courses(page)
    page.goto(lessons[0])

    assert len(lessons) > 50
    assert pages_too_wide(page, lessons) == []


@pytest.mark.parametrize("path", ["/nowhere/", "/courses/?q=zebra", "/courses/?q=git"])
def test_pages_without_a_link_are_free_of_barriers(windows: Windows, path: str) -> None:
    windows.tolerate("status of 404")
    page = windows.open()

    page.goto(path)

    assert faults_of(page) == []
