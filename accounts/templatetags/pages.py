"""What a whole page needs besides its parts."""

from django import template
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag
def kept(content: str) -> SafeString:
    """Keep what stands between the tags under a name: a block can be filled in only once."""
    return SafeString(content.strip())
