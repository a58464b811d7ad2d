"""Awards in words."""

from django import template

from gamification.names import shown_name

register = template.Library()


@register.filter
def award_name(name: str) -> str:
    """Return the name of an achievement or badge in the reader's language."""
    return shown_name(name) if name else ""
