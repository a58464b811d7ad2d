"""What somebody hears who does not see the page."""

import itertools
import re

import pytest
from playwright.sync_api import Page, expect

from e2e.hearing import headings, landmarks, listen, nameless, spoken, wait_to_hear
from e2e.people import Person
from e2e.steps import (
    COURSE,
    LESSON,
    VIDEO_LESSON,
    bell,
    complete_button,
    complete_elsewhere,
    composer,
    open_first_lesson,
    settle,
    toasts,
    write_comment,
)
from e2e.windows import Windows

PAGES = [
    "/",
    "/courses/",
    COURSE,
    LESSON,
    VIDEO_LESSON,
    "/achievements/",
    "/notifications/",
    "/notifications/preferences/",
    "/accounts/settings/",
]


@pytest.fixture
def lesson(windows: Windows, mary: Person) -> Page:
    """Mary's window at her first lesson, with an ear at it."""
    page = windows.open(mary)
    listen(page)
    open_first_lesson(page)
    settle(page)
    return page


def test_every_page_has_an_outline_and_a_name_for_everything(lesson: Page) -> None:
    for path in PAGES:
        lesson.goto(path)
        marks, levels = landmarks(lesson), [level for level, _ in headings(lesson)]
        roles = [role for role, _ in marks]

        assert roles[0] == "banner", path
        assert roles[-1] == "contentinfo", path
        assert roles.count("main") == 1, path
        assert ("navigation", "Main") in marks, path
        assert "search" in roles, path
        assert len(marks) == len(set(marks)), path
        assert levels.count(1) == 1, path
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), path
        assert nameless(lesson) == [], path


def test_a_lesson_reads_in_order(lesson: Page) -> None:
    heard = headings(lesson)
    inside = [name for _, name in landmarks(lesson)]

    assert heard[0] == (1, "The name of hello")
    assert re.search("[Cc]omments?$", heard[-1][1])
    assert inside.index("Breadcrumb") < inside.index("Finish this lesson")
    assert inside.index("Finish this lesson") < inside.index(heard[-1][1])
    expect(lesson).to_have_title(re.compile("^The name of hello · Git from the inside"))


def test_a_completion_is_announced_and_the_way_on_is_read(lesson: Page) -> None:
    complete_button(lesson).press("Enter")

    wait_to_hear(lesson, "Lesson complete")
    following = lesson.get_by_role("region", name="Finish this lesson").get_by_role("link")
    expect(following).to_be_focused()
    name = re.compile(r"^Next: Three objects in motion · \d+ min")
    expect(following).to_have_accessible_name(name)


def test_a_toast_is_read_once_in_full_and_the_bell_counts_it(lesson: Page) -> None:
    expect(bell(lesson)).to_have_accessible_name(re.compile(r"^Notifications\W*$"))

    complete_elsewhere(lesson)

    wait_to_hear(lesson, "First Lesson Watched")
    told = [text for text in spoken(lesson) if "First Lesson Watched" in text]
    assert len(told) == 1
    assert re.search("^First Lesson Watched .*Next: 5 Lessons Watched.* Got it$", told[0])
    expect(bell(lesson)).to_have_accessible_name(re.compile(r"^Notifications\W+1 unread$"))
    expect(lesson.locator(":focus")).to_have_count(0)
    settle(lesson)
    assert [text for text in spoken(lesson) if "First Lesson Watched" in text] == told


def test_the_toasts_stand_in_a_region_that_was_there_before(lesson: Page) -> None:
    region = lesson.locator("#toasts")

    expect(region).to_have_role("status")
    expect(region).to_have_attribute("aria-live", "polite")
    expect(toasts(lesson)).to_have_count(0)


def test_what_is_wrong_with_a_form_is_tied_to_its_field(windows: Windows) -> None:
    windows.tolerate("status of 422")
    page = windows.open()
    page.goto("/accounts/signup/")
    name = page.get_by_role("textbox", name="Username")
    password = page.get_by_role("textbox", name="Password")
    name.fill("7")
    page.get_by_role("textbox", name="Email").fill("seven@example.org")
    password.fill("12345678")

    password.press("Enter")

    expect(name).to_have_attribute("aria-invalid", "true")
    expect(name).to_have_accessible_description(re.compile("only digits|letter", re.IGNORECASE))
    expect(password).to_have_attribute("aria-invalid", "true")
    expect(password).to_have_accessible_description(re.compile("too common"))


def test_a_refused_comment_says_why_at_once_and_at_its_field(
    lesson: Page, windows: Windows
) -> None:
    windows.tolerate("status of 422")
    composer(lesson).fill(" ")

    lesson.get_by_role("button", name="Comment", exact=True).click()

    expect(composer(lesson)).to_have_accessible_description(re.compile(r"\w"))
    reason = composer(lesson).evaluate(
        "field => document.getElementById(field.getAttribute('aria-describedby')).innerText.trim()"
    )
    wait_to_hear(lesson, reason)


def test_the_controls_of_a_comment_say_whose_they_are(lesson: Page) -> None:
    write_comment(lesson, "Who is listening?")

    mine = lesson.get_by_role("article").filter(has_text="Who is listening?")
    expect(mine.locator("summary", has_text="Reply")).to_have_accessible_name(
        re.compile(r"^Reply\s+to Mary$")
    )


def test_progress_is_told_in_words(windows: Windows) -> None:
    page = windows.open()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Margaret").click()
    page.goto("/achievements/")

    main = page.get_by_role("main").aria_snapshot()

    assert 'heading "Master"' in main
    assert "50 Lessons Watched" in main
    assert "20 Comments Written" in main
