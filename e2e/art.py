"""Draw the icons and the card for links from templates/art/, into static/img/: `make art`."""

import re
from pathlib import Path

from playwright.sync_api import Page

from e2e.portal import ROOT
from e2e.windows import chromium

FOLDER = ROOT / "static" / "img"
# A phone may cut off a tenth at each edge of a maskable icon.
ICONS = {"favicon": (32, 1.0), "touch-icon": (180, 0.74), "icon-192": (192, 0.74)}
MASKABLE = {"icon-512": (512, 0.6)}
MOST_BYTES = 150_000
CARD = {"width": 1200, "height": 630}
STYLE = """
html { color-scheme: light; }
body { margin: 0; display: grid; place-items: center; min-block-size: 100vh; }
.icon-page { background: var(--paper); }
.icon-page svg { inline-size: var(--share); block-size: auto; }
.bare { background: none; }
.card-page {
  grid-template-columns: 730px 1fr; background: var(--paper); color: var(--ink);
}
.name { display: flex; align-items: center; gap: 24px; font: 600 104px/1 var(--serif); }
.name svg { inline-size: 132px; block-size: auto; aspect-ratio: auto; }
.says { margin: 40px 0 0; font: 400 36px/1.4 var(--sans); color: var(--ink-soft); }
.awards {
  block-size: 100%; inline-size: 100%; box-sizing: border-box; padding: 0 70px;
  display: grid; align-content: center; gap: 36px; background: var(--laurel-wash);
}
.awards > .art { inline-size: 300px; margin: auto; }
.medals { display: grid; grid-template-columns: repeat(3, 1fr); gap: 32px; }
"""


def drawing(name: str, number: str = "") -> str:
    """Return a drawing of templates/art/ with a number in it."""
    text = (ROOT / "templates" / "art" / f"{name}.svg").read_text()
    text = re.sub(r"{% if art_number %}(.*?){% else %}.*?{% endif %}", r"\1", text)
    return text.replace("{{ art_number }}", number)


def sheet(*names: str) -> str:
    """Return our own style sheets, so that the pictures have the colours of the pages."""
    return "".join((ROOT / "static" / "css" / f"{name}.css").read_text() for name in names)


def page_of(kind: str, content: str, more: str = "") -> str:
    """Return a page that shows only this."""
    style = sheet("tokens", "components/art") + STYLE + more
    return f"<!doctype html><style>{style}</style><body class='{kind}'>{content}</body>"


def draw(page: Page, file: Path, size: dict[str, int], html: str) -> None:
    """Write what the page shows, see-through where nothing is drawn."""
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.set_content(html)
    page.screenshot(path=file, omit_background=True)
    assert file.stat().st_size <= MOST_BYTES, f"{file} has {file.stat().st_size} bytes"


def card() -> str:
    """Return what stands beside a link to Laurel in other people's windows."""
    earned = (("medal-lessons", "5"), ("medal-comments", "3"), ("medal-lessons", "25"))
    medals = "".join(drawing(name, number) for name, number in earned)
    return page_of(
        "card-page",
        f"<div><div class='name'>{drawing('logo')}<span>Laurel</span></div>"
        "<p class='says'>Short lessons, honest progress,<br>and an award for every step.</p></div>"
        f"<div class='awards'>{drawing('badge-master')}<div class='medals'>{medals}</div></div>",
    )


def main() -> None:
    """Draw everything anew."""
    logo = drawing("logo")
    with chromium() as browser:
        page = browser.new_page()
        for name, (side, share) in (ICONS | MASKABLE).items():
            kind = "icon-page bare" if name == "favicon" else "icon-page"
            html = page_of(kind, logo, f":root {{ --share: {100 * share}vw; }}")
            draw(page, FOLDER / f"{name}.png", {"width": side, "height": side}, html)
        draw(page, FOLDER / "social.png", CARD, card())


if __name__ == "__main__":
    main()
