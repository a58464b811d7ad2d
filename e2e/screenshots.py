"""Take pictures of every page, and of a toast: `python -m e2e.screenshots FOLDER`."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect

from e2e.crawl import SETTLES_IN
from e2e.portal import ROOT, portal
from e2e.steps import COURSE, LESSON, VIDEO_LESSON, complete, sign_in_as, toasts
from e2e.windows import Windows, chromium

SIZES = {"phone": {"width": 360, "height": 740}, "desktop": {"width": 1280, "height": 800}}
MOST_BYTES = 200_000
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


def take(page: Page, folder: Path, title: str) -> None:
    """Take the open page in all sizes and colours."""
    for device, size in SIZES.items():
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.evaluate(SETTLES_IN, scheme)
            page.screenshot(path=folder / f"{title}-{device}-{scheme}.png", full_page=True)


def take_toast(windows: Windows, file: Path, folder: Path) -> None:
    """Let Grace earn her badge and take the card, for the README and on a phone."""
    plain = windows.open(is_traced=False, java_script_enabled=False)
    sign_in_as(plain, "Grace")
    plain.get_by_role("link", name="Continue").click()
    complete(plain)
    page = windows.open(
        is_traced=False,
        storage_state=plain.context.storage_state(),
        viewport={"width": 1280, "height": 720},
    )
    page.goto("/achievements/")
    expect(toasts(page)).to_contain_text("Intermediate badge unlocked")
    page.screenshot(path=file, animations="disabled")
    assert file.stat().st_size <= MOST_BYTES, file.stat().st_size
    for scheme in ("light", "dark"):
        page.set_viewport_size(SIZES["phone"])  # type: ignore[arg-type]
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=folder / f"toast-phone-{scheme}.png", animations="disabled")


def main(folder: Path) -> None:
    """Take everything from a new portal."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as var, portal(Path(var)) as laurel, chromium() as browser:
        windows = Windows(browser, laurel.url)
        take_all(windows, folder)
        take_toast(windows, ROOT / "docs" / "toast.png", folder)
        windows.close(None)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
