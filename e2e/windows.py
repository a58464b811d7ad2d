"""Browser windows that take note of everything that should not happen in them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Response,
    WebError,
    sync_playwright,
)

from e2e.people import Person
from tests.browser import find_chromium
from tests.processes import wait_until

FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
TRACES = Path(__file__).resolve().parent.parent / "var" / "traces"


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield a browser: LAUREL_CHROMIUM, else one of this machine."""
    path = os.environ.get("LAUREL_CHROMIUM") or find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class Windows:
    """The windows of one test. What is found in `tolerated` may happen; all else fails the test."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._browser = browser
        self._url = url
        self.contexts: list[BrowserContext] = []
        self.problems: list[str] = []
        self.tolerated: list[str] = []

    def open(self, person: Person | None = None, *, is_traced: bool = True, **options: Any) -> Page:
        """Open an empty window in a browser of its own, signed in as the person."""
        context = self._browser.new_context(base_url=self._url, **options)
        self.contexts.append(context)
        context.set_default_timeout(10_000)
        context.tracing.start(snapshots=is_traced)
        context.on("console", self._note_message)
        context.on("weberror", self._note_error)
        context.on("response", self._note_response)
        if person:
            context.add_cookies([{"name": "sessionid", "value": person.session, "url": self._url}])
        return context.new_page()

    def tolerate(self, *problems: str) -> None:
        """Let messages that contain one of these texts pass."""
        self.tolerated += problems

    def found(self) -> list[str]:
        """Return what happened that should not have happened."""
        return [
            problem
            for problem in self.problems
            if not any(text in problem for text in self.tolerated)
        ]

    def close(self, trace_name: str | None) -> None:
        """Close all windows; with a name, keep their traces."""
        for number, context in enumerate(self.contexts):
            path = TRACES / f"{trace_name}-{number}.zip" if trace_name else None
            context.tracing.stop(path=path)
            context.close()

    def _note_message(self, message: ConsoleMessage) -> None:
        # A breach of the content security policy is told here, too.
        if message.type == "error":
            self.problems.append(f"console: {message.text} ({message.location['url']})")

    def _note_error(self, error: WebError) -> None:
        self.problems.append(f"page error: {error.error}")

    def _note_response(self, response: Response) -> None:
        if response.status >= 500:
            self.problems.append(f"{response.status} from {response.url}")


def reload_until_visible(page: Page, wanted: Locator) -> None:
    """Look again until what the worker does later has happened."""

    def is_there() -> bool:
        page.reload()
        return wanted.is_visible()

    wait_until(is_there, seconds=15)
