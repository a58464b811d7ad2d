"""Grace is one lesson from a badge."""

import re

from playwright.sync_api import Response, expect

from e2e.steps import UNSEEN, complete_button, sign_in_as, toasts, wait_for_line
from e2e.windows import Windows


def is_of_shown_toast(response: Response) -> bool:
    return response.url.endswith("/shown/")


def test_one_lesson_that_earns_two_things_makes_one_card_in_one_window(windows: Windows) -> None:
    lesson = windows.open()
    sign_in_as(lesson, "Grace")
    other = lesson.context.new_page()
    other.goto("/courses/")
    wait_for_line(other)
    lesson.get_by_role("link", name="Continue").click()
    wait_for_line(lesson)

    with (
        lesson.expect_response(UNSEEN),
        other.expect_response(UNSEEN),
        lesson.context.expect_event("response", is_of_shown_toast),
    ):
        complete_button(lesson).click()

    [card] = [*toasts(lesson).all(), *toasts(other).all()]
    expect(card).to_contain_text("Intermediate badge unlocked")
    items = [re.compile("Intermediate badge$"), re.compile("10 Lessons Watched$")]
    expect(card.get_by_role("listitem")).to_have_text(items)
    for page in (lesson, other):
        with page.expect_response(UNSEEN):
            page.reload()
        expect(toasts(page)).to_have_count(0)
