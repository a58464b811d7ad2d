"""A real Chromium with windows of signed-in people."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.processes import BenchError
from tests.browser import BrowserError, find_chromium

QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run a browser. While it runs, this thread cannot use the database."""
    try:
        path = find_chromium()
    except BrowserError as error:
        raise BenchError(str(error)) from error
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def window(
    browser: Browser, address: str, session: tuple[str, str], *, has_javascript: bool = True
) -> Iterator[Page]:
    """Open an empty window of a person with nothing cached."""
    context = browser.new_context(java_script_enabled=has_javascript)
    context.set_default_timeout(15_000)
    name, value = session
    context.add_cookies([{"name": name, "value": value, "url": address}])
    try:
        yield context.new_page()
    finally:
        context.close()
