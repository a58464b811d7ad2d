"""Hands that have only a keyboard, and eyes that must see where it is."""

import pytest
from playwright.sync_api import Locator, Page, expect

LONGEST_WAY = 150
# What is wrong with where the focus is; the video's own controls are the browser's affair.
LOOK = """wanted => {
  const at = document.activeElement;
  const isThere = at === wanted;
  if (at === document.body || at.matches("video, iframe")) return {isThere, fault: ""};
  const isRinged = (element, part) => {
    const style = element && getComputedStyle(element, part);
    return style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  const label = at.closest("label") ?? at.labels?.[0];
  const name = at.outerHTML.slice(0, 160);
  if (![isRinged(at), isRinged(at, "::after"), isRinged(label)].some(Boolean)) {
    return {isThere, fault: `no ring around ${name}`};
  }
  const box = at.getClientRects()[0] ?? at.getBoundingClientRect();
  const middle = (low, high, most) => (Math.max(low, 0) + Math.min(high, most)) / 2;
  const x = middle(box.left, box.right, innerWidth), y = middle(box.top, box.bottom, innerHeight);
  const hit = document.elementFromPoint(x, y);
  const isSeen = hit && (at.contains(hit) || label?.contains(hit));
  const over = hit?.outerHTML.slice(0, 80);
  const isBehindToast = !isSeen && Boolean(hit?.closest("[data-toast]"));
  return {isThere, isBehindToast, fault: isSeen ? "" : `${over} is seen instead of ${name}`};
}"""
IS_LOST = "document.activeElement === document.body"


class Keyboard:
    """Walks a page with keys alone. Every stop must show a ring, in sight."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go_to(self, wanted: Locator, key: str = "Tab") -> None:
        """Press Tab, or Shift+Tab, until the element has the focus."""
        for _ in range(LONGEST_WAY):
            self.page.keyboard.press(key)
            seen = wanted.evaluate(LOOK)
            if seen.get("isBehindToast"):
                # It has just come. As people do, close it to see what is behind it.
                self.close(self.page.locator("[data-toast]"))
                seen = wanted.evaluate(LOOK)
            assert not seen["fault"], seen["fault"]
            if seen["isThere"]:
                return
        pytest.fail(f"{key} does not lead to {wanted}")

    def go_back_to(self, wanted: Locator) -> None:
        """Press Shift+Tab until the element has the focus."""
        self.go_to(wanted, "Shift+Tab")

    def press(self, wanted: Locator) -> None:
        """Go to a link or button and press it."""
        self.go_to(wanted)
        self.page.keyboard.press("Enter")

    def type(self, wanted: Locator, text: str) -> None:
        """Go to a field and write into it."""
        self.go_to(wanted)
        self.page.keyboard.type(text)

    def close(self, toasts: Locator) -> None:
        """Close the toasts with Escape, which must not move the focus."""
        while count := toasts.count():
            self.page.keyboard.press("Escape")
            expect(toasts).not_to_have_count(count)
        assert not self.is_lost()

    def is_lost(self) -> bool:
        """Tell whether nothing has the focus, so that Tab would start from the top."""
        return bool(self.page.evaluate(IS_LOST))
