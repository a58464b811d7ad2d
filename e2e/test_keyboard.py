"""Everything can be done with a keyboard alone."""

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.people import PASSWORD, Person
from e2e.steps import COURSE, LESSON, complete_elsewhere, open_first_lesson, take_part, toasts
from e2e.windows import Windows

LONGEST_WAY = 150
HAS_VISIBLE_FOCUS = """() => {
  const style = getComputedStyle(document.activeElement);
  const box = document.activeElement.getBoundingClientRect();
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && box.width > 0;
}"""
FOCUSED = "document.activeElement === document.body ? '' : document.activeElement.outerHTML"


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the element has the focus, which must be seen at every stop."""
    for _ in range(LONGEST_WAY):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED):
            assert page.evaluate(HAS_VISIBLE_FOCUS), page.evaluate(FOCUSED)
        if wanted.evaluate("element => element === document.activeElement"):
            return
    pytest.fail("Tab does not lead there")


def test_from_sign_in_to_a_completed_lesson(windows: Windows, mary: Person) -> None:
    page = windows.open()
    page.goto(f"/accounts/login/?next={COURSE}")
    tab_to(page, page.locator("[name=login]"))
    page.keyboard.type(mary.username)
    tab_to(page, page.locator("[name=password]"))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(COURSE)
    tab_to(page, page.get_by_role("button", name="Enrol"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Start the first lesson"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(LESSON)
    tab_to(page, page.get_by_role("button", name="Mark complete"))

    page.keyboard.press("Enter")

    expect(page.get_by_text("Lesson complete")).to_be_visible()
    following = page.get_by_role("region", name="Finish this lesson").get_by_role("link")
    expect(following).to_be_focused()


def test_the_first_stop_skips_to_the_content(windows: Windows, mary: Person) -> None:
    page = windows.open(mary)
    page.goto("/courses/")
    page.keyboard.press("Tab")

    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    first = page.get_by_role("main").get_by_role("searchbox")
    expect(first).to_be_focused()


@pytest.mark.parametrize("width", [360, 1280])
def test_tab_leads_through_a_lesson_and_out_again(
    windows: Windows, mary: Person, width: int
) -> None:
    page = windows.open(mary, viewport={"width": width, "height": 720})
    open_first_lesson(page)
    stops = []

    for _ in range(LONGEST_WAY):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUSED))
        if not stops[-1]:
            break

    assert stops[-1] == ""
    assert len(stops) > 10
    assert "data-theme-choice" in stops[-2]


def test_escape_closes_the_menu_and_gives_the_focus_back(windows: Windows, mary: Person) -> None:
    page = windows.open(mary)
    page.goto("/")
    menu = page.locator("summary", has_text="Account menu")
    menu.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="My profile")).to_be_focused()

    page.keyboard.press("Escape")

    expect(page.get_by_role("link", name="My profile")).to_be_hidden()
    expect(menu).to_be_focused()


def test_escape_closes_the_toast_and_leaves_the_focus_where_it_was(
    windows: Windows, mary: Person
) -> None:
    page = windows.open(mary)
    take_part(page)
    page.goto(LESSON)
    complete_elsewhere(page)
    button = page.get_by_role("button", name="Mark complete")
    button.focus()
    expect(toasts(page)).to_be_visible()
    expect(button).to_be_focused()

    page.keyboard.press("Escape")

    expect(toasts(page)).to_have_count(0)
    expect(button).to_be_focused()
