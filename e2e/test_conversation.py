"""Below a lesson nothing jumps, and the focus stays with what one did."""

import pytest
from playwright.sync_api import Page, expect

from e2e.people import Person
from e2e.steps import (
    comment,
    composer,
    open_first_lesson,
    take_part,
    wait_for_line,
    write_comment,
)
from e2e.stillness import top
from e2e.windows import Windows


@pytest.fixture
def lesson(windows: Windows, mary: Person) -> Page:
    """Mary's window at her first lesson."""
    page = windows.open(mary)
    open_first_lesson(page)
    wait_for_line(page)
    return page


@pytest.fixture
def busy(windows: Windows, mary: Person, busy_lesson: str) -> Page:
    """Mary's window at a lesson with many comments."""
    page = windows.open(mary)
    take_part(page)
    page.goto(busy_lesson)
    wait_for_line(page)
    return page


def test_a_deleted_comment_comes_back_in_its_place(lesson: Page) -> None:
    write_comment(lesson, "Rashly said.")
    said = comment(lesson, "Rashly said.")
    place = top(said)

    said.get_by_role("button", name="Delete").click()
    undo = lesson.get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    expect(undo).to_have_accessible_description(
        "Comment deleted. For ten minutes you can change your mind."
    )
    lesson.keyboard.press("Enter")

    expect(said).to_be_visible()
    assert abs(top(said) - place) < 2
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


def test_what_was_loaded_and_typed_stays_when_one_writes(busy: Page) -> None:
    busy.get_by_role("link", name="Show earlier comments").click()
    asked = comment(busy, "Remark 39")
    asked.locator("summary", has_text="Reply").click()
    asked.get_by_role("textbox", name="Your reply").fill("Half a reply")

    write_comment(busy, "A whole comment")

    expect(asked.get_by_role("textbox", name="Your reply")).to_have_value("Half a reply")
    expect(composer(busy)).to_have_value("")
