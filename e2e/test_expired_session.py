"""A session ends while its page is open."""

from urllib.parse import urlencode

from playwright.sync_api import expect

from e2e.people import PASSWORD, Person
from e2e.steps import LESSON, bell, composer, open_first_lesson, settle, sign_out
from e2e.windows import Windows


def test_what_was_typed_survives_signing_in_again(windows: Windows, mary: Person) -> None:
    windows.tolerate("status of 401")
    page = windows.open(mary)
    open_first_lesson(page)
    settle(page)
    composer(page).fill("Do not lose this.")
    page.context.clear_cookies(name="sessionid")

    page.get_by_role("button", name="Comment", exact=True).click()

    expect(page).to_have_url(f"/accounts/login/?{urlencode({'next': LESSON})}")
    page.locator("[name=login]").fill(mary.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(LESSON)
    expect(composer(page)).to_have_value("Do not lose this.")


def test_one_click_signs_in_again_and_leads_back(windows: Windows, mary: Person) -> None:
    windows.tolerate("status of 401")
    page = windows.open(mary)
    open_first_lesson(page)
    settle(page)
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Mark complete").click()

    page.get_by_role("button", name="Margaret").click()

    expect(page).to_have_url(LESSON)


def test_signing_out_in_one_window_silences_the_other(windows: Windows, mary: Person) -> None:
    page = windows.open(mary)
    with page.expect_websocket() as line:
        page.goto("/")
    settle(page)
    other = page.context.new_page()
    other.goto("/")
    settle(other)

    with line.value.expect_event("close"):
        sign_out(other)

    expect(bell(other)).to_have_count(0)
