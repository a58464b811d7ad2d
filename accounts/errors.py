"""What cannot be done."""

from django.utils.translation import gettext as _


class StillNeededError(Exception):
    """Others still need what belongs to this person."""

    def __str__(self) -> str:
        return _(
            "You are the author of a course. Ask the people who run this site to give it to "
            "somebody else first."
        )
