"""Nothing moves under the reader's eye: not while a page loads, nor by what one does in it."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from e2e.people import Person
from e2e.steps import (
    COURSE,
    LESSON,
    VIDEO_LESSON,
    comment,
    complete,
    complete_elsewhere,
    composer,
    open_first_lesson,
    settle,
    sign_in_as,
    take_part,
    toasts,
    wait_for_line,
    write_comment,
)
from e2e.stillness import PHONE, assert_no_shift, note_shifts, nothing_moves
from e2e.windows import Windows

OTHER_COURSE = "/courses/sql-by-questions/"
PAGES = [("", "/"), ("", COURSE)] + [
    ("Margaret", path) for path in ("/", COURSE, LESSON, VIDEO_LESSON, "/achievements/")
]


@pytest.fixture(params=["phone", "desktop"])
def lesson(request: pytest.FixtureRequest, windows: Windows, mary: Person) -> Page:
    """Mary's window at her first lesson, small or large."""
    page = windows.open(mary, **(PHONE if request.param == "phone" else {}))
    note_shifts(page)
    open_first_lesson(page)
    settle(page)
    return page


@pytest.mark.parametrize(("name", "path"), PAGES)
def test_a_page_that_loads_on_a_slow_line_shifts_nothing(
    windows: Windows, name: str, path: str
) -> None:
    page = windows.open(is_traced=False, **PHONE)
    if name:
        sign_in_as(page, name)
    note_shifts(page, is_slow=True)

    page.goto(path, wait_until="networkidle")

    assert_no_shift(page)


def test_a_toast_that_arrives_shifts_nothing(lesson: Page) -> None:
    with nothing_moves(lesson.get_by_role("heading", level=1)):
        complete_elsewhere(lesson)
        expect(toasts(lesson)).to_be_visible()

    assert_no_shift(lesson)


def test_completing_leaves_the_text_and_the_button_in_their_places(lesson: Page) -> None:
    button = lesson.locator("#lesson-action")
    button.scroll_into_view_if_needed()
    last_words = lesson.locator("main .prose").first.locator(":scope > :last-child")

    with nothing_moves(last_words, button):
        complete(lesson)
        expect(toasts(lesson)).to_be_visible()

    assert_no_shift(lesson, after_input=True)


def test_a_comment_comes_where_it_was_written_and_moves_nothing_above(
    lesson: Page, mary: Person
) -> None:
    above, written = (f"{mary.username} writes {place}." for place in ("above", "below"))
    write_comment(lesson, above)

    with nothing_moves(comment(lesson, above)):
        write_comment(lesson, written)

    expect(comment(lesson, written)).to_be_in_viewport()
    assert_no_shift(lesson, after_input=True)


def test_a_deleted_comment_leaves_its_neighbours_in_their_places(
    lesson: Page, mary: Person
) -> None:
    staying, going = (f"{mary.username} {does}." for does in ("stays", "goes"))
    for text in (staying, going):
        write_comment(lesson, text)
    kept, gone = comment(lesson, staying), comment(lesson, going)

    with nothing_moves(kept, composer(lesson)):
        gone.get_by_role("button", name="Delete").click()
        expect(lesson.get_by_role("button", name="Undo")).to_be_focused()

    assert_no_shift(lesson, after_input=True)


@pytest.mark.parametrize("profile", [PHONE, {}], ids=["phone", "desktop"])
def test_earlier_comments_come_without_a_jump(
    windows: Windows, mary: Person, busy_lesson: str, profile: dict[str, Any]
) -> None:
    page = windows.open(mary, **profile)
    note_shifts(page)
    take_part(page)
    page.goto(busy_lesson)
    wait_for_line(page)
    earlier = page.get_by_role("link", name="Show earlier comments")
    earlier.scroll_into_view_if_needed()

    with nothing_moves(comment(page, "Remark 40")):
        earlier.press("Enter")
        above = comment(page, "Remark 39")
        expect(above.locator(".comment__body")).to_be_focused()

    expect(page.locator("#comments").get_by_role("article")).to_have_count(60)
    assert_no_shift(page, after_input=True)


def test_enrolling_leaves_the_outline_in_its_place(windows: Windows, mary: Person) -> None:
    page = windows.open(mary)
    note_shifts(page)
    page.goto(OTHER_COURSE)

    title, section = (page.get_by_role("heading", level=level).first for level in (1, 3))

    with nothing_moves(title, section):
        page.get_by_role("button", name="Enrol").click()
        expect(page.get_by_role("link", name="Start the first lesson")).to_be_visible()

    assert_no_shift(page, after_input=True)
