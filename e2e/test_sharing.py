"""Showing what was earned, and to whom."""

from playwright.sync_api import Locator, Page, expect

from e2e.crawl import barriers, faults_of
from e2e.people import PASSWORD, Person
from e2e.windows import Windows


def open_sharing(page: Page) -> Locator:
    """Open the card on the achievements page and return it."""
    page.goto("/achievements/")
    page.get_by_text("Share", exact=True).click()
    return page.get_by_role("region", name="Show it to others")


def test_the_open_card_is_free_of_barriers(windows: Windows, mary: Person) -> None:
    page = windows.open(mary)

    open_sharing(page)

    assert barriers(page) == []


def test_the_page_behind_the_password_is_free_of_errors_and_barriers(
    windows: Windows, mary: Person
) -> None:
    page = windows.open(mary)
    page.goto("/accounts/deletion/")
    page.get_by_label("Password").fill(PASSWORD)

    page.get_by_role("main").get_by_role("button").click()

    expect(page.get_by_role("heading", name="Delete my account")).to_be_visible()
    assert faults_of(page) == []


def test_the_link_is_copied_and_the_button_keeps_its_size(windows: Windows, mary: Person) -> None:
    page = windows.open(mary)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    card = open_sharing(page)
    button = card.locator("[data-copy]")
    before = button.bounding_box()

    button.click()

    expect(card.get_by_role("status").filter(has_text="Copied.")).to_have_count(1)
    assert button.bounding_box() == before
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(f"/people/{mary.username}/")


def test_who_sees_the_profile_is_changed_in_place(windows: Windows, mary: Person) -> None:
    windows.tolerate("status of 404")
    page, stranger = windows.open(mary), windows.open()
    card = open_sharing(page)

    card.get_by_label("Only me").check()
    expect(card.get_by_text("Saved.")).to_be_visible()

    expect(card.get_by_label("Only me")).to_be_focused()
    answer = stranger.goto(f"/people/{mary.username}/")
    assert answer
    assert answer.status == 404
    page.reload()
    page.get_by_text("Share", exact=True).click()
    expect(card.get_by_label("Only me")).to_be_checked()


def test_without_javascript_a_button_saves(windows: Windows, mary: Person) -> None:
    page = windows.open(mary, java_script_enabled=False)
    card = open_sharing(page)
    card.get_by_label("People who are signed in").check()

    card.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Saved.")).to_be_visible()
    page.get_by_text("Share", exact=True).click()
    expect(card.get_by_label("People who are signed in")).to_be_checked()


def test_the_browsers_time_zone_is_offered(windows: Windows, mary: Person) -> None:
    page = windows.open(mary, timezone_id="Asia/Tokyo")
    page.goto("/accounts/settings/")

    page.get_by_role("button", name="Asia/Tokyo").click()
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_label("Time zone")).to_have_value("Asia/Tokyo")
    expect(page.get_by_role("button", name="Asia/Tokyo")).to_be_hidden()
