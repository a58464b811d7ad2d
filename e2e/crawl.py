"""Find every page that links lead to, and what is wrong with a page."""

import re
from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize

NARROW: ViewportSize = {"width": 320, "height": 640}
WIDE: ViewportSize = {"width": 1280, "height": 800}
# A window of 1280 × 1024 at 200 % and at 400 %, and a small phone.
ZOOMED: list[ViewportSize] = [{"width": 640, "height": 512}, {"width": 320, "height": 256}, NARROW]
LINK = re.compile(r'<a\b[^>]*?\bhref="(/[^"?#]*)')
TAG = re.compile(r"<([a-z][a-z0-9]*)\b([^>]*)>")
ATTRIBUTE = re.compile(r'([a-z-]+)(?:="([^"]*)")?')
NAME = re.compile(r"(courses|lessons|people|emails|comments)/[^/]+/")
MOST_TELLING = {"class", "role", "type", "open"}
# Reads pages once, puts each in the place of the open one, and returns those that do not fit.
READ = """async paths => {
  const texts = await Promise.all(paths.map(async path => (await fetch(path)).text()));
  const parser = new DOMParser();
  window.mains = texts.map(text => parser.parseFromString(text, "text/html").querySelector("main"));
}"""
DO_NOT_FIT = """paths => paths.filter((path, place) => {
  document.querySelector("main").replaceWith(document.adoptNode(mains[place]));
  const {scrollWidth, clientWidth} = document.documentElement;
  return scrollWidth > clientWidth;
})"""
IS_TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
# A colour on its way from light to dark is neither.
SETTLES_IN = """async scheme => {
  const frame = () => new Promise(requestAnimationFrame);
  const is_moving = () => document.getAnimations().some(each => each.playState === "running");
  const is_there = () => matchMedia(`(prefers-color-scheme: ${scheme})`).matches;
  for (let left = 300; left && (left > 298 || !is_there() || is_moving()); left--) await frame();
}"""
OPTIONS: dict[str, Any] = {
    "resultTypes": ["violations"],
    "rules": {"target-size": {"enabled": True}},
}
ONLY_COLOURS: dict[str, Any] = {"runOnly": ["color-contrast"], "rules": {}}
type Scheme = Literal["light", "dark"]
# Dark mode changes nothing but colours. The order saves a change of colours.
LOOKS: list[tuple[Scheme, ViewportSize, dict[str, Any]]] = [
    ("light", WIDE, {}),
    ("light", NARROW, {}),
    ("dark", NARROW, ONLY_COLOURS),
    ("dark", WIDE, ONLY_COLOURS),
]
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


def kind_of(path: str, html: str) -> str:
    """Return what pages of the same make have in common."""
    kind = NAME.sub(r"\1/*/", path)
    return f"{kind} {'<video' in html} {NOT_ENROLLED in html}"


def one_of_each_kind(pages: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Return path and HTML of one page of every kind; what is saved to a file is none."""
    found = {kind_of(path, html): (path, html) for path, html in pages.items() if "<html" in html}
    return dict(sorted(found.items()))


def make_of(html: str) -> set[str]:
    """Return what a page is made of: every tag with the attributes that make it look or act."""
    return {f"{tag} {looks(attributes)}" for tag, attributes in TAG.findall(html)}


def looks(attributes: str) -> list[str]:
    """Return the names of the attributes, and the values of those that tell most."""
    found = sorted(ATTRIBUTE.findall(attributes))
    return [name + value * (name in MOST_TELLING) for name, value in found]


def lessons_of_all_courses(page: Page) -> list[str]:
    """Return the paths of all lessons."""
    courses = [path for path in links(page, "/courses/") if path.count("/") == 3]
    lessons = {path for course in courses for path in links(page, course) if "/lessons/" in path}
    return sorted(lessons)


def links(page: Page, path: str) -> set[str]:
    """Return where the links of a page lead to."""
    return set(LINK.findall(page.request.get(path).text()))


def too_wide(page: Page) -> list[str]:
    """Return the sizes at which one would have to scroll sideways."""
    found = []
    for size in ZOOMED:
        page.set_viewport_size(size)
        if page.evaluate(IS_TOO_WIDE):
            found.append(f"too wide at {size['width']} × {size['height']} px")
    return found


def pages_too_wide(page: Page, paths: list[str]) -> list[str]:
    """Return what of these pages would have to be scrolled sideways, and where."""
    page.evaluate(READ, paths)
    found = []
    for size in ZOOMED:
        page.set_viewport_size(size)
        found += [f"{path} at {size['width']} px" for path in page.evaluate(DO_NOT_FIT, paths)]
    return found


def faults_of(page: Page) -> list[str]:
    """Return what is wrong with the open page."""
    return [*too_wide(page), *barriers(page)]


def barriers(page: Page) -> list[str]:
    """Return what axe finds on the open page: small and large, in light and in dark colours."""
    page.evaluate(AXE_SCRIPT)
    found: set[str] = set()
    for scheme, size, rules in LOOKS:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.evaluate(SETTLES_IN, scheme)
        violations = page.evaluate("options => axe.run(options)", OPTIONS | rules)["violations"]
        found |= {f"{describe(each)} at {size['width']} px, {scheme}" for each in violations}
    return sorted(found)


def describe(violation: dict[str, Any]) -> str:
    """Return one line about a rule and where it is broken."""
    places = [str(node["target"]) for node in violation["nodes"]]
    return f"{violation['id']}: {', '.join(places[:3])} ({len(places)})"
