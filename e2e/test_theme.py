"""Light, dark, or as the system has it."""

import pytest
from playwright.sync_api import Page, expect

from e2e.steps import sign_in_as, sign_out
from e2e.windows import Windows

# The theme in the first frame that has something to paint.
NOTE_FIRST_THEME = """
requestAnimationFrame(function note() {
  if (document.body) window.firstTheme = getComputedStyle(document.documentElement).colorScheme;
  else requestAnimationFrame(note);
});
"""

COLOUR_OF_THE_BARS = """
[...document.querySelectorAll("meta[name=theme-color]")]
  .find(meta => matchMedia(meta.media).matches).content
"""
CLICK_AND_COUNT_ANIMATIONS = """button => {
  button.click();
  getComputedStyle(document.body).color;
  return document.getAnimations().length;
}"""


def choose(page: Page, theme: str) -> None:
    page.get_by_role("contentinfo").get_by_role("button", name=theme).click()


@pytest.mark.parametrize(("system", "choice"), [("light", "Dark"), ("dark", "Light")])
def test_the_chosen_theme_is_there_before_the_first_paint(
    windows: Windows, system: str, choice: str
) -> None:
    page = windows.open(color_scheme=system)
    page.add_init_script(NOTE_FIRST_THEME)
    page.goto("/")
    assert page.evaluate("firstTheme") == "light dark"
    choose(page, choice)

    page.goto("/courses/")

    assert page.evaluate("firstTheme") == choice.lower()
    button = page.get_by_role("contentinfo").get_by_role("button", name=choice)
    expect(button).to_have_attribute("aria-pressed", "true")


def test_the_choice_outlives_signing_in_and_out(windows: Windows) -> None:
    page = windows.open(color_scheme="light")
    page.add_init_script(NOTE_FIRST_THEME)
    page.goto("/")
    choose(page, "Dark")

    sign_in_as(page, "Ada")
    page.goto("/achievements/")
    within = page.evaluate("firstTheme")
    sign_out(page)
    page.wait_for_url("/")

    assert (within, page.evaluate("firstTheme")) == ("dark", "dark")


def test_the_bars_of_the_browser_follow_the_choice(windows: Windows) -> None:
    page = windows.open(color_scheme="light")
    page.goto("/")
    light = page.evaluate(COLOUR_OF_THE_BARS)
    choose(page, "Dark")
    dark = page.evaluate(COLOUR_OF_THE_BARS)

    choose(page, "Auto")

    assert (light, dark) == ("#faf6ee", "#181612")
    assert page.evaluate(COLOUR_OF_THE_BARS) == light


def test_automatic_follows_the_system_again(windows: Windows) -> None:
    page = windows.open(color_scheme="light")
    page.goto("/")
    light = background(page)
    choose(page, "Dark")
    dark = background(page)

    choose(page, "Auto")

    assert background(page) == light
    assert light != dark
    page.emulate_media(color_scheme="dark")
    assert background(page) == dark


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))


def test_every_open_window_changes_at_once(windows: Windows) -> None:
    page = windows.open()
    page.goto("/")
    other = page.context.new_page()
    other.goto("/courses/")

    choose(page, "Dark")

    expect(other.locator(":root")).to_have_css("color-scheme", "dark")


def test_with_reduced_motion_all_colours_change_in_one_step(windows: Windows) -> None:
    page = windows.open(color_scheme="light", reduced_motion="reduce")
    page.goto("/courses/")
    button = page.get_by_role("contentinfo").get_by_role("button", name="Dark")

    moving = button.evaluate(CLICK_AND_COUNT_ANIMATIONS)

    assert moving == 0
