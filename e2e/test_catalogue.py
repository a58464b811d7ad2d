"""Somebody looks for a course: with and without scripts, forth and back."""

import re

from playwright.sync_api import Page, expect

from e2e.windows import Windows

CATALOGUE = "/courses/"


def titles(page: Page) -> list[str]:
    """Return the titles of the courses on the page, in order."""
    return page.get_by_role("main").get_by_role("heading", level=2).all_inner_texts()


def test_typing_finds_courses_and_keeps_the_place(windows: Windows) -> None:
    page = windows.open()
    page.goto(CATALOGUE)
    words = page.get_by_role("searchbox", name="What would you like to learn?")
    status = page.locator("#found")

    words.press_sequentially("rebase")

    expect(status).to_contain_text("1 course matches.")
    expect(page).to_have_url(re.compile(r"/courses/\?q=rebase$"))
    expect(words).to_be_focused()
    expect(words).to_have_value("rebase")
    assert titles(page) == ["Git from the inside"]
    expect(page.get_by_role("link", name="A rebase in slow motion")).to_be_visible()
    expect(status).to_have_attribute("role", "status")


def test_what_was_chosen_can_be_shared_and_taken_back(windows: Windows) -> None:
    page = windows.open()
    page.goto(CATALOGUE)

    page.get_by_label("Level").select_option("Intermediate")
    expect(page).to_have_url(re.compile(r"\?level=intermediate$"))
    page.get_by_label("Length").select_option("more than 3 h")
    expect(page.get_by_role("heading", name="Nothing has all of that")).to_be_visible()
    shared = windows.open()
    shared.goto(page.url)

    expect(shared.get_by_label("Length")).to_have_value("long")
    shared.get_by_role("link", name="Any length: 1 course").click()
    expect(shared.get_by_role("link", name="How the web answers")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("link", name="How the web answers")).to_be_visible()
    expect(page.get_by_role("banner")).to_be_visible()


def test_without_scripts_the_form_does_the_same(windows: Windows) -> None:
    page = windows.open(java_script_enabled=False)
    page.goto(CATALOGUE)

    page.get_by_label("What would you like to learn?").fill("join")
    page.get_by_label("Level").select_option("Beginner")
    page.get_by_role("main").get_by_role("button", name="Search").click()

    expect(page).to_have_url(re.compile(r"\?q=join&level=beginner&length=$"))
    assert titles(page)[0] == "SQL by questions"
    expect(page.get_by_label("Level")).to_have_value("beginner")
