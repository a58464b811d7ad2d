"""Learners talk below a lesson."""

import pytest
from playwright.sync_api import Page, expect

from e2e.people import Person
from e2e.steps import (
    comment,
    composer,
    open_first_lesson,
    toasts,
    unread_count,
    wait_for_line,
    write_comment,
)
from e2e.windows import Windows


@pytest.fixture
def lesson(windows: Windows, mary: Person) -> Page:
    """Mary's window at her first lesson, where she has said nothing yet."""
    page = windows.open(mary)
    open_first_lesson(page)
    wait_for_line(page)
    return page


def test_a_reply_reaches_the_one_who_is_answered_at_once(
    lesson: Page, windows: Windows, emmy: Person
) -> None:
    write_comment(lesson, f"Who counted the digits? {lesson.title()}")
    other = windows.open(emmy)
    open_first_lesson(other)
    asked = comment(other, "Who counted the digits?")
    asked.locator("summary", has_text="Reply").click()

    asked.get_by_role("textbox", name="Your reply").fill("I did, twice.")
    asked.get_by_role("button", name="Reply", exact=True).click()

    expect(asked.get_by_role("article")).to_contain_text("I did, twice.")
    told = toasts(lesson).filter(has_text="Emmy replied to you")
    expect(told).to_contain_text("I did, twice.")
    expect(unread_count(lesson)).to_have_attribute("data-unread-count", "2")
    told.get_by_role("link", name="Read the reply").click()
    expect(comment(lesson, "I did, twice.").last).to_be_in_viewport()


def test_the_author_changes_a_comment_in_its_place(lesson: Page) -> None:
    write_comment(lesson, "Is a tree a blob?")
    comment(lesson, "Is a tree a blob?").get_by_role("link", name="Edit").click()

    lesson.get_by_role("textbox", name="Your comment").fill("Is a tree an object, too?")
    lesson.get_by_role("button", name="Save").click()

    expect(comment(lesson, "Is a tree an object, too?")).to_contain_text("edited")
    expect(comment(lesson, "Is a tree a blob?")).to_have_count(0)


def test_the_author_thinks_again_and_leaves_the_comment_as_it_is(lesson: Page) -> None:
    write_comment(lesson, "Is a blob a file?")
    comment(lesson, "Is a blob a file?").get_by_role("link", name="Edit").click()
    lesson.get_by_role("textbox", name="Your comment").fill("Never mind")

    lesson.get_by_role("link", name="Cancel").click()

    expect(comment(lesson, "Is a blob a file?")).not_to_contain_text("edited")


def test_the_author_deletes_a_comment(lesson: Page) -> None:
    write_comment(lesson, "First!")
    written = comment(lesson, "First!")
    written.get_by_role("button", name="Delete").click()

    expect(written).to_have_count(0)
    lesson.reload()
    expect(written).to_have_count(0)


def test_others_have_no_way_to_change_a_comment(
    lesson: Page, windows: Windows, emmy: Person
) -> None:
    write_comment(lesson, "This one is mine.")
    other = windows.open(emmy)

    open_first_lesson(other)

    shown = comment(other, "This one is mine.")
    expect(shown.get_by_role("link", name="Edit")).to_have_count(0)
    expect(shown.get_by_role("button", name="Delete")).to_have_count(0)


def test_what_was_typed_is_there_after_a_reload_until_it_is_posted(lesson: Page) -> None:
    composer(lesson).fill("A thought that is not")
    lesson.reload()
    expect(composer(lesson)).to_have_value("A thought that is not")

    write_comment(lesson, "A thought that is not lost")

    expect(composer(lesson)).to_have_value("")
    lesson.reload()
    expect(composer(lesson)).to_have_value("")


def test_a_refused_comment_stays_in_its_field(lesson: Page, windows: Windows) -> None:
    windows.tolerate("status of 422")
    composer(lesson).fill("   \n ")

    lesson.get_by_role("button", name="Comment", exact=True).click()

    expect(lesson.get_by_role("alert")).to_be_visible()
    expect(composer(lesson)).to_have_attribute("aria-invalid", "true")
