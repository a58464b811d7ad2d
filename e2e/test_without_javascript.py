"""Everything that a learner does works in a browser without JavaScript."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from e2e.people import PASSWORD, Person
from e2e.steps import (
    COURSE,
    LESSON,
    bell,
    comment,
    complete,
    composer,
    open_first_lesson,
    sign_out,
    toasts,
    unread_count,
    write_comment,
)
from e2e.windows import Windows


@pytest.fixture
def plain(windows: Windows, mary: Person) -> Page:
    """Mary's window without JavaScript."""
    page = windows.open(mary, java_script_enabled=False)
    page.goto("/")
    return page


def test_one_enrols_and_leaves(plain: Page) -> None:
    plain.goto(COURSE)

    plain.get_by_role("button", name="Enrol").click()
    expect(plain.get_by_role("link", name="Start the first lesson")).to_be_visible()

    plain.get_by_text("Leave this course").click()
    plain.get_by_role("button", name="Leave").click()

    expect(plain.get_by_role("button", name="Enrol")).to_be_visible()


def test_one_completes_a_lesson_and_goes_on_to_the_next(plain: Page) -> None:
    open_first_lesson(plain)

    complete(plain)

    plain.get_by_role("region", name="Finish this lesson").get_by_role("link").click()
    expect(plain).not_to_have_url(LESSON)
    expect(plain.get_by_role("button", name="Mark complete")).to_be_visible()


def test_one_takes_a_completion_back(plain: Page) -> None:
    open_first_lesson(plain)
    complete(plain)

    plain.get_by_role("button", name="Mark as not done").click()

    expect(plain.get_by_role("button", name="Mark complete")).to_be_visible()


def test_the_toast_stays_in_the_page_until_it_is_answered(plain: Page) -> None:
    open_first_lesson(plain)
    complete(plain)
    expect(toasts(plain)).to_contain_text("First Lesson Watched")
    plain.goto(COURSE)

    toasts(plain).get_by_role("button", name="Got it").click()

    expect(plain).to_have_url(COURSE)
    expect(toasts(plain)).to_have_count(0)
    expect(unread_count(plain)).to_have_attribute("data-unread-count", "1")


def test_one_writes_edits_and_deletes_a_comment_and_brings_it_back(plain: Page) -> None:
    open_first_lesson(plain)
    write_comment(plain, "Why forty digits?")

    comment(plain, "Why forty digits?").get_by_role("link", name="Edit").click()
    plain.get_by_role("textbox", name="Your comment").fill("Why forty hex digits?")
    plain.get_by_role("button", name="Save").click()
    written = comment(plain, "Why forty hex digits?")
    expect(written).to_contain_text("edited")
    written.get_by_role("button", name="Delete").click()
    expect(written).to_have_count(0)

    plain.get_by_role("button", name="Undo").click()

    expect(written).to_be_visible()


def test_one_replies_to_oneself(plain: Page) -> None:
    open_first_lesson(plain)
    write_comment(plain, "I asked too early.")
    asked = comment(plain, "I asked too early.")

    asked.get_by_text("Reply", exact=False).first.click()
    asked.get_by_role("textbox", name="Your reply").fill("The next lesson tells.")
    asked.get_by_role("button", name="Reply", exact=True).click()

    expect(asked.get_by_role("article")).to_contain_text("The next lesson tells.")


def test_the_bell_leads_to_the_inbox_and_all_are_marked_as_read(plain: Page) -> None:
    open_first_lesson(plain)
    complete(plain)

    bell(plain).click()
    expect(plain).to_have_url("/notifications/")
    plain.get_by_role("button", name="Mark all as read").click()

    expect(plain).to_have_url("/notifications/")
    expect(plain.get_by_text("Everything is read")).to_be_visible()
    expect(unread_count(plain)).to_have_attribute("data-unread-count", "0")


def test_one_signs_out(plain: Page) -> None:
    sign_out(plain)

    expect(plain.get_by_role("banner").get_by_role("link", name="Sign in")).to_be_visible()
    plain.goto("/achievements/")
    expect(plain).to_have_url("/accounts/login/?next=/achievements/")


def test_one_searches(plain: Page) -> None:
    search = plain.get_by_role("banner").get_by_role("searchbox", name="Search courses")
    search.fill("rebase")

    search.press("Enter")

    expect(plain).to_have_url("/courses/?q=rebase")
    main = plain.get_by_role("main")
    expect(main.get_by_role("link", name="Git from the inside")).to_be_visible()
    expect(main.get_by_role("link", name="SQL by questions")).to_have_count(0)


def test_one_changes_the_settings(plain: Page) -> None:
    plain.goto("/accounts/settings/")
    plain.get_by_label("Display name").fill("Mary the Second")

    plain.get_by_role("main").get_by_role("button", name="Save").first.click()

    expect(plain).to_have_url("/accounts/settings/")
    expect(plain.get_by_label("Display name")).to_have_value("Mary the Second")


def test_one_takes_the_data_along_and_deletes_the_account(plain: Page, mary: Person) -> None:
    plain.goto("/accounts/settings/")
    plain.get_by_role("link", name="Delete my account").click()
    plain.get_by_label("Password").fill(PASSWORD)
    plain.keyboard.press("Enter")
    with plain.expect_download() as file:
        plain.get_by_role("link", name="Download my data").click()
    kept = json.loads(file.value.path().read_text())
    assert kept["accounts.user"]["username"] == mary.username
    plain.get_by_role("checkbox", name="Delete my account").check()

    plain.get_by_role("button", name="Delete my account").click()

    expect(plain.get_by_text("Your account is deleted.")).to_be_visible()
    expect(plain.get_by_role("banner").get_by_role("link", name="Sign in")).to_be_visible()


def test_the_colours_follow_the_system_and_no_dead_button_is_shown(plain: Page) -> None:
    plain.emulate_media(color_scheme="light")
    light = background(plain)

    plain.emulate_media(color_scheme="dark")

    assert background(plain) < light
    expect(plain.get_by_role("button", name="Dark")).to_have_count(0)


def background(page: Page) -> list[int]:
    """Return red, green and blue; darker is less."""
    colour = page.locator(":root").evaluate("root => getComputedStyle(root).backgroundColor")
    return [int(part) for part in re.findall(r"\d+", colour)[:3]]


def test_a_refused_comment_says_why(plain: Page, windows: Windows) -> None:
    windows.tolerate("status of 422")
    open_first_lesson(plain)
    composer(plain).fill("   ")

    plain.get_by_role("button", name="Comment", exact=True).click()

    expect(plain.get_by_role("alert")).to_contain_text("Write something first.")
    expect(composer(plain)).to_have_accessible_description(re.compile("Write something first."))
