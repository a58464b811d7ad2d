"""The lesson as a place to be: film, keys, focus, outline."""

import pytest
from playwright.sync_api import Page, expect

from e2e.people import Person
from e2e.steps import LESSON, VIDEO_LESSON, complete_button, composer, take_part, wait_for_line
from e2e.stillness import top
from e2e.test_video import comes_to
from e2e.windows import Windows

PHONE = {"width": 390, "height": 780}
FILM_AT_DOUBLE_SPEED_MS = 90_000


@pytest.fixture
def film(windows: Windows, mary: Person) -> Page:
    """Mary's window at a lesson with a video."""
    page = windows.open(mary)
    take_part(page)
    page.goto(VIDEO_LESSON)
    assert comes_to(page, 0)
    return page


@pytest.fixture
def lesson(windows: Windows, mary: Person) -> Page:
    """Mary's window at an article."""
    page = windows.open(mary)
    take_part(page)
    page.goto(LESSON)
    wait_for_line(page)
    return page


def test_who_watches_the_film_has_completed_the_lesson(film: Page) -> None:
    wait_for_line(film)
    film.get_by_label("Speed").select_option("2")
    field = composer(film)
    field.fill("While it plays I type")
    place = top(field)

    film.locator("video").evaluate("video => video.play()")

    done = film.get_by_text("Lesson complete")
    expect(done).to_be_visible(timeout=FILM_AT_DOUBLE_SPEED_MS)
    expect(complete_button(film)).to_have_count(0)
    expect(film.locator("#outline-progress")).to_contain_text("1 of ")
    expect(field).to_be_focused()
    expect(field).to_have_value("While it plays I type")
    assert abs(top(field) - place) < 2


def test_who_jumps_to_the_end_has_completed_nothing(film: Page) -> None:
    film.locator("video").evaluate("video => { video.currentTime = video.duration - 1; }")
    with film.expect_response("**/position/") as reported:
        film.locator("video").evaluate("video => video.play()")
        expect(film.locator("video")).to_have_js_property("ended", True)

    assert reported.value.status == 204
    film.reload()
    expect(complete_button(film)).to_be_visible()


def test_speed_and_captions_are_as_one_left_them(film: Page) -> None:
    film.keyboard.press(">")
    film.keyboard.press("c")

    film.reload()

    expect(film.get_by_label("Speed")).to_have_value("1.25")
    expect(film.locator("video")).to_have_js_property("playbackRate", 1.25)
    assert film.locator("track").evaluate("element => element.track.mode") == "hidden"


def test_the_line_that_is_spoken_is_marked(film: Page) -> None:
    film.locator("summary", has_text="Transcript").click()
    line = film.get_by_role("button", name="no file name")

    line.click()

    expect(line).to_have_attribute("aria-current", "true")
    expect(film.locator(".cue[aria-current]")).to_have_count(1)


def test_a_question_mark_lists_the_keys(film: Page) -> None:
    keys = film.get_by_role("dialog", name="Keys")
    composer(film).press("?")
    expect(keys).to_be_hidden()
    composer(film).blur()

    film.keyboard.press("?")

    expect(keys).to_contain_text("10 seconds back or on")
    expect(keys.get_by_role("button", name="Close")).to_be_focused()
    film.keyboard.press("Escape")
    expect(keys).to_be_hidden()


def test_keys_can_be_switched_off(lesson: Page) -> None:
    lesson.keyboard.press("?")
    lesson.get_by_label("Use single keys").uncheck()
    lesson.keyboard.press("Escape")

    lesson.reload()
    lesson.keyboard.press("z")
    lesson.keyboard.press("?")

    expect(lesson.get_by_label("Use single keys")).not_to_be_checked()
    expect(lesson.locator("html[data-focus]")).to_have_count(0)


def test_a_key_leads_to_the_next_lesson(lesson: Page) -> None:
    lesson.keyboard.press("n")

    expect(lesson).to_have_url(VIDEO_LESSON)


def test_focus_mode_hides_all_but_the_lesson_until_escape(lesson: Page) -> None:
    button = lesson.get_by_role("button", name="Focus")
    outline = lesson.get_by_role("complementary", name="Course outline")
    place = top(button)

    button.click()

    assert abs(top(button) - place) < 2 or lesson.evaluate("scrollY") == 0
    expect(lesson.get_by_role("banner")).to_be_hidden()
    expect(outline).to_be_hidden()
    lesson.reload()
    expect(lesson.get_by_role("banner")).to_be_hidden()
    expect(button).to_have_attribute("aria-pressed", "true")
    lesson.keyboard.press("Escape")
    expect(outline).to_be_visible()
    expect(button).to_have_attribute("aria-pressed", "false")


def test_on_a_phone_the_outline_is_a_drawer(windows: Windows, lesson: Page) -> None:
    lesson.set_viewport_size(PHONE)  # type: ignore[arg-type]
    opener = lesson.get_by_role("button", name="Lessons")
    drawer = lesson.get_by_role("navigation", name="Lessons of this course")
    expect(drawer).to_be_hidden()
    place = top(opener)

    opener.click()

    expect(drawer).to_be_visible()
    expect(drawer.locator("[aria-current=page]")).to_be_focused()
    assert top(opener) == place
    lesson.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(opener).to_be_focused()


def test_the_outline_opens_without_javascript(windows: Windows, mary: Person) -> None:
    page = windows.open(mary, java_script_enabled=False, viewport=PHONE)
    take_part(page)
    page.goto(LESSON)

    page.get_by_role("button", name="Lessons").click()

    expect(page.get_by_role("link", name="Three objects in motion").first).to_be_visible()
