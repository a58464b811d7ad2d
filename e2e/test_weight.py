"""A lesson opens quickly on a slow line."""

from playwright.sync_api import expect

from e2e.people import Person
from e2e.steps import LESSON, composer, enrol, wait_for_line
from e2e.windows import Windows

MOST_BYTES = 100_000
MOST_REQUESTS = 12


def test_the_first_lesson_page_is_light(windows: Windows, mary: Person) -> None:
    enrol(windows.open(mary, java_script_enabled=False))
    page = windows.open(mary)
    line = page.context.new_cdp_session(page)
    requests: list[str] = []
    sizes: list[int] = []
    line.on("Network.requestWillBeSent", lambda event: requests.append(event["request"]["url"]))
    line.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    line.send("Network.enable")

    page.goto(LESSON, wait_until="networkidle")
    wait_for_line(page)

    expect(composer(page)).to_be_visible()
    assert 5 < len(set(requests)) <= MOST_REQUESTS, requests
    assert 20_000 < sum(sizes) <= MOST_BYTES, sizes
