"""Take the README's pictures: `make screenshots`. With a folder, take every page into it, too."""

import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, expect

from e2e.crawl import SETTLES_IN
from e2e.portal import ROOT, portal
from e2e.steps import COURSE, LESSON, VIDEO_LESSON, complete, sign_in_as, toasts
from e2e.windows import Windows, chromium

EVENING = datetime(2026, 6, 18, 18, 30, tzinfo=UTC)
SIZES = {"phone": {"width": 360, "height": 740}, "desktop": {"width": 1280, "height": 800}}
WIDE, PHONE = {"width": 1200, "height": 750}, {"width": 390, "height": 780}
MOST_BYTES = 200_000
# A picture from within, for until there is one the browser shows that it waits.
SHOW_A_FRAME = """async () => {
  for (const video of document.querySelectorAll("video")) {
    const isThere = new Promise(resolve => video.addEventListener("seeked", resolve, {once: true}));
    video.currentTime = 24;
    await isThere;
  }
}"""
VIDEOS_REST = "() => [...document.querySelectorAll('video')].every(video => video.readyState > 2)"
PAGES = {
    "": {
        "welcome": "/",
        "catalogue": "/courses/",
        "nothing-found": "/courses/?q=zebra",
        "course": COURSE,
        "sign-in": "/accounts/login/",
        "sign-up": "/accounts/signup/",
        "reset": "/accounts/password/reset/",
        "not-there": "/nowhere/",
    },
    "Ada": {
        "first-home": "/",
        "first-achievements": "/achievements/",
        "first-inbox": "/notifications/",
        "first-mails": "/notifications/emails/",
        "course-to-enrol": COURSE,
        "lesson-not-enrolled": LESSON,
    },
    "Grace": {
        "home": "/",
        "course-enrolled": COURSE,
        "lesson": LESSON,
        "lesson-with-video": VIDEO_LESSON,
        "achievements": "/achievements/",
        "profile": "/people/grace/",
        "inbox": "/notifications/",
        "mails": "/notifications/emails/",
        "preferences": "/notifications/preferences/",
        "settings": "/accounts/settings/",
        "tokens": "/accounts/tokens/",
        "addresses": "/accounts/email/",
        "password": "/accounts/password/change/",
        "second-factor": "/accounts/2fa/",
        "devices": "/accounts/sessions/",
    },
    "Margaret": {"top-home": "/", "top-achievements": "/achievements/", "finished-course": COURSE},
    "Admin": {"styleguide": "/styleguide/", "styleguide-rtl": "/styleguide/?dir=rtl"},
}


def take_all(windows: Windows, folder: Path) -> None:
    """Take every page as everybody sees it, small and large, light and dark."""
    for name, pages in PAGES.items():
        page = windows.open(is_traced=False, reduced_motion="reduce")
        if name:
            sign_in_as(page, name)
        for title, path in pages.items():
            page.goto(path, wait_until="networkidle")
            take(page, folder, title)
        if name == "Grace":
            page.goto("/notifications/emails/")
            page.get_by_role("main").get_by_role("listitem").first.get_by_role("link").click()
            page.wait_for_load_state("networkidle")
            take(page, folder, "mail")
        leave(page)


def take(page: Page, folder: Path, title: str) -> None:
    """Take the open page in all sizes and colours."""
    for device, size in SIZES.items():
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.evaluate(SETTLES_IN, scheme)
            page.screenshot(path=folder / f"{title}-{device}-{scheme}.png", full_page=True)


def take_for_readme(windows: Windows, folder: Path) -> None:
    """Take the pages that the README shows, as Grace sees them on her way to her next badge."""
    page = windows.open(is_traced=False, reduced_motion="reduce", viewport=WIDE)
    sign_in_as(page, "Grace")
    take_one(page, "/", folder / "home.png")
    take_one(page, VIDEO_LESSON, folder / "lesson.png")
    page.emulate_media(color_scheme="dark")
    take_one(page, COURSE, folder / "dark.png")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="light")
    take_one(page, LESSON, folder / "phone.png")
    leave(page)


def leave(page: Page) -> None:
    """Go away, so that no toast is shown to nobody."""
    page.goto("about:blank")


def take_one(page: Page, path: str, file: Path) -> None:
    """Take what the window shows of a page, with its videos loaded."""
    page.goto(path, wait_until="networkidle")
    page.evaluate(SHOW_A_FRAME)
    page.wait_for_function(VIDEOS_REST)
    page.screenshot(path=file, animations="disabled", caret="hide")
    assert file.stat().st_size <= MOST_BYTES, f"{file} has {file.stat().st_size} bytes"


def take_toast(windows: Windows, folder: Path, others: Path | None) -> None:
    """Let Grace earn her badge and take the card, for the README and on a phone."""
    plain = windows.open(is_traced=False, java_script_enabled=False)
    sign_in_as(plain, "Grace")
    plain.get_by_role("link", name="Continue").click()
    complete(plain)
    page = windows.open(
        is_traced=False,
        storage_state=plain.context.storage_state(),
        reduced_motion="reduce",
        viewport=WIDE,
    )
    page.goto("/achievements/")
    expect(toasts(page)).to_contain_text("Intermediate badge unlocked")
    file = folder / "achievements.png"
    page.screenshot(path=file, animations="disabled")
    assert file.stat().st_size <= MOST_BYTES, f"{file} has {file.stat().st_size} bytes"
    for scheme in ("light", "dark") if others else ():
        page.set_viewport_size(SIZES["phone"])  # type: ignore[arg-type]
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=f"{others}/toast-phone-{scheme}.png", animations="disabled")


def main(folder: Path | None) -> None:
    """Take everything from a new portal whose clock says that it is our evening."""
    clock = {
        "LAUREL_CLOCK_AHEAD": str((EVENING - datetime.now(UTC)).total_seconds()),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "e2e" / "clock"), *sys.path[:1]]),
    }
    with (
        tempfile.TemporaryDirectory() as var,
        portal(Path(var), **clock) as laurel,
        chromium() as browser,
    ):
        windows = Windows(browser, laurel.url)
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
            take_all(windows, folder)
        take_for_readme(windows, ROOT / "docs")
        take_toast(windows, ROOT / "docs", folder)
        windows.close(None)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
