"""The header has room for everything on every screen, and is in nobody's way on paper."""

import pytest
from playwright.sync_api import Page, expect

from e2e.crawl import IS_TOO_WIDE
from e2e.people import Person
from e2e.windows import Windows

ONE_ROW, TWO_ROWS = 62, 114
WIDTHS = [320, 360, 390, 480, 600, 700, 767, 768, 900, 1024, 1280, 1440]
# Pairs of things that a pointer may aim at and that lie on one another.
OVERLAPS = """() => {
  const things = [...document.querySelectorAll(".header :is(a, input, summary)")]
    .filter(each => each.checkVisibility())
    .map(each => [each.className || each.name || each.textContent, each.getBoundingClientRect()]);
  return things.flatMap(([name, a], place) => things.slice(place + 1)
    .filter(([, b]) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
    .map(([other]) => `${name} lies on ${other}`));
}"""
LOWER_EDGE = "each => getComputedStyle(each).borderBottomColor"
HEIGHT = "document.querySelector('.header__inner').getBoundingClientRect().height"
BROKEN_LINES = """[...document.querySelectorAll(".header :is(.nav a, .button, .logo)")]
  .filter(each => each.getBoundingClientRect().height > 48).map(each => each.textContent)"""


def faults_at(page: Page, width: int) -> list[str]:
    """Return what is wrong with the header in a window of this width."""
    page.set_viewport_size({"width": width, "height": 700})
    height = page.evaluate(HEIGHT)
    wanted = ONE_ROW if width >= 768 else TWO_ROWS
    return [
        *page.evaluate(OVERLAPS),
        *page.evaluate(BROKEN_LINES),
        *(["too wide"] if page.evaluate(IS_TOO_WIDE) else []),
        *([f"{height} px high"] if height > wanted else []),
    ]


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("is_signed_in", [True, False])
def test_the_header_fits_every_width(
    windows: Windows, mary: Person, is_signed_in: bool, direction: str
) -> None:
    page = windows.open(mary if is_signed_in else None)
    page.goto("/courses/")
    page.evaluate("direction => document.documentElement.dir = direction", direction)

    found = {width: faults_at(page, width) for width in WIDTHS}

    assert {width: faults for width, faults in found.items() if faults} == {}


def test_on_a_small_phone_the_search_opens_when_it_is_touched(
    windows: Windows, mary: Person
) -> None:
    page = windows.open(mary, viewport={"width": 320, "height": 640}, has_touch=True)
    page.goto("/courses/")
    field = page.get_by_role("banner").get_by_role("searchbox", name="Search courses")

    field.tap()

    box = field.bounding_box()
    assert box is not None
    assert box["width"] > 270
    page.keyboard.type("git")
    page.keyboard.press("Enter")
    page.wait_for_url("**/courses/?q=git")
    links = page.get_by_role("navigation", name="Main").get_by_role("link")
    expect(links.first).to_be_visible()


def test_header_and_footer_are_not_printed(windows: Windows) -> None:
    page = windows.open()
    page.goto("/courses/")
    expect(page.get_by_role("banner")).to_be_visible()

    page.emulate_media(media="print", color_scheme="dark")

    expect(page.get_by_role("banner")).to_be_hidden()
    expect(page.get_by_role("contentinfo")).to_be_hidden()
    expect(page.locator(":root")).to_have_css("color-scheme", "light")


def test_who_asks_for_contrast_gets_black_on_white(windows: Windows) -> None:
    page = windows.open(color_scheme="light")
    page.goto("/courses/")
    expect(page.locator("body")).not_to_have_css("color", "rgb(0, 0, 0)")

    page.emulate_media(contrast="more")

    expect(page.locator("body")).to_have_css("color", "rgb(0, 0, 0)")


def test_in_forced_colours_the_chosen_and_the_current_are_still_told_apart(
    windows: Windows, mary: Person
) -> None:
    page = windows.open(mary, forced_colors="active")
    page.goto("/courses/")
    theme = page.get_by_role("contentinfo").get_by_role("group", name="Colours")
    chosen = theme.get_by_role("button", name="Auto")
    other = theme.get_by_role("button", name="Dark")

    here, elsewhere = page.get_by_role("navigation", name="Main").get_by_role("link").all()

    edges = [each.evaluate(LOWER_EDGE) for each in (chosen, other, here, elsewhere)]

    assert edges[0] != edges[1]
    assert edges[2] != edges[3]
