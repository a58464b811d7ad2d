"""The cheapest way to the next achievement."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gamification.models import Group
from gamification.rules import Step
from learning.queries import CourseCard


@dataclass(frozen=True)
class NextStep:
    """What to do next: in words, where, and how many minutes it takes at least."""

    text: str
    url: str
    minutes: int


def cheapest_step(
    upcoming: Iterable[Step], counts: Mapping[str, int], cards: list[CourseCard]
) -> NextStep | None:
    """Return the step that needs the fewest acts; ``None`` when there is nothing left to do."""
    unfinished = [card for card in cards if card.next_lesson]
    target = next((card for card in unfinished if card.is_enrolled), None)
    target = target or next(iter(unfinished), None)
    if target is None or target.next_lesson is None:
        return None
    wanted = [(max(1, step.threshold - counts[step.group]), step) for step in upcoming]
    if not wanted:
        return None
    missing, step = min(wanted, key=lambda pair: (pair[0], pair[1].group != Group.LESSONS))
    if step.group == Group.LESSONS:
        acts = ngettext("%(n)d lesson", "%(n)d lessons", missing) % {"n": missing}
    else:
        acts = ngettext("%(n)d comment", "%(n)d comments", missing) % {"n": missing}
    text = _("%(acts)s to “%(name)s”") % {"acts": acts, "name": step.name}
    minutes = missing * target.next_lesson.minutes if step.group == Group.LESSONS else missing
    return NextStep(text, target.url, minutes)
