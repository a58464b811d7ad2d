"""The words in which an unlock is told."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from gamification.models import Group
from gamification.names import shown_name
from gamification.rules import Step
from notifications.actions import Notice
from notifications.models import Topic


def art_of(step: Step) -> str:
    """Return the name of the drawing of an achievement or badge."""
    return f"medal-{step.group}" if step.group else f"badge-{slugify(step.name)}"


def item_of(step: Step) -> dict[str, object]:
    """Return how one unlocked thing is listed."""
    name = shown_name(step.name)
    title = name if step.group else _("%(badge)s badge") % {"badge": name}
    return {
        "art": art_of(step),
        "art_number": step.threshold if step.group else None,
        "title": title,
    }


def notice_of(
    achievements: Sequence[Step], badges: Sequence[Step], upcoming: Sequence[Step], held_count: int
) -> Notice:
    """Return one notice about all that one act has unlocked, badges first, and what comes next.

    It is in the language that is active: the caller activates the learner's.
    ``held_count`` is how many achievements the learner holds by now.
    """
    items = [item_of(step) for step in [*reversed(badges), *achievements]]
    first = items[0]
    title = str(first["title"])
    if badges:
        title = _("%(badge)s badge unlocked") % {"badge": shown_name(badges[-1].name)}
    return Notice(
        topic=Topic.ACHIEVEMENTS,
        title=title,
        body=reason_and_goal(achievements, upcoming)
        if achievements
        else _("Achievements unlocked: %(count)d.") % {"count": held_count},
        url=reverse("gamification:achievements"),
        template="unlock",
        art=str(first["art"]),
        art_number=achievements[0].threshold if not badges else None,
        items=items,
    )


def reason_and_goal(achievements: Sequence[Step], upcoming: Sequence[Step]) -> str:
    """Say why it was unlocked and what is next on the same ladder."""
    reached = achievements[-1]
    reasons = {
        Group.LESSONS: _("Lessons completed: %(count)d."),
        Group.COMMENTS: _("Comments written: %(count)d."),
    }
    text = reasons[Group(reached.group)] % {"count": reached.threshold}
    goal = next((step for step in upcoming if step.group == reached.group), None)
    if goal is None:
        return text + " " + _("You have finished this ladder.")
    return text + " " + _("Next: %(name)s.") % {"name": shown_name(goal.name)}
