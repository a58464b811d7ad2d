"""The words of django-allauth in the style of ours."""

import re

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()

INNER_WORD = re.compile(r"(?<=[\w,&] |\w-)[A-Z][a-z]+\b")


@register.filter
def sentence_case(text: str) -> str:
    """Write "Change Password" as "Change password". Only English has such titles."""
    text_as_it_is = text if isinstance(text, SafeString) else str(text)
    if not (get_language() or "").startswith("en") or "<" in text_as_it_is:
        return text_as_it_is
    lowered = INNER_WORD.sub(lower_unless_a_name, text_as_it_is)
    return mark_safe(lowered) if isinstance(text, SafeString) else lowered  # noqa: S308


def lower_unless_a_name(word: re.Match[str]) -> str:
    """Return the word in small letters, but the site's own name."""
    return word[0] if word[0] == settings.SITE_NAME else word[0].lower()
