"""A toast waits for its reader, is in nobody's way, and goes by itself."""

import pytest
from playwright.sync_api import Page, expect

from e2e.people import Person
from e2e.steps import (
    bell,
    complete_elsewhere,
    composer,
    open_first_lesson,
    settle,
    toasts,
    unread_count,
)
from e2e.windows import Windows

# Longer than a toast stays, shorter than htmx waits for an answer.
A_WHILE = 30_000
HIDE = """is_hidden => {
  Object.defineProperty(document, "hidden", {value: is_hidden, configurable: true});
  const state = is_hidden ? "hidden" : "visible";
  Object.defineProperty(document, "visibilityState", {value: state, configurable: true});
  document.dispatchEvent(new Event("visibilitychange"));
}"""
MOVED_PROPERTIES = """toast => {
  const name = getComputedStyle(toast).animationName;
  const rules = sheets => [...sheets].flatMap(
    rule => rule.cssRules ? [rule, ...rules(rule.cssRules)] : [rule]);
  const frames = [...document.styleSheets].flatMap(sheet => rules(sheet.cssRules))
    .filter(rule => rule instanceof CSSKeyframesRule && rule.name === name)
    .flatMap(rule => [...rule.cssRules]);
  return frames.flatMap(frame => [...frame.style]);
}"""


@pytest.fixture
def lesson(windows: Windows, mary: Person) -> Page:
    """Mary's window at her first lesson, with a clock that can be put forward."""
    page = windows.open(mary)
    page.clock.install()
    open_first_lesson(page)
    settle(page)
    return page


def earn(page: Page) -> None:
    """Complete the lesson elsewhere and return when this page has told that it shows the toast."""
    with page.expect_event("requestfinished", lambda request: request.url.endswith("/shown/")):
        complete_elsewhere(page)


def test_a_toast_goes_by_itself_and_stays_in_the_inbox(lesson: Page) -> None:
    earn(lesson)
    expect(toasts(lesson)).to_be_visible()

    lesson.clock.run_for(A_WHILE)

    expect(toasts(lesson)).to_have_count(0)
    bell(lesson).click()
    expect(lesson.get_by_role("article").filter(has_text="unread")).to_have_count(1)


def test_a_toast_waits_while_the_pointer_is_on_it(lesson: Page) -> None:
    earn(lesson)
    toasts(lesson).hover()

    lesson.clock.run_for(A_WHILE)

    expect(toasts(lesson)).to_be_visible()
    lesson.mouse.move(0, 0)
    lesson.clock.run_for(A_WHILE)
    expect(toasts(lesson)).to_have_count(0)


def test_a_toast_waits_while_the_focus_is_in_it(lesson: Page) -> None:
    earn(lesson)
    toasts(lesson).get_by_role("link").focus()

    lesson.clock.run_for(A_WHILE)

    expect(toasts(lesson)).to_be_visible()
    composer(lesson).focus()
    lesson.clock.run_for(A_WHILE)
    expect(toasts(lesson)).to_have_count(0)


def test_a_toast_never_takes_the_focus_from_a_writer(lesson: Page) -> None:
    composer(lesson).focus()
    lesson.keyboard.type("In the mid")

    earn(lesson)
    expect(toasts(lesson)).to_be_visible()
    lesson.keyboard.type("dle of a word")

    expect(composer(lesson)).to_have_value("In the middle of a word")


def test_the_close_button_stands_after_the_text_and_closes(lesson: Page) -> None:
    earn(lesson)
    parts = toasts(lesson).locator("p, a, button")
    expect(parts.last).to_have_accessible_name("Got it")

    parts.last.click()

    lesson.clock.run_for(1000)
    expect(toasts(lesson)).to_have_count(0)


@pytest.mark.parametrize(("wish", "is_calm"), [("reduce", True), ("no-preference", False)])
def test_with_reduced_motion_a_toast_only_fades(
    windows: Windows, mary: Person, wish: str, is_calm: bool
) -> None:
    page = windows.open(mary, reduced_motion=wish)
    open_first_lesson(page)

    complete_elsewhere(page)

    moved = toasts(page).evaluate(MOVED_PROPERTIES)
    assert "opacity" in moved
    assert (set(moved) == {"opacity"}) is is_calm


def test_what_was_earned_while_the_page_was_hidden_is_shown_on_return(lesson: Page) -> None:
    lesson.evaluate(HIDE, True)
    complete_elsewhere(lesson)
    lesson.clock.run_for(A_WHILE)
    expect(toasts(lesson)).to_have_count(0)

    lesson.evaluate(HIDE, False)

    expect(toasts(lesson)).to_contain_text("First Lesson Watched")
    expect(unread_count(lesson)).to_have_attribute("data-unread-count", "1")


def test_what_was_earned_while_no_page_was_open_is_shown_once_on_return(
    windows: Windows, mary: Person
) -> None:
    elsewhere = windows.open(mary, java_script_enabled=False)
    open_first_lesson(elsewhere)
    complete_elsewhere(elsewhere)
    page = windows.open(mary)

    page.goto("/courses/")

    expect(toasts(page)).to_contain_text("First Lesson Watched")
    settle(page)
    page.goto("/")
    settle(page)
    expect(toasts(page)).to_have_count(0)


def test_closing_with_the_keyboard_leads_back_to_where_one_was(lesson: Page) -> None:
    composer(lesson).focus()
    earn(lesson)
    toasts(lesson).get_by_role("button", name="Got it").focus()

    lesson.keyboard.press("Enter")
    lesson.clock.run_for(1000)

    expect(toasts(lesson)).to_have_count(0)
    expect(composer(lesson)).to_be_focused()


def test_a_toast_waits_while_the_page_is_hidden(lesson: Page) -> None:
    earn(lesson)
    lesson.evaluate(HIDE, True)

    lesson.clock.run_for(A_WHILE)

    expect(toasts(lesson)).to_be_visible()


def test_what_a_screen_reader_hears_is_the_new_card_alone(lesson: Page) -> None:
    earn(lesson)

    region = lesson.locator("#toasts")
    expect(region).to_have_attribute("aria-live", "polite")
    expect(region).to_have_attribute("aria-atomic", "false")
    card = toasts(lesson).first
    expect(card.get_by_role("paragraph")).to_have_text(
        ["First Lesson Watched", "Lessons completed: 1. Next: 5 Lessons Watched."]
    )
