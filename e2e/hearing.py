"""What a screen reader makes of a page: its outline, its names, and what it says by itself."""

import re

from playwright.sync_api import Locator, Page

from tests.processes import wait_until

# Regions speak when something is added to them while they are there; alerts also when they appear.
NOTE_SPEECH = """addEventListener("DOMContentLoaded", () => {
  window.spoken = [];
  const live = "[role=status], [role=log], [role=alert], [aria-live=polite], [aria-live=assertive]";
  const say = (node) => {
    const heard = node.cloneNode(true);
    heard.querySelectorAll?.("[aria-hidden=true], [hidden]").forEach((each) => each.remove());
    const text = heard.textContent.replace(/\\s+/g, " ").trim();
    if (text) spoken.push(text);
  };
  new MutationObserver((changes) => {
    for (const {target, addedNodes} of changes) {
      const region = (target.nodeType === 1 ? target : target.parentElement)?.closest(live);
      for (const node of addedNodes) {
        if (region) say(node);
        else if (node.matches?.("[role=alert]")) say(node);
        else node.querySelectorAll?.("[role=alert]").forEach(say);
      }
    }
  }).observe(document.body, {childList: true, subtree: true});
});"""
PART = re.compile(r"- (?P<role>[a-z]+)(?: \"(?P<name>.*?)\")?(?P<more>[: \[].*)?$", re.MULTILINE)
LANDMARKS = {
    "banner",
    "complementary",
    "contentinfo",
    "form",
    "main",
    "navigation",
    "region",
    "search",
}


def listen(page: Page) -> None:
    """Note from the next page on what is said by itself."""
    page.add_init_script(NOTE_SPEECH)


def spoken(page: Page) -> list[str]:
    """Return what the open page has said by itself."""
    texts: list[str] = page.evaluate("spoken")
    return texts


def wait_to_hear(page: Page, text: str) -> None:
    """Return when the page has said something with this text."""
    wait_until(lambda: any(text in each for each in spoken(page)), seconds=10, what=text)


def parts(place: Locator) -> list[tuple[str, str, str]]:
    """Return role, name and states of everything that the accessibility tree names."""
    found = PART.finditer(place.aria_snapshot())
    return [(each["role"], each["name"] or "", each["more"] or "") for each in found]


def landmarks(page: Page) -> list[tuple[str, str]]:
    """Return the page's landmarks in their order, with their names."""
    every = parts(page.locator("body"))
    return [(role, name) for role, name, _ in every if role in LANDMARKS]


def headings(page: Page) -> list[tuple[int, str]]:
    """Return the headings in their order, with their levels."""
    found = [(more, name) for role, name, more in parts(page.locator("body")) if role == "heading"]
    return [(int(re.findall(r"level=(\d)", more)[0]), name) for more, name in found]


def nameless(page: Page) -> list[str]:
    """Return what can be operated but has no name."""
    operable = {"link", "button", "textbox", "checkbox", "radio", "combobox", "searchbox", "slider"}
    found = parts(page.locator("body"))
    return [f"{role}{more}" for role, name, more in found if role in operable and not name]
