"""Choosing what is mailed."""

import itertools

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from e2e.people import Person
from e2e.windows import Windows

PREFERENCES = "/notifications/preferences/"


def choices(page: Page, topic: str) -> Locator:
    return page.get_by_role("radiogroup", name=topic)


def test_a_change_made_while_another_is_being_saved_is_kept_too(
    windows: Windows, mary: Person
) -> None:
    page = windows.open(mary)
    page.goto(PREFERENCES)
    held: list[Route] = []
    page.route(f"**{PREFERENCES}", lambda route: held.append(route), times=1)
    with page.expect_request(f"**{PREFERENCES}"):
        choices(page, "Achievements").get_by_role("radio", name="Once a day").check()

    choices(page, "Replies").get_by_role("radio", name="Never").check()
    answers = itertools.count(1)
    with page.expect_response(lambda answer: PREFERENCES in answer.url and next(answers) == 2):
        held[0].continue_()

    page.reload()
    expect(choices(page, "Achievements").get_by_role("radio", name="Once a day")).to_be_checked()
    expect(choices(page, "Replies").get_by_role("radio", name="Never")).to_be_checked()


def test_the_keyboard_stays_where_it_is_while_a_choice_is_saved(
    windows: Windows, mary: Person
) -> None:
    page = windows.open(mary)
    page.goto(PREFERENCES)
    topic = choices(page, "Achievements")
    topic.get_by_role("radio", name="Immediately").focus()

    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("main").get_by_role("status")).to_contain_text("Saved at")

    expect(topic.get_by_role("radio", name="Once a day")).to_be_focused()
    expect(topic.get_by_role("radio", name="Once a day")).to_be_checked()


@pytest.mark.parametrize("width", [320, 1280])
def test_it_is_a_table_to_screen_readers_at_every_width(
    windows: Windows, mary: Person, width: int
) -> None:
    page = windows.open(mary, viewport={"width": width, "height": 640})

    page.goto(PREFERENCES)

    table = page.get_by_role("table", name="Notification preferences")
    expect(table.get_by_role("columnheader")).to_have_text(["About", "In the portal", "E-mail"])
    row = table.get_by_role("row", name="Replies to my comments")
    expect(row.get_by_role("rowheader")).to_have_text("Replies to my comments")
    expect(row.get_by_role("cell")).to_have_count(2)
    box = row.get_by_role("checkbox")
    expect(box).to_have_accessible_name("In the portal Replies to my comments")
    group = row.get_by_role("radiogroup")
    expect(group).to_have_accessible_name("Replies to my comments E-mail")


def test_without_javascript_a_button_saves(windows: Windows, mary: Person) -> None:
    page = windows.open(mary, java_script_enabled=False)
    page.goto(PREFERENCES)
    choices(page, "Replies").get_by_role("radio", name="Never").check()

    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(choices(page, "Replies").get_by_role("radio", name="Never")).to_be_checked()
