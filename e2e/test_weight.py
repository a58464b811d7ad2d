"""A lesson opens quickly on a slow line."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from e2e.people import Person
from e2e.steps import LESSON, VIDEO_LESSON, composer, take_part, wait_for_line
from e2e.windows import Windows

MOST_BYTES = 60_000
MOST_REQUESTS = 12
OF_THE_VIDEO = ("/video/", "/captions/", "/poster/")


class Transfer:
    """What a page brings over the wire, headers included, but for the video itself."""

    def __init__(self, page: Page) -> None:
        self.addresses: dict[str, str] = {}
        self.sizes: dict[str, int] = {}
        line = page.context.new_cdp_session(page)
        line.on("Network.requestWillBeSent", self._note_request)
        line.on("Network.loadingFinished", self._note_size)
        line.send("Network.enable")

    def _note_request(self, event: dict[str, Any]) -> None:
        address = event["request"]["url"]
        if address.startswith("http") and not address.endswith(OF_THE_VIDEO):
            self.addresses[event["requestId"]] = address

    def _note_size(self, event: dict[str, Any]) -> None:
        if address := self.addresses.get(event["requestId"]):
            self.sizes[address] = int(event["encodedDataLength"])


@pytest.mark.parametrize("path", [LESSON, VIDEO_LESSON], ids=["article", "video"])
def test_the_first_lesson_page_is_light(windows: Windows, mary: Person, path: str) -> None:
    page = windows.open(mary)
    take_part(page)
    transfer = Transfer(page)

    page.goto(path, wait_until="networkidle")
    wait_for_line(page)

    expect(composer(page)).to_be_visible()
    requests, size = set(transfer.addresses.values()), sum(transfer.sizes.values())
    print(f"{size} bytes in {len(requests)} requests for {path}")
    assert 5 < len(requests) <= MOST_REQUESTS, requests
    assert 20_000 < size <= MOST_BYTES, transfer.sizes
