"""Every component in both themes, from either side, on small and large screens."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from e2e.crawl import IS_TOO_WIDE, SETTLES_IN, describe
from e2e.steps import sign_in_as
from e2e.windows import Windows

WIDTHS = (320, 1280)
TOLERANCE = 2
# A specimen shows several times what a page has once.
REPEATED = ["landmark-unique", "landmark-complementary-is-top-level"]
OPTIONS = {"rules": {rule: {"enabled": False} for rule in REPEATED}}
# What scrolls or is clipped in a box of its own may be wider than the window.
OUTSIDE = """() => {
  const edge = document.documentElement.clientWidth + 1;
  const isBoxed = element => {
    for (let box = element.parentElement; box; box = box.parentElement) {
      if (getComputedStyle(box).overflowX !== "visible") return true;
    }
    return false;
  };
  return [...document.body.querySelectorAll("*")]
    .filter(element => !element.ownerSVGElement && element.checkVisibility())
    .filter(element => {
      const {left, right, width} = element.getBoundingClientRect();
      return width > 1 && (left < -1 || right > edge) && !isBoxed(element);
    })
    .map(element => element.outerHTML.slice(0, 120));
}"""
# Boxes in the order of the document. Words within a line keep their own direction, and so does what
# stands in an element that names one.
BOXES = """() => {
  const isPlaced = element => {
    const {display, position} = getComputedStyle(element);
    const parent = getComputedStyle(element.parentElement).display;
    return !display.startsWith("inline") || /flex|grid/.test(parent) || position === "absolute";
  };
  return [...document.body.querySelectorAll("*")]
    .filter(element => !element.ownerSVGElement)
    .filter(element => !element.parentElement.closest("body [dir], pre"))
    .map(element => {
      const {left, right, top, width} = element.getBoundingClientRect();
      const isCompared = element.checkVisibility() && width > 1 && isPlaced(element);
      const words = element.textContent.trim().slice(0, 30);
      const name = `${element.localName}.${element.classList} ${words}`;
      return {name, left, right, top: top + scrollY, isCompared};
    });
}"""


@pytest.fixture
def page(windows: Windows) -> Page:
    page = windows.open(is_traced=False, reduced_motion="reduce")
    sign_in_as(page, "Admin")
    return page


def show(page: Page, direction: str, width: int, scheme: str = "light") -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"/styleguide/?dir={direction}")
    page.evaluate(SETTLES_IN, scheme)
    expect(page.locator("html")).to_have_attribute("dir", direction)


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("width", WIDTHS)
def test_every_component_fits_and_has_no_barriers(page: Page, width: int, direction: str) -> None:
    found = {}

    for scheme in ("light", "dark"):
        show(page, direction, width, scheme)
        found[scheme] = [
            "too wide" if page.evaluate(IS_TOO_WIDE) else "",
            *page.evaluate(OUTSIDE),
            *map(describe, Axe().run(page, options=OPTIONS).response["violations"]),
        ]

    assert found == {"light": [""], "dark": [""]}


@pytest.mark.parametrize("width", WIDTHS)
def test_from_right_to_left_everything_is_mirrored(page: Page, width: int) -> None:
    show(page, "ltr", width)
    there = page.evaluate(BOXES)
    edge = page.evaluate("document.documentElement.clientWidth")

    show(page, "rtl", width)

    back = page.evaluate(BOXES)
    assert [box["name"].split()[0] for box in back] == [box["name"].split()[0] for box in there]
    pairs = [(a, b) for a, b in zip(there, back, strict=True) if a["isCompared"]]
    assert len(pairs) > 500
    askew = [
        f"{a['name']}: {a['left']:.0f} to {a['right']:.0f} became {b['left']:.0f}"
        for a, b in pairs
        if max(
            abs(a["left"] - (edge - b["right"])),
            abs(a["right"] - (edge - b["left"])),
            abs(a["top"] - b["top"]),
        )
        > TOLERANCE
    ]
    assert askew == []


def test_the_theme_can_be_switched_in_the_page(page: Page) -> None:
    show(page, "ltr", 1280)
    light = page.evaluate("getComputedStyle(document.body).color")

    page.get_by_role("main").get_by_role("button", name="Dark").first.click()

    expect(page.locator("body")).not_to_have_css("color", light)
