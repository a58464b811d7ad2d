"""Every component in all its states on one page, for those who work on Laurel."""

import re
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from config.specimens import specimens

# Chapter, then the names of its specimens: each is a template in templates/styleguide/.
CHAPTERS = {
    "Foundations": ("colours", "type", "space", "depth", "icons", "drawings"),
    "Controls": ("buttons", "fields", "menu"),
    "Feedback": ("messages", "toasts", "chips", "progress", "empty"),
    "Learning": ("cards", "outline", "lesson", "player", "prose", "comments"),
    "Awards": ("standing", "badges", "medals", "ladders"),
    "People": ("avatars", "inbox", "table", "pages"),
}
TOKEN = re.compile(r"^\s+--([\w-]+): (.+);$", re.MULTILINE)


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    if not (settings.DEBUG or request.user.is_staff):
        raise Http404
    context = specimens(timezone.now()) | tokens() | art() | {"chapters": CHAPTERS}
    context["direction"] = direction(request.GET.get("dir"))
    return render(request, "styleguide/index.html", context)


def direction(wanted: str | None) -> str:
    """Return the direction asked for, else that of the language."""
    if wanted in ("ltr", "rtl"):
        return wanted
    return "rtl" if translation.get_language_bidi() else "ltr"


def tokens() -> dict[str, Any]:
    """Return the names of the tokens by kind, as the style sheet has them."""
    text = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text()
    # The wishes for more contrast come later and name some again.
    values = dict(reversed(TOKEN.findall(text)))
    names = sorted(values, key=lambda name: text.index(f"--{name}:"))

    def starting(*starts: str) -> list[str]:
        return [name for name in names if name.startswith(starts)]

    return {
        "colours": [name for name in names if values[name].startswith(("light-dark", "#"))],
        "sizes": [*starting("space"), "gutter", "control"],
        "radii": starting("radius", "round"),
        "shadows": starting("shadow"),
        "motions": ["quick", "calm", "spring"],
    }


def art() -> dict[str, list[str]]:
    """Return the names of the icons, and of the other drawings."""
    files = sorted((settings.BASE_DIR / "templates" / "art").glob("*.svg"))
    is_icon = {file.stem: 'class="icon' in file.read_text() for file in files}
    return {
        "icons": [name for name in is_icon if is_icon[name]],
        "drawings": [
            name
            for name in is_icon
            if not is_icon[name] and not name.startswith(("badge-", "medal-"))
        ],
    }
