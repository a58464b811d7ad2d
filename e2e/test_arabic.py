"""The portal in Arabic: from right to left, in the person's own words."""

import re

from playwright.sync_api import Page, expect

from e2e.crawl import faults_of, too_wide
from e2e.people import Person
from e2e.steps import COURSE, LESSON, VIDEO_LESSON, sign_in_as, toasts
from e2e.windows import Windows

ARABIC = "العربية"
# Where Arabic changes more than words is looked at closely.
MAIN_PAGES = ["/", VIDEO_LESSON, "/achievements/", "/accounts/settings/"]
OTHER_PAGES = [
    "/courses/",
    "/courses/?q=zebra",
    COURSE,
    LESSON,
    "/people/grace/",
    "/notifications/",
    "/notifications/emails/",
    "/notifications/preferences/",
    "/accounts/tokens/",
    "/accounts/email/",
    "/accounts/2fa/",
    "/accounts/sessions/",
]


def expect_arabic(page: Page) -> None:
    root = page.locator("html")
    expect(root).to_have_attribute("lang", "ar")
    expect(root).to_have_attribute("dir", "rtl")


def grace_in_arabic(windows: Windows) -> Page:
    """Return a window in which Grace, who has chosen no language, reads with an Arabic browser."""
    page = windows.open(is_traced=False)
    sign_in_as(page, "Grace")
    page.context.set_extra_http_headers({"Accept-Language": "ar"})
    return page


def choose(page: Page, language: str) -> None:
    """Press the language in the page's foot."""
    page.get_by_role("contentinfo").get_by_role("button", name=language).click()


def test_the_switch_in_the_foot_changes_the_language_and_stays_on_the_page(
    windows: Windows,
) -> None:
    page = windows.open()
    page.goto("/courses/?q=git")

    choose(page, ARABIC)

    expect_arabic(page)
    expect(page).to_have_url(re.compile(r"/courses/\?q=git$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("الدورات")
    choose(page, "English")
    expect(page.get_by_role("heading", level=1)).to_have_text("Courses")


def test_pages_in_arabic_are_free_of_barriers(windows: Windows) -> None:
    page = grace_in_arabic(windows)
    found = {}

    for path in MAIN_PAGES:
        page.goto(path)
        expect_arabic(page)
        found[path] = faults_of(page)

    assert {path: faults for path, faults in found.items() if faults} == {}


def test_no_page_in_arabic_is_too_wide_for_a_small_phone(windows: Windows) -> None:
    page = grace_in_arabic(windows)
    found = {}

    for path in OTHER_PAGES:
        page.goto(path, wait_until="domcontentloaded")
        expect_arabic(page)
        found[path] = too_wide(page)

    assert {path: sizes for path, sizes in found.items() if sizes} == {}


def test_an_award_is_announced_in_the_learners_language(windows: Windows, mary: Person) -> None:
    page = windows.open(mary)
    page.goto(COURSE)
    choose(page, ARABIC)
    page.get_by_role("button", name="الالتحاق").click()
    page.get_by_role("link", name="ابدأ الدرس الأول").click()

    page.get_by_role("button", name="أكمل الدرس").click()

    expect(page.get_by_text("اكتمل الدرس")).to_be_visible()
    expect(toasts(page)).to_contain_text("أول درس")
    expect(toasts(page)).not_to_contain_text(re.compile("[A-Za-z]"))
