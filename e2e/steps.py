"""What people do at every turn."""

import re

from playwright.sync_api import APIResponse, Locator, Page, expect

COURSE = "/courses/git-from-the-inside/"
LESSON = f"{COURSE}lessons/the-name-of-hello/"
VIDEO_LESSON = f"{COURSE}lessons/three-objects-in-motion/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
UNSEEN = "**/notifications/unseen/"
COUNT_CONFETTI = """
  window.thrown = 0;
  new MutationObserver(changes => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes) window.thrown += node.matches?.(".confetti") ?? 0;
  }).observe(document, { childList: true, subtree: true });
"""


def sign_in_as(page: Page, name: str) -> None:
    """Sign in as one of the demo people with one click."""
    page.goto("/accounts/login/")
    page.get_by_role("button", name=name).click()
    expect(bell(page)).to_be_visible()


def sign_up(page: Page, username: str, password: str) -> None:
    """Make an account."""
    page.goto("/accounts/signup/")
    page.locator("[name=username]").fill(username)
    page.locator("[name=email]").fill(f"{username}@example.org")
    page.locator("[name=password1]").fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign up").click()
    expect(bell(page)).to_be_visible()


def take_part(page: Page) -> None:
    """Take part in the course as if on another page, where this is not the story."""
    html = page.request.get(COURSE).text()
    form = {"csrfmiddlewaretoken": TOKEN.findall(html)[0]}
    assert page.request.post(f"{COURSE}enrolment/", form=form).ok


def open_first_lesson(page: Page) -> None:
    """Take part in the course and open its first lesson."""
    take_part(page)
    page.goto(LESSON)


def complete(page: Page) -> None:
    """Complete the lesson that is open, by its button."""
    complete_button(page).click()
    expect(page.get_by_text("Lesson complete")).to_be_visible()


def complete_elsewhere(page: Page, lesson: str = LESSON) -> None:
    """Complete a lesson on another device while this page is left alone."""
    assert post_elsewhere(page, f"{lesson}completion/").ok


def post_elsewhere(page: Page, path: str, **fields: str) -> APIResponse:
    """Send a form as the same person from another device."""
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    form: dict[str, str | float | bool] = {"csrfmiddlewaretoken": token, **fields}
    return page.request.post(path, form=form)


def complete_button(page: Page) -> Locator:
    """Return the lesson's button."""
    return page.get_by_role("button", name="Mark complete")


def toasts(page: Page) -> Locator:
    """Return the toasts that the page shows, in the region that screen readers announce."""
    return page.get_by_role("status").locator("[data-toast]")


def unread_count(page: Page) -> Locator:
    """Return the number at the bell."""
    return page.locator("[data-unread-count]")


def bell(page: Page) -> Locator:
    """Return the bell: a link to the notifications, or with scripts the button of their panel."""
    return page.locator("[data-bell]")


def panel(page: Page) -> Locator:
    """Return the panel that the bell opens."""
    return page.get_by_role("region", name="Latest notifications")


def earn_badge_elsewhere(page: Page, lessons: list[str]) -> None:
    """Earn four awards and a badge elsewhere: five lessons and three comments."""
    for lesson in lessons:
        complete_elsewhere(page, lesson)
    for text in ("One.", "Two.", "Three."):
        assert post_elsewhere(page, f"{lessons[0]}comments/", body=text).ok


def sign_out(page: Page) -> None:
    """Sign out by the account menu."""
    page.locator("summary", has_text="Account menu").click()
    page.get_by_role("button", name="Sign out").click()


def wait_for_line(page: Page, seconds: float = 10) -> None:
    """Return when the page is connected, that is, when it has heard its first ring."""
    expect(page.locator("[data-ring]")).to_be_attached(timeout=1000 * seconds)


def settle(page: Page) -> None:
    """Return when the page is connected and has nothing more to ask by itself."""
    wait_for_line(page)
    with page.expect_request(UNSEEN) as last:
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    last.value.response()


def write_comment(page: Page, text: str) -> None:
    """Write a comment below the lesson that is open."""
    composer(page).fill(text)
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.get_by_role("article").filter(has_text=text)).to_be_visible()


def composer(page: Page) -> Locator:
    """Return the field for a new comment."""
    return page.get_by_role("textbox", name="Your question or thought")


def comment(page: Page, text: str) -> Locator:
    """Return the comment that says this."""
    return page.get_by_role("article").filter(has_text=text)
