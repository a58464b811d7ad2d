"""Whoever has several windows open sees each toast once, in one of them, and the count in all."""

import pytest
from playwright.sync_api import Page, Request, Route, expect

from e2e.people import Person
from e2e.steps import UNSEEN, complete_elsewhere, open_first_lesson, settle, toasts, unread_count
from e2e.test_toast import HIDE
from e2e.windows import Windows

SHOWN = "**/notifications/*/shown/"


def tab_of(page: Page) -> Page:
    """Return another tab of the page's browser, settled at the same address."""
    tab = page.context.new_page()
    tab.goto(page.url)
    settle(tab)
    return tab


@pytest.fixture
def first(windows: Windows, mary: Person) -> Page:
    """Mary's window at her first lesson."""
    page = windows.open(mary)
    open_first_lesson(page)
    settle(page)
    return page


@pytest.fixture(params=["tab", "browser"])
def second(request: pytest.FixtureRequest, windows: Windows, mary: Person, first: Page) -> Page:
    """Mary's second window: a tab of the same browser, or another browser."""
    if request.param == "tab":
        return tab_of(first)
    page = windows.open(mary)
    page.goto(first.url)
    settle(page)
    return page


def is_acknowledgement(request: Request) -> bool:
    return request.url.endswith("/shown/")


def lose_answer(route: Route) -> None:
    route.fetch()
    route.abort()


def expect_one_toast(*pages: Page) -> None:
    """Let every page ask once more; of all their toasts there is one, and all count it."""
    for page in pages:
        expect(unread_count(page)).to_have_attribute("data-unread-count", "1")
        settle(page)
    assert sorted(toasts(page).count() for page in pages) == [0] * (len(pages) - 1) + [1]


def test_of_two_windows_one_shows_the_toast_and_both_count_it(first: Page, second: Page) -> None:
    complete_elsewhere(first)

    expect_one_toast(first, second)


def test_the_window_that_is_seen_shows_the_toast(first: Page, second: Page) -> None:
    first.evaluate(HIDE, True)

    complete_elsewhere(first)

    expect(toasts(second)).to_have_count(1)
    first.evaluate(HIDE, False)
    expect_one_toast(first, second)


def test_a_toast_whose_acknowledgement_was_lost_is_not_shown_again(
    windows: Windows, first: Page, second: Page
) -> None:
    windows.tolerate("net::ERR_FAILED")
    second.evaluate(HIDE, True)
    first.route(SHOWN, lambda route: route.abort(), times=1)

    with first.expect_event("requestfinished", is_acknowledgement):
        complete_elsewhere(first)

    second.evaluate(HIDE, False)
    expect_one_toast(first, second)


def test_a_toast_that_was_shown_before_one_went_on_is_not_shown_again(
    windows: Windows, first: Page
) -> None:
    windows.tolerate("net::ERR_FAILED")
    first.route(SHOWN, lambda route: route.abort())
    complete_elsewhere(first)
    expect(toasts(first)).to_have_count(1)
    first.unroute(SHOWN)

    with first.expect_event("requestfinished", is_acknowledgement):
        first.goto("/courses/")

    settle(first)
    expect(toasts(first)).to_have_count(0)


def test_a_toast_whose_way_to_the_page_broke_off_comes_again(windows: Windows, first: Page) -> None:
    windows.tolerate("net::ERR_FAILED", "Failed to fetch")
    first.route(UNSEEN, lose_answer, times=1)

    complete_elsewhere(first)

    expect_one_toast(first)
