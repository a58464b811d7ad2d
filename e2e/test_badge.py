"""Grace is one lesson from a badge."""

import re

from playwright.sync_api import Response, expect

from e2e.steps import COUNT_CONFETTI, UNSEEN, complete_button, sign_in_as, toasts, wait_for_line
from e2e.windows import Windows


def is_of_shown_toast(response: Response) -> bool:
    return response.url.endswith("/shown/")


def test_one_lesson_that_earns_two_things_makes_one_card_in_one_window(windows: Windows) -> None:
    lesson = windows.open()
    lesson.context.add_init_script(COUNT_CONFETTI)
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
    expect(card.get_by_role("listitem")).to_have_text([re.compile("10 Lessons Watched$")])
    assert sum(page.evaluate("window.thrown") for page in (lesson, other)) == 1
    for page in (lesson, other):
        with page.expect_response(UNSEEN):
            page.reload()
        expect(toasts(page)).to_have_count(0)
