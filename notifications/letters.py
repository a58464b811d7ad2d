"""The HTML part of a mail about the account, made from its text, so that both say the same."""

import re
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string

ADDRESS = re.compile(r"https?://\S+")
SIGNATURE = "\n--\n"


class Block(NamedTuple):
    """A paragraph, or, with an address, a button."""

    text: str
    url: str = ""


def blocks_of(text: str) -> list[Block]:
    """Split a text at its empty lines; where a line is an address, what stands above names it."""
    blocks = []
    for part in re.split(r"\n\s*\n", text.strip()):
        *above, last = part.splitlines()
        if ADDRESS.fullmatch(last.strip()):
            blocks.append(Block(" ".join(above).strip().removesuffix(":"), last.strip()))
        else:
            blocks.append(Block(" ".join(part.split())))
    return blocks


def html_of(subject: str, text: str) -> str:
    """Return the mail in the look of all others; what follows ``--`` says why it came."""
    body, _, reason = text.partition(SIGNATURE)
    blocks = blocks_of(body)
    context = {
        "title": subject,
        "preheader": next((each.text for each in blocks[1:] if not each.url), ""),
        "blocks": blocks,
        "reason": " ".join(reason.split()),
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
    }
    return render_to_string("emails/account.html", context)
