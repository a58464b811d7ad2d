"""Watching a video: it plays, has captions, and keeps its place."""

import pytest
from playwright.sync_api import Page, expect

from e2e.people import Person
from e2e.steps import VIDEO_LESSON, take_part
from e2e.windows import Windows, reload_until_visible

POSITION = "**/position/"
COMES_TO = """(video, seconds) => new Promise(answer => {
  const look = () => { if (video.readyState && video.currentTime >= seconds) answer(true); };
  for (const name of ["loadedmetadata", "timeupdate"]) video.addEventListener(name, look);
  setTimeout(answer, 10000, false);
  look();
})"""
SHOWS_CUES = """video => new Promise(answer => {
  const track = video.querySelector("track");
  const look = () => { if (track.track.cues?.length) answer(track.track.mode === "showing"); };
  track.addEventListener("load", look);
  setTimeout(answer, 10000, false);
  look();
})"""


@pytest.fixture
def lesson(windows: Windows, mary: Person) -> Page:
    """Mary's window at a lesson with a video."""
    page = windows.open(mary)
    take_part(page)
    page.goto(VIDEO_LESSON)
    assert comes_to(page, 0)
    return page


def comes_to(page: Page, seconds: float) -> bool:
    return bool(page.locator("video").evaluate(COMES_TO, seconds))


def jump_to(page: Page, seconds: float) -> None:
    page.locator("video").evaluate("(video, to) => { video.currentTime = to; }", seconds)


def test_a_key_plays_the_video_and_pauses_it(lesson: Page) -> None:
    lesson.keyboard.press("k")
    assert comes_to(lesson, 0.2)

    lesson.keyboard.press("k")

    expect(lesson.locator("video")).to_have_js_property("paused", True)


def test_keys_do_nothing_to_the_video_while_one_types(lesson: Page) -> None:
    lesson.get_by_role("textbox", name="Your question").click()

    lesson.keyboard.type("jklmcf 5")

    expect(lesson.locator("video")).to_have_js_property("paused", True)
    expect(lesson.locator("video")).to_have_js_property("currentTime", 0)
    expect(lesson.locator("video")).to_have_js_property("muted", False)


def test_the_captions_are_shown(lesson: Page) -> None:
    is_shown = lesson.locator("video").evaluate(SHOWS_CUES)

    assert is_shown


def test_a_line_of_the_transcript_leads_to_its_place(lesson: Page) -> None:
    lesson.locator("summary", has_text="Transcript").click()

    lesson.get_by_role("button", name="no file name").click()

    assert comes_to(lesson, 18)


def test_the_video_goes_on_at_the_second_where_it_was_left(lesson: Page) -> None:
    with lesson.expect_response(POSITION):
        jump_to(lesson, 7)
    lesson.reload()

    lesson.get_by_role("button", name="Continue from 0:07").click()

    assert comes_to(lesson, 7)
    expect(lesson.get_by_role("button", name="Continue from")).to_be_hidden()


def test_the_video_can_be_started_again(lesson: Page) -> None:
    with lesson.expect_response(POSITION):
        jump_to(lesson, 7)
    lesson.reload()

    lesson.get_by_role("button", name="Start again").click()

    assert lesson.locator("video").evaluate("video => video.currentTime") < 5


def test_the_place_is_kept_when_one_leaves_the_page(lesson: Page) -> None:
    jump_to(lesson, 4)

    lesson.goto("/courses/")

    lesson.goto(VIDEO_LESSON)
    reload_until_visible(lesson, lesson.get_by_role("button", name="Continue from 0:04"))
