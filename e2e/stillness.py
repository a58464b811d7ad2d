"""Whether a page holds still: what shifts by itself, and what moves under the reader's eye."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Locator, Page

PHONE: dict[str, Any] = {
    "viewport": {"width": 412, "height": 823},
    "device_scale_factor": 1.75,
    "is_mobile": True,
    "has_touch": True,
}
MOST_SHIFT = 0.02
MOST_PIXELS = 1
# A line on which what comes later is seen to come later.
SLOW = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
NOTE_SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const {value, hadRecentInput, sources} of list.getEntries()) {
    const what = sources.map(({node}) => node?.outerHTML ?? node?.textContent ?? "?");
    shifts.push({value, hadRecentInput, what: what.map((html) => html.slice(0, 100))});
  }
}).observe({type: "layout-shift", buffered: true});
"""
PAINTED = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  const isMoving = ({playState, effect}) =>
    playState === "running" && effect?.getTiming().iterations !== Infinity;
  for (let left = 300; left && (left > 296 || document.getAnimations().some(isMoving)); left--) {
    await frame();
  }
}"""
TOP = "element => element.getBoundingClientRect().top"


def note_shifts(page: Page, *, is_slow: bool = False) -> None:
    """Note from the next page on what shifts, on a slow line if asked for."""
    page.add_init_script(NOTE_SHIFTS)
    if is_slow:
        page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)


def assert_no_shift(page: Page, *, after_input: bool = False) -> None:
    """Fail when what shifted on the open page adds up to too much.

    By definition what shifts within half a second of a key or a click does not count; look there
    with `nothing_moves`. That the window of a phone was made looks like such a click, too.
    """
    page.evaluate(PAINTED)
    shifts = [
        each for each in page.evaluate("shifts") if not (after_input and each["hadRecentInput"])
    ]
    total = sum(each["value"] for each in shifts)
    print(f"layout shift {total:.4f} in {page.url}")
    assert total <= MOST_SHIFT, shifts


def top(place: Locator) -> float:
    """Return how far the element is below the upper edge of the window."""
    return float(place.evaluate(TOP))


@contextmanager
def nothing_moves(*places: Locator) -> Iterator[None]:
    """Fail when one of the elements has moved at the end."""
    page = places[0].page
    page.evaluate(PAINTED)
    before = [top(place) for place in places]
    yield
    page.evaluate(PAINTED)
    moved = [
        (str(place), was, top(place))
        for place, was in zip(places, before, strict=True)
        if abs(top(place) - was) > MOST_PIXELS
    ]
    assert not moved, moved
