"""Impatient fingers: what is sent many times counts once."""

import pytest
from playwright.sync_api import Page, expect

from e2e.people import Person
from e2e.steps import COURSE, LESSON, complete, complete_button, open_first_lesson
from e2e.windows import Windows


@pytest.fixture
def lesson(windows: Windows, mary: Person) -> Page:
    """Mary's window at her first lesson."""
    page = windows.open(mary)
    open_first_lesson(page)
    return page


def expect_one_completion(lesson: Page) -> None:
    """Look where completions are counted, and at the mails, in a new window."""
    page = lesson.context.new_page()
    page.goto(COURSE)
    progress = page.get_by_role("complementary", name="Your progress")
    expect(progress).to_contain_text("1 of ")
    page.goto("/achievements/")
    lessons = page.get_by_role("region", name="Lessons Watched")
    expect(lessons).to_contain_text("1 so far")
    page.goto("/notifications/emails/")
    expect(page.get_by_role("listitem").filter(has_text="First Lesson Watched")).to_have_count(1)


def test_a_double_click_completes_once(lesson: Page) -> None:
    with lesson.expect_response("**/completion/"):
        complete_button(lesson).dblclick()

    expect_one_completion(lesson)


def test_pressing_enter_ten_times_completes_once(lesson: Page) -> None:
    complete_button(lesson).focus()

    with lesson.expect_response("**/completion/"):
        for _ in range(10):
            lesson.keyboard.press("Enter")

    expect_one_completion(lesson)


def test_sending_the_form_of_an_old_page_again_completes_once(
    windows: Windows, mary: Person
) -> None:
    lesson = windows.open(mary, java_script_enabled=False)
    open_first_lesson(lesson)
    old = lesson.context.new_page()
    old.goto(LESSON)
    complete(lesson)

    complete(old)

    expect_one_completion(old)


def test_going_back_after_completing_shows_no_old_form(lesson: Page) -> None:
    complete(lesson)
    lesson.get_by_role("region", name="Finish this lesson").get_by_role("link").click()
    expect(complete_button(lesson)).to_be_visible()

    lesson.go_back()

    expect(lesson.get_by_text("Lesson complete")).to_be_visible()
    expect(complete_button(lesson)).to_have_count(0)
