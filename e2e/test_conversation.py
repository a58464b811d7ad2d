"""Below a lesson nothing jumps, and the focus stays with what one did."""

import pytest
from playwright.sync_api import Page, expect

from e2e.people import Person
from e2e.portal import Portal
from e2e.steps import (
    COURSE,
    comment,
    composer,
    enrol,
    open_first_lesson,
    wait_for_line,
    write_comment,
)
from e2e.test_player import top_of
from e2e.windows import Windows

BUSY = "what-a-merge-decides"


@pytest.fixture
def lesson(windows: Windows, mary: Person) -> Page:
    """Mary's window at her first lesson."""
    page = windows.open(mary)
    open_first_lesson(page)
    wait_for_line(page)
    return page


@pytest.fixture(scope="module")
def thread(laurel: Portal) -> None:
    """More comments than a page shows under one of the lessons."""
    laurel.ask("e2e.thread", BUSY, "70")


@pytest.fixture
def busy(windows: Windows, mary: Person, thread: None) -> Page:
    """Mary's window at this lesson."""
    page = windows.open(mary)
    enrol(page)
    page.goto(f"{COURSE}lessons/{BUSY}/")
    wait_for_line(page)
    return page


def test_a_deleted_comment_comes_back_in_its_place(lesson: Page) -> None:
    write_comment(lesson, "Rashly said.")
    said = comment(lesson, "Rashly said.")
    place = top_of(said)

    said.get_by_role("button", name="Delete").click()
    undo = lesson.get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    expect(undo).to_have_accessible_description(
        "Comment deleted. For ten minutes you can change your mind."
    )
    lesson.keyboard.press("Enter")

    expect(said).to_be_visible()
    assert abs(top_of(said) - place) < 2
    expect(said.locator(".comment__body")).to_be_focused()


def test_the_focus_stays_with_what_one_did(lesson: Page) -> None:
    write_comment(lesson, "One thing.")
    said = comment(lesson, "One thing.")
    expect(said.locator(".comment__body")).to_be_focused()
    said.get_by_role("link", name="Edit").press("Enter")
    field = lesson.get_by_role("textbox", name="Your comment")
    expect(field).to_be_focused()

    lesson.get_by_role("link", name="Cancel").press("Enter")

    expect(said.locator(".comment__body")).to_be_focused()
    said.get_by_role("link", name="Edit").press("Enter")
    field.fill("Another thing.")
    lesson.get_by_role("button", name="Save").press("Enter")
    expect(comment(lesson, "Another thing.").locator(".comment__body")).to_be_focused()


def test_earlier_comments_come_in_without_moving_the_others(busy: Page) -> None:
    earlier = busy.get_by_role("link", name="Show earlier comments")
    first = comment(busy, "Remark 40")
    earlier.scroll_into_view_if_needed()
    place = top_of(first)

    earlier.press("Enter")

    above = comment(busy, "Remark 39")
    expect(above.locator(".comment__body")).to_be_focused()
    assert abs(top_of(first) - place) < 2
    expect(busy.get_by_role("article")).to_have_count(60)


def test_what_was_loaded_and_typed_stays_when_one_writes(busy: Page) -> None:
    busy.get_by_role("link", name="Show earlier comments").click()
    asked = comment(busy, "Remark 39")
    asked.locator("summary", has_text="Reply").click()
    asked.get_by_role("textbox", name="Your reply").fill("Half a reply")

    write_comment(busy, "A whole comment")

    expect(asked.get_by_role("textbox", name="Your reply")).to_have_value("Half a reply")
    expect(composer(busy)).to_have_value("")
