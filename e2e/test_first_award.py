"""A new learner signs up, enrols, completes a lesson, and hears of the award everywhere."""

import re

import pytest
from playwright.sync_api import Page, expect

from e2e.steps import (
    bell,
    complete,
    open_first_lesson,
    sign_up,
    toasts,
    unread_count,
    wait_for_line,
)
from e2e.windows import Windows, reload_until_visible

PASSWORD = "a laurel grows slowly"


@pytest.fixture
def rosa(windows: Windows) -> Page:
    """The window of somebody who has just signed up; it never asks for toasts by itself."""
    page = windows.open(java_script_enabled=False)
    sign_up(page, "rosa", PASSWORD)
    open_first_lesson(page)
    return page


def test_a_new_learner_is_told_of_the_first_award_in_both_windows(
    rosa: Page, windows: Windows
) -> None:
    other = windows.open(storage_state=rosa.context.storage_state())
    other.goto("/")
    wait_for_line(other)

    complete(rosa)

    expect(toasts(other)).to_contain_text("First Lesson Watched")
    for page in (rosa, other):
        expect(unread_count(page)).to_have_attribute("data-unread-count", "1")
        expect(bell(page)).to_have_accessible_name(re.compile(r"^Notifications\W+1 unread$"))
    other.goto("/notifications/emails/")
    row = other.get_by_role("listitem").filter(has_text="First Lesson Watched")
    reload_until_visible(other, row.filter(has_text="Kept"))
