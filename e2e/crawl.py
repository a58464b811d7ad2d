"""Find every page that links lead to, and what is wrong with a page."""

import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 800}
LINK = re.compile(r'<a\b[^>]*?\bhref="(/[^"?#]*)')
NAME = re.compile(r"(courses|lessons|people|emails|comments)/[^/]+/")
IS_TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
# A colour on its way from light to dark is neither.
SETTLES_IN = """async scheme => {
  const frame = () => new Promise(requestAnimationFrame);
  const is_moving = () => document.getAnimations().some(each => each.playState === "running");
  const is_there = () => matchMedia(`(prefers-color-scheme: ${scheme})`).matches;
  for (let left = 300; left && (left > 298 || !is_there() || is_moving()); left--) await frame();
}"""
NOT_ENROLLED = "Enrol to open this lesson"


def reachable_pages(page: Page) -> dict[str, str]:
    """Follow links, starting at the first page; return the HTML by path."""
    found: dict[str, str] = {}
    waiting = ["/"]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        answer = page.request.get(path)
        found[path] = answer.text()
        assert answer.ok or NOT_ENROLLED in found[path], f"{answer.status} from {path}"
        if "html" in answer.headers["content-type"]:
            waiting += LINK.findall(found[path])
    return found


def kind_of(path: str, html: str) -> tuple[str, bool, bool]:
    """Return what pages of the same make have in common."""
    return NAME.sub(r"\1/*/", path), "<video" in html, NOT_ENROLLED in html


def one_of_each_kind(pages: dict[str, str]) -> list[str]:
    """Return one path for every kind of page."""
    kinds = {kind_of(path, html): path for path, html in pages.items()}
    return sorted(kinds.values())


def lessons_of_all_courses(page: Page) -> list[str]:
    """Return the paths of all lessons."""
    courses = [path for path in links(page, "/courses/") if path.count("/") == 3]
    lessons = {path for course in courses for path in links(page, course) if "/lessons/" in path}
    return sorted(lessons)


def links(page: Page, path: str) -> set[str]:
    """Return where the links of a page lead to."""
    return set(LINK.findall(page.request.get(path).text()))


def is_too_wide(page: Page) -> bool:
    """Tell whether a small phone would have to scroll sideways."""
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    return bool(page.evaluate(IS_TOO_WIDE))


def faults_of(page: Page) -> list[str]:
    """Return what is wrong with the open page."""
    return [*(["too wide at 320 px"] if is_too_wide(page) else []), *barriers(page)]


def barriers(page: Page) -> list[str]:
    """Return what axe finds on the open page in light colours, and in dark ones."""
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.evaluate(SETTLES_IN, "light")
    everything = Axe().run(page).response["violations"]
    page.emulate_media(color_scheme="dark")
    page.evaluate(SETTLES_IN, "dark")
    # Dark mode changes nothing but colours.
    options = {"runOnly": ["color-contrast"]}
    in_the_dark = page.evaluate("options => axe.run(options)", options)["violations"]
    return [describe(each) for each in [*everything, *in_the_dark]]


def describe(violation: dict[str, Any]) -> str:
    """Return one line about a rule and where it is broken."""
    places = [str(node["target"]) for node in violation["nodes"]]
    return f"{violation['id']}: {', '.join(places[:3])} ({len(places)})"
