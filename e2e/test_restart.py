"""The web server crashes and comes back while a page is open."""

from playwright.sync_api import expect

from e2e.people import Person
from e2e.portal import Portal
from e2e.steps import complete_elsewhere, open_first_lesson, toasts, wait_for_line
from e2e.windows import Windows


def test_a_page_left_alone_hears_the_next_award_after_a_crash(
    windows: Windows, mary: Person, laurel: Portal
) -> None:
    windows.tolerate("net::ERR_", "htmx:ws:error", "Failed to fetch")
    page = windows.open(mary)
    open_first_lesson(page)
    wait_for_line(page)
    page.locator("[data-ring]").evaluate("ring => ring.remove()")
    laurel.kill_web_server()
    wait_for_line(page, seconds=40)

    complete_elsewhere(page)

    expect(toasts(page)).to_contain_text("First Lesson Watched")
