"""The bell opens a panel with the latest notices, and nothing in it leads away unasked."""

import pytest
from playwright.sync_api import Page, expect

from e2e.crawl import barriers, too_wide
from e2e.people import Person
from e2e.steps import (
    LESSON,
    bell,
    complete_elsewhere,
    open_first_lesson,
    panel,
    settle,
    toasts,
    unread_count,
)
from e2e.windows import Windows


@pytest.fixture
def lesson(windows: Windows, mary: Person) -> Page:
    """Mary's window at her first lesson, with one notice that is unread and a toast gone."""
    page = windows.open(mary)
    open_first_lesson(page)
    settle(page)
    complete_elsewhere(page)
    expect(toasts(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(toasts(page)).to_have_count(0)
    return page


def test_the_bell_opens_and_closes_it(lesson: Page) -> None:
    expect(bell(lesson)).to_have_role("button")
    expect(bell(lesson)).to_have_attribute("aria-expanded", "false")

    bell(lesson).click()

    expect(panel(lesson).get_by_role("article")).to_have_count(1)
    expect(panel(lesson)).to_contain_text("First Lesson Watched")
    expect(bell(lesson)).to_have_attribute("aria-expanded", "true")
    bell(lesson).click()
    expect(panel(lesson)).to_be_hidden()
    expect(bell(lesson)).to_have_attribute("aria-expanded", "false")
    expect(lesson).to_have_url(LESSON)


def test_a_press_beside_it_closes_it(lesson: Page) -> None:
    bell(lesson).click()
    expect(panel(lesson)).to_be_visible()

    lesson.get_by_role("heading", level=1).click()

    expect(panel(lesson)).to_be_hidden()


def test_the_keyboard_leads_in_through_and_back(lesson: Page) -> None:
    bell(lesson).focus()
    lesson.keyboard.press("Space")
    expect(panel(lesson).get_by_role("article")).to_be_visible()
    expect(bell(lesson)).to_be_focused()

    lesson.keyboard.press("Tab")

    expect(panel(lesson).get_by_role("button", name="Mark all as read")).to_be_focused()
    lesson.keyboard.press("Escape")
    expect(panel(lesson)).to_be_hidden()
    expect(bell(lesson)).to_be_focused()


def test_whoever_tabs_out_of_it_closes_it(lesson: Page) -> None:
    bell(lesson).focus()
    lesson.keyboard.press("Enter")
    panel(lesson).get_by_role("link", name="Preferences").focus()

    lesson.keyboard.press("Tab")

    expect(panel(lesson)).to_be_hidden()
    expect(lesson.locator("summary", has_text="Account menu")).to_be_focused()


def test_one_notice_is_marked_as_read_in_place(lesson: Page) -> None:
    bell(lesson).click()

    panel(lesson).get_by_role("button", name="Mark as read").press("Enter")

    notice = panel(lesson).get_by_role("link", name="First Lesson Watched")
    expect(notice).to_be_focused()
    expect(panel(lesson).locator(".dot")).to_have_count(0)
    expect(unread_count(lesson)).to_have_attribute("data-unread-count", "0")
    expect(lesson).to_have_url(LESSON)


def test_all_are_marked_as_read_in_place(lesson: Page) -> None:
    bell(lesson).click()

    panel(lesson).get_by_role("button", name="Mark all as read").press("Enter")

    expect(panel(lesson).get_by_text("Everything is read")).to_be_focused()
    expect(panel(lesson).locator(".dot")).to_have_count(0)
    expect(unread_count(lesson)).to_have_attribute("data-unread-count", "0")
    expect(lesson).to_have_url(LESSON)


def test_opening_it_brings_the_count_up_to_date(lesson: Page) -> None:
    lesson.evaluate("document.getElementById('unread-count').dataset.unreadCount = 7")

    bell(lesson).click()

    expect(unread_count(lesson)).to_have_attribute("data-unread-count", "1")


def test_it_links_to_all_and_to_the_preferences(lesson: Page) -> None:
    bell(lesson).click()

    panel(lesson).get_by_role("link", name="All notifications").click()

    expect(lesson).to_have_url("/notifications/")
    bell(lesson).click()
    panel(lesson).get_by_role("link", name="Preferences").click()
    expect(lesson).to_have_url("/notifications/preferences/")


def test_on_the_inbox_page_a_notice_is_marked_without_leaving(lesson: Page) -> None:
    lesson.goto("/notifications/?show=unread")

    lesson.get_by_role("main").get_by_role("button", name="Mark all as read").press("Enter")

    expect(lesson.get_by_role("heading", name="You are up to date")).to_be_visible()
    expect(lesson.get_by_role("main").get_by_text("Everything is read")).to_be_focused()
    expect(lesson).to_have_url("/notifications/?show=unread")


def test_escape_closes_it_before_the_toasts(windows: Windows, mary: Person) -> None:
    page = windows.open(mary)
    open_first_lesson(page)
    settle(page)
    complete_elsewhere(page)
    expect(toasts(page)).to_be_visible()
    bell(page).click()
    expect(panel(page)).to_be_visible()

    page.keyboard.press("Escape")

    expect(panel(page)).to_be_hidden()
    assert toasts(page).evaluate("toast => toast.matches('.is-leaving')") is False
    page.keyboard.press("Escape")
    expect(toasts(page)).to_have_count(0)


def test_it_is_free_of_barriers_and_narrow_enough(lesson: Page) -> None:
    bell(lesson).click()
    expect(panel(lesson).get_by_role("article")).to_be_visible()

    assert too_wide(lesson) == []
    assert barriers(lesson) == []
    expect(panel(lesson)).to_be_visible()
