"""What the first load of a lesson page without a video brings over the wire."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser

from benchmarks.browser import chromium, window
from benchmarks.figures import Figure
from benchmarks.people import article, new_learner, session_of
from benchmarks.world import World

BENCH = "weight"
BYTES_PER_KB = 1000
SETTLED_MS = 1500


@dataclass
class Transfer:
    """The requests of a page and their bytes, headers included, as they came over the wire."""

    kinds: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    def on_response(self, event: dict[str, Any]) -> None:
        """Note what a request is for."""
        self.kinds[event["requestId"]] = event["type"]

    def on_finished(self, event: dict[str, Any]) -> None:
        """Note what a request weighed."""
        self.sizes[event["requestId"]] = int(event["encodedDataLength"])

    def kilobytes(self, *kinds: str) -> float:
        """Return what the requests of these kinds weighed; all of them without any."""
        found = [size for key, size in self.sizes.items() if not kinds or self.kinds[key] in kinds]
        return sum(found) / BYTES_PER_KB


def measure(world: World) -> Iterator[Figure]:
    """Open the page with nothing cached, signed in, and add up."""
    world.prepare()
    lesson = article()
    session = session_of(new_learner([lesson.course]))
    path = lesson.get_absolute_url()
    with world.serve(), chromium() as browser:
        transfer = load(browser, world.address, path, session)
    parts = {kind: transfer.kilobytes(kind) for kind in sorted(set(transfer.kinds.values()))}
    note = ", ".join(f"{kind} {size:.1f}" for kind, size in parts.items())
    yield Figure(
        BENCH,
        "first load of a lesson",
        transfer.kilobytes(),
        "KB",
        60,
        floor=parts["Document"],
        floor_name="the HTML alone",
        note=note,
    )
    yield Figure(BENCH, "  requests", len(transfer.sizes), "", floor=1)


def load(browser: Browser, address: str, path: str, session: tuple[str, str]) -> Transfer:
    """Load the page with an empty cache and wait until it asks for nothing more."""
    transfer = Transfer()
    with window(browser, address, session) as page:
        devtools = page.context.new_cdp_session(page)
        devtools.on("Network.responseReceived", transfer.on_response)
        devtools.on("Network.loadingFinished", transfer.on_finished)
        devtools.send("Network.enable")
        page.goto(address + path, wait_until="networkidle")
        page.wait_for_timeout(SETTLED_MS)
    return transfer
