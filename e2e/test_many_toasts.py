"""Several things are unlocked at once, and a badge among them is celebrated."""

import pytest
from playwright.sync_api import Page, expect

from e2e.people import Person
from e2e.steps import (
    COUNT_CONFETTI,
    COURSE,
    earn_badge_elsewhere,
    open_first_lesson,
    settle,
    toasts,
)
from e2e.test_toast import A_WHILE, HIDE
from e2e.windows import Windows

LESSONS = [
    f"{COURSE}lessons/{slug}/"
    for slug in (
        "the-name-of-hello",
        "three-objects-in-motion",
        "blobs-and-trees",
        "what-a-commit-really-is",
        "the-index",
    )
]
CALM = {"reduced_motion": "reduce"}


@pytest.fixture
def crowd(request: pytest.FixtureRequest, windows: Windows, mary: Person) -> Page:
    """Mary's window, to which she comes back after four awards and a badge."""
    page = windows.open(mary, **getattr(request, "param", {}))
    page.add_init_script(COUNT_CONFETTI)
    page.clock.install()
    open_first_lesson(page)
    settle(page)
    page.evaluate(HIDE, True)
    earn_badge_elsewhere(page, LESSONS)
    page.evaluate(HIDE, False)
    expect(toasts(page).filter(visible=True)).to_have_count(3)
    return page


def test_of_many_toasts_three_are_seen_and_the_next_when_one_goes(crowd: Page) -> None:
    seen = toasts(crowd).filter(visible=True)
    first = seen.first.text_content()
    settle(crowd)
    expect(seen).to_have_count(3)

    toasts(crowd).first.get_by_role("button", name="Got it").click()
    crowd.clock.run_for(1000)

    expect(seen).to_have_count(3)
    expect(seen.first).not_to_have_text(first or "")
    expect(seen.last).to_contain_text("Intermediate badge unlocked")


def test_escape_closes_the_newest_alone(crowd: Page) -> None:
    seen = toasts(crowd).filter(visible=True)
    newest = seen.last.get_attribute("id")

    crowd.keyboard.press("Escape")
    crowd.clock.run_for(1000)

    expect(crowd.locator(f"#{newest}")).to_have_count(0)
    assert seen.count() >= 2


def test_a_pointer_on_one_toast_holds_them_all(crowd: Page) -> None:
    toasts(crowd).first.hover()

    crowd.clock.run_for(A_WHILE)

    expect(toasts(crowd).filter(visible=True)).to_have_count(3)


@pytest.mark.parametrize("crowd", [CALM, {}], ids=["calm", "lively"], indirect=True)
def test_a_badge_throws_confetti_once_unless_one_wants_calm(crowd: Page) -> None:
    is_calm = crowd.evaluate("matchMedia('(prefers-reduced-motion: reduce)').matches")
    asked_for: list[str] = []
    crowd.on("request", lambda request: asked_for.append(request.url))

    toasts(crowd).first.get_by_role("button", name="Got it").click()

    expect(toasts(crowd).filter(has_text="Intermediate badge unlocked")).to_be_visible()
    settle(crowd)
    scripts = [url for url in asked_for if "confetti" in url]
    if is_calm:
        assert scripts == []
        return
    assert len(scripts) == 1
    crowd.wait_for_function("window.thrown === 1")
    crowd.goto("/achievements/")
    settle(crowd)
    assert crowd.evaluate("window.thrown") == 0
