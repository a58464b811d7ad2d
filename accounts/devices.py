"""What a browser says of itself, in words."""

import re

from django.utils.translation import gettext as _

# The first that matches counts: Edge and Opera also call themselves Chrome, and Chrome Safari.
BROWSERS = {
    "Edge": r"Edg(e|A|iOS)?/",
    "Opera": r"OPR/|Opera",
    "Samsung Internet": r"SamsungBrowser/",
    "Firefox": r"Firefox/|FxiOS/",
    "Chrome": r"Chrome/|CriOS/|Chromium/",
    "Safari": r"Safari/",
}
SYSTEMS = {
    "iPhone": r"iPhone",
    "iPad": r"iPad",
    "Android": r"Android",
    "Windows": r"Windows",
    "macOS": r"Macintosh|Mac OS X",
    "ChromeOS": r"CrOS",
    "Linux": r"Linux|X11",
}


def device_of(user_agent: str) -> str:
    """Return "Firefox on Linux", as far as the user agent tells."""
    browser = first_match(BROWSERS, user_agent)
    system = first_match(SYSTEMS, user_agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown device")


def first_match(patterns: dict[str, str], text: str) -> str:
    """Return the name of the first pattern that the text contains; empty when none does."""
    return next((name for name, pattern in patterns.items() if re.search(pattern, text)), "")
