"""What one types is never lost."""

import pytest
from playwright.sync_api import Page, expect

from e2e.people import Person
from e2e.steps import (
    LESSON,
    comment,
    composer,
    open_first_lesson,
    post_elsewhere,
    wait_for_line,
    write_comment,
)
from e2e.windows import Windows

TEXT = "A thought that took a while"


@pytest.fixture
def lesson(windows: Windows, mary: Person) -> Page:
    """Mary's window at her first lesson."""
    page = windows.open(mary)
    open_first_lesson(page)
    wait_for_line(page)
    return page


def post(page: Page) -> None:
    page.get_by_role("button", name="Comment", exact=True).click()


def test_a_text_that_could_not_be_sent_is_kept(lesson: Page, windows: Windows) -> None:
    windows.tolerate("Failed to fetch", "ERR_INTERNET_DISCONNECTED", "WebSocket")
    composer(lesson).fill(TEXT)
    lesson.context.set_offline(True)

    post(lesson)

    expect(lesson.get_by_role("alert")).to_contain_text("offline")
    expect(composer(lesson)).to_have_value(TEXT)
    lesson.context.set_offline(False)
    lesson.reload()
    expect(composer(lesson)).to_have_value(TEXT)
    post(lesson)
    expect(comment(lesson, TEXT)).to_be_visible()
    lesson.reload()
    expect(composer(lesson)).to_have_value("")


def test_a_text_that_came_too_soon_is_kept(lesson: Page, windows: Windows) -> None:
    windows.tolerate("status of 429")
    for number in range(10):
        assert post_elsewhere(lesson, f"{LESSON}comments/", body=f"Remark {number}").ok
    composer(lesson).fill(TEXT)

    post(lesson)

    expect(lesson.get_by_role("alert")).to_contain_text("Your text is kept")
    expect(composer(lesson)).to_have_value(TEXT)
    lesson.reload()
    expect(composer(lesson)).to_have_value(TEXT)


def test_a_reply_and_a_change_are_kept_too(lesson: Page) -> None:
    write_comment(lesson, "Once more")
    said = comment(lesson, "Once more").first
    said.locator("summary", has_text="Reply").click()
    said.get_by_role("textbox", name="Your reply").fill(TEXT)
    said.get_by_role("link", name="Edit").click()
    lesson.get_by_role("textbox", name="Your comment").fill("Once more, and better")

    lesson.reload()

    expect(said.get_by_role("textbox", name="Your reply")).to_have_value(TEXT)
    said.get_by_role("link", name="Edit").click()
    field = lesson.get_by_role("textbox", name="Your comment")
    expect(field).to_have_value("Once more, and better")
    lesson.get_by_role("link", name="Cancel").click()
    said.get_by_role("link", name="Edit").click()
    expect(field).to_have_value("Once more")


def test_the_next_person_at_the_computer_does_not_read_it(
    lesson: Page, windows: Windows, emmy: Person
) -> None:
    composer(lesson).fill(TEXT)
    url = lesson.url.removesuffix(LESSON)
    cookie = {"name": "sessionid", "value": emmy.session, "url": url}

    lesson.context.add_cookies([cookie])  # type: ignore[list-item]
    open_first_lesson(lesson)

    expect(composer(lesson)).to_have_value("")
