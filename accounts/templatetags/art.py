"""Drawings by name."""

from typing import Any

from django import template
from django.template.loader import select_template
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def art(name: str, **variables: Any) -> SafeString:
    """Draw ``templates/art/<name>.svg`` in the page; an unknown name is drawn as a spark."""
    return SafeString(select_template([f"art/{name}.svg", "art/spark.svg"]).render(variables))
