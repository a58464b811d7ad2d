"""Something goes wrong while somebody reads or writes."""

import pytest
from playwright.sync_api import Page, expect

from e2e.crawl import faults_of
from e2e.people import Person
from e2e.steps import LESSON, composer, open_first_lesson, settle, write_comment
from e2e.windows import Windows

NEITHER_HERE_NOR_THERE = "net::ERR_INTERNET_DISCONNECTED", "Failed to fetch", "WebSocket"


@pytest.fixture
def lesson(windows: Windows, mary: Person) -> Page:
    """Mary's window at her first lesson."""
    page = windows.open(mary)
    open_first_lesson(page)
    settle(page)
    return page


def test_offline_one_stays_in_the_page_until_the_network_is_back(
    windows: Windows, lesson: Page
) -> None:
    windows.tolerate(*NEITHER_HERE_NOR_THERE)
    composer(lesson).fill("In the tunnel")
    alert = lesson.get_by_role("alert")

    lesson.context.set_offline(True)
    expect(alert).to_contain_text("You seem to be offline")
    lesson.get_by_role("link", name="Courses", exact=True).first.click()
    lesson.get_by_role("button", name="Comment", exact=True).click()

    expect(alert).to_contain_text("You seem to be offline")
    expect(lesson).to_have_url(LESSON)
    expect(composer(lesson)).to_have_value("In the tunnel")
    lesson.context.set_offline(False)
    expect(alert).to_be_hidden()
    write_comment(lesson, "Out of the tunnel")


def test_a_portal_on_this_computer_is_not_called_away(lesson: Page) -> None:
    lesson.evaluate(
        """async () => {
          Object.defineProperty(navigator, "onLine", {value: false});
          dispatchEvent(new Event("offline"));
          await fetch("/livez");
        }"""
    )

    lesson.get_by_role("link", name="Courses", exact=True).first.click()

    expect(lesson).to_have_url("/courses/")


def test_a_page_from_before_signing_in_leads_back_with_what_was_typed(
    windows: Windows, lesson: Page
) -> None:
    windows.tolerate("status of 403")
    composer(lesson).fill("Do not lose this.")
    lesson.context.clear_cookies(name="csrftoken")

    lesson.get_by_role("button", name="Comment", exact=True).click()

    alert = lesson.get_by_role("alert")
    expect(alert).to_contain_text("You signed in or out in another window")
    expect(composer(lesson)).to_have_value("Do not lose this.")
    alert.get_by_role("link", name="Reload the page").click()
    expect(alert).to_be_hidden()
    expect(composer(lesson)).to_have_value("Do not lose this.")
    lesson.get_by_role("button", name="Comment", exact=True).click()
    expect(lesson.get_by_role("article").filter(has_text="Do not lose this.")).to_be_visible()


def test_without_scripts_what_was_typed_can_be_copied(windows: Windows, mary: Person) -> None:
    windows.tolerate("status of 403")
    page = windows.open(mary, java_script_enabled=False)
    open_first_lesson(page)
    composer(page).fill("Do not lose this.")
    page.context.clear_cookies(name="csrftoken")

    page.get_by_role("button", name="Comment", exact=True).click()

    expect(page.get_by_role("textbox", name="What you typed")).to_have_value("Do not lose this.")
    page.get_by_role("link", name="Back to the page").click()
    expect(page).to_have_url(LESSON)


def test_what_is_gone_says_so_above_the_page(windows: Windows, lesson: Page) -> None:
    windows.tolerate("status of 404")
    write_comment(lesson, "Here for a moment")
    comment = lesson.get_by_role("article").filter(has_text="Here for a moment")
    form = comment.get_by_role("button", name="Delete")
    form.evaluate("button => button.form.setAttribute('hx-post', '/comments/999999/removal/')")
    lesson.evaluate("htmx.process(document.body)")

    form.click()

    expect(lesson.get_by_role("alert")).to_contain_text("This is not there any more")
    expect(comment).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_error_page_has_the_chosen_theme_and_no_barriers(windows: Windows, theme: str) -> None:
    windows.tolerate("status of 404")
    page = windows.open()
    page.goto("/")
    page.evaluate("theme => localStorage.setItem('theme', theme)", theme)

    page.goto("/nowhere/")

    scheme = page.evaluate("getComputedStyle(document.documentElement).colorScheme")
    assert scheme == theme
    assert faults_of(page) == []
