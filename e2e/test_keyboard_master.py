"""From sign-up to Master without a mouse."""

import re

from playwright.sync_api import Locator, Page, expect

from e2e.keyboard import Keyboard
from e2e.portal import Portal
from e2e.steps import bell, complete_button, composer, toasts
from e2e.windows import Windows

# Lessons, comments, and the badge that the last comment earns.
STEPS = [(5, 3, "Intermediate"), (25, 10, "Advanced"), (50, 20, "Master")]


def sign_up(keys: Keyboard, username: str) -> None:
    """Make an account, starting at the first page."""
    page = keys.page
    page.goto("/")
    keys.press(page.get_by_role("banner").get_by_role("link", name="Sign up"))
    keys.type(page.get_by_role("textbox", name="Username"), username)
    keys.type(page.get_by_role("textbox", name="Email"), f"{username}@example.org")
    keys.type(page.get_by_role("textbox", name="Password"), "a laurel grows slowly")
    page.keyboard.press("Enter")
    expect(bell(page)).to_be_visible()


def start_first_course(keys: Keyboard) -> None:
    """Find a course, enrol, and open its first lesson."""
    page = keys.page
    keys.press(page.get_by_role("banner").get_by_role("link", name="Courses"))
    expect(page).to_have_url("/courses/")
    keys.press(page.get_by_role("link", name="Git from the inside"))
    keys.press(page.get_by_role("button", name="Enrol"))
    keys.press(page.get_by_role("link", name="Start the first lesson"))
    expect(complete_button(page)).to_be_visible()


def complete(keys: Keyboard, award: str) -> None:
    """Complete the lesson and hear what that earned; the way on has the focus."""
    keys.press(complete_button(keys.page))
    expect(toasts(keys.page).filter(has_text=award)).to_be_visible()
    expect(way_on(keys.page)).to_be_focused()
    keys.close(toasts(keys.page))


def comment(keys: Keyboard, text: str, award: str) -> None:
    """Write a comment and hear what that earned."""
    page = keys.page
    keys.type(composer(page), text)
    keys.press(page.get_by_role("button", name="Comment", exact=True))
    expect(page.get_by_role("article").filter(has_text=text)).to_be_visible()
    expect(toasts(page).filter(has_text=award)).to_be_visible()
    keys.close(toasts(page))


def way_on(page: Page) -> Locator:
    """Return the link to the next lesson, which takes the place of the lesson's button."""
    return page.get_by_role("region", name="Finish this lesson").get_by_role("link")


def go_on(keys: Keyboard) -> None:
    """Go back up to the way on, and open the next lesson."""
    address = keys.page.url
    keys.go_back_to(way_on(keys.page))
    keys.page.keyboard.press("Enter")
    expect(keys.page).not_to_have_url(address)
    expect(complete_button(keys.page)).to_be_visible()


def test_from_sign_up_to_master_with_a_keyboard_alone(windows: Windows, laurel: Portal) -> None:
    page = windows.open(is_traced=False, reduced_motion="reduce")
    keys = Keyboard(page)
    sign_up(keys, "katherine")
    start_first_course(keys)
    complete(keys, "First Lesson Watched")
    comment(keys, "Who named it?", "First Comment Written")

    for lessons, comments, badge in STEPS:
        laurel.ask("e2e.doors", "learn", "katherine", str(lessons - 1), str(comments - 1))
        go_on(keys)
        complete(keys, f"{lessons} Lessons Watched")
        comment(keys, f"Comment number {comments}.", f"{badge} badge unlocked")

    keys.press(page.get_by_role("banner").get_by_role("link", name="Achievements"))
    expect(page).to_have_url("/achievements/")
    expect(page.get_by_role("main")).to_contain_text(re.compile("Master.*10 of 10", re.DOTALL))
