"""From a click in one window to the toast that is painted in another."""

import time
from collections.abc import Iterator

from playwright.sync_api import Browser, Page, Response, WebSocket

from benchmarks.browser import chromium, window
from benchmarks.figures import Figure, percentile
from benchmarks.people import new_learner, published_lessons, session_of
from benchmarks.processes import BenchError
from benchmarks.world import World

BENCH = "toast"
RUNS = 30
QUIET_SECONDS = 0.4
PATIENCE = 15.0
LONGEST_SECONDS = 80.0
# Resolves, with the time, right after the first frame that has the toast in it was painted.
WATCH = """() => {
  window.toastPainted = new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => resolve(Date.now());
    new MutationObserver(() => {
      const toast = document.querySelector("#toasts [data-toast]");
      if (toast?.checkVisibility()) requestAnimationFrame(() => channel.port2.postMessage(0));
    }).observe(document.getElementById("toasts"), { childList: true, subtree: true });
  });
}"""
PAINTED = """() => Promise.race([
  window.toastPainted, new Promise((resolve) => setTimeout(resolve, 10_000, null)),
])"""


class Line:
    """What a page hears and asks, so that a click can wait until it has settled."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.has_rung = False
        self.changed_at = time.monotonic()
        page.on("websocket", self._on_socket)
        page.on("response", self._on_response)

    def _on_socket(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._on_ring)

    def _on_ring(self, _: object) -> None:
        self.has_rung = True
        self.changed_at = time.monotonic()

    def _on_response(self, _: Response) -> None:
        self.changed_at = time.monotonic()

    def settle(self) -> None:
        """Return when the socket is open and the page has asked what it missed."""
        deadline = time.monotonic() + PATIENCE
        while not self.has_rung or time.monotonic() - self.changed_at < QUIET_SECONDS:
            if time.monotonic() > deadline:
                raise BenchError("the second window's socket did not open")
            self.page.wait_for_timeout(20)


def measure(world: World) -> Iterator[Figure]:
    """Unlock a first achievement of a new learner in each run."""
    world.prepare()
    lesson = published_lessons()[0]
    path = lesson.get_absolute_url()
    count = world.runs(RUNS)
    sessions = [session_of(new_learner([lesson.course])) for _ in range(count + 1)]
    with world.serve(), chromium() as browser:
        until = time.monotonic() + LONGEST_SECONDS
        pairs = [
            one_run(browser, world.address, path, session)
            for session in sessions
            if time.monotonic() < until
        ]
    # The first run of a server and a browser pays for both their starts.
    times, floors = zip(*pairs[1:], strict=True)
    for name, percent, budget in (("p50", 50, None), ("p95", 95, 300.0)):
        value, floor = percentile(times, percent), percentile(floors, percent)
        label = f"click → painted in another window, {name}"
        note = f"{len(times)} of {count} runs"
        floor_name = "the click's HTTP answer alone"
        yield Figure(BENCH, label, value, "ms", budget, False, floor, floor_name, note)


def one_run(
    browser: Browser, address: str, path: str, session: tuple[str, str]
) -> tuple[float, float]:
    """Return the milliseconds from the click to the toast and to the click's own answer.

    The first window has no JavaScript, so only the second can take the toast.
    """
    with (
        window(browser, address, session, has_javascript=False) as first,
        window(browser, address, session) as second,
    ):
        first.goto(address + path)
        line = Line(second)
        second.goto(f"{address}/")
        line.settle()
        second.evaluate(WATCH)
        clicked_at, answers = click(first)
        painted_at = second.evaluate(PAINTED)
        if painted_at is None or not answers:
            raise BenchError("no toast, or no answer, within 10 s of the click")
        return painted_at - clicked_at, answers[0] - clicked_at


def click(page: Page) -> tuple[float, list[float]]:
    """Complete the lesson; return when the button went down and, once it is there, the answer."""
    answers: list[float] = []

    def note_answer(response: Response) -> None:
        if response.request.method == "POST":
            timing = response.request.timing
            answers.append(timing["startTime"] + timing["responseStart"])

    page.on("response", note_answer)
    page.locator("#lesson-action").hover()
    clicked_at = time.time() * 1000
    page.mouse.down()
    page.mouse.up()
    return clicked_at, answers
