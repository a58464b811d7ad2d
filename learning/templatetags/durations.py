"""How long something takes, and where in it one is."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from learning import rules

register = template.Library()


@register.filter
def duration(minutes: int | None) -> str:
    """Return minutes as ``45 min``, ``2 h`` or ``1 h 10``."""
    hours, rest = divmod(minutes or 0, 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": number_format(rest)}
    if not rest:
        return _("%(hours)s h") % {"hours": number_format(hours)}
    return _("%(hours)s h %(minutes)s") % {
        "hours": number_format(hours),
        "minutes": number_format(rest),
    }


register.filter(rules.clock)
