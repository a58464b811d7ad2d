"""The people of the demo, who exist only where the demo was loaded."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DEMO_PASSWORD = "laurel-demo"


class DemoPerson(NamedTuple):
    """Somebody to try the portal as."""

    username: str
    display_name: str
    role: str | Promise


DEMO_PEOPLE = {
    person.username: person
    for person in (
        DemoPerson("ada", "Ada", _("New learner")),
        DemoPerson("grace", "Grace", _("Half way")),
        DemoPerson("margaret", "Margaret", _("Master")),
        DemoPerson("linus", "Linus", _("Author")),
        DemoPerson("admin", "Admin", _("Superuser")),
    )
}
