"""Watching a video: it plays, has captions, and keeps its place."""

import pytest
from playwright.sync_api import Page, expect

from e2e.people import Person
from e2e.steps import VIDEO_LESSON, enrol
from e2e.windows import Windows

POSITION = "**/position/"


@pytest.fixture
def video(windows: Windows, mary: Person) -> Page:
    """Mary's window at a lesson with a video."""
    page = windows.open(mary)
    enrol(page)
    page.goto(VIDEO_LESSON)
    page.wait_for_function("document.querySelector('video').readyState >= 1")
    return page


def test_a_key_plays_the_video_and_pauses_it(video: Page) -> None:
    video.keyboard.press("k")
    video.wait_for_function("document.querySelector('video').currentTime > 0.2")

    video.keyboard.press("k")

    assert video.evaluate("document.querySelector('video').paused")


def test_keys_do_nothing_to_the_video_while_one_types(video: Page) -> None:
    video.get_by_role("textbox", name="Your question").click()

    video.keyboard.type("jklmcf 5")

    assert video.evaluate("document.querySelector('video').currentTime") == 0
    assert video.evaluate("document.querySelector('video').paused")


def test_the_captions_are_shown(video: Page) -> None:
    video.wait_for_function("document.querySelector('video').textTracks[0].cues?.length > 0")

    shown = video.evaluate("document.querySelector('video').textTracks[0].mode")

    assert shown == "showing"


def test_a_line_of_the_transcript_leads_to_its_place(video: Page) -> None:
    video.locator("summary", has_text="Transcript").click()

    video.get_by_role("button", name="no file name").click()

    video.wait_for_function("document.querySelector('video').currentTime >= 18")


def test_the_video_goes_on_at_the_second_where_it_was_left(video: Page) -> None:
    with video.expect_request(POSITION):
        video.evaluate("document.querySelector('video').currentTime = 7")
    video.reload()

    video.get_by_role("button", name="Continue from 0:07").click()

    video.wait_for_function("document.querySelector('video').currentTime >= 7")
    expect(video.get_by_role("button", name="Continue from")).to_be_hidden()


def test_the_video_can_be_started_again(video: Page) -> None:
    with video.expect_request(POSITION):
        video.evaluate("document.querySelector('video').currentTime = 7")
    video.reload()

    video.get_by_role("button", name="Start again").click()

    assert video.evaluate("document.querySelector('video').currentTime") < 5


def test_the_place_is_kept_when_the_page_is_closed(video: Page) -> None:
    video.evaluate("document.querySelector('video').currentTime = 4")
    other = video.context.new_page()
    with video.context.expect_event("request", lambda request: "/position/" in request.url):
        video.close(run_before_unload=True)

    other.goto(VIDEO_LESSON)

    expect(other.get_by_role("button", name="Continue from 0:04")).to_be_visible()
