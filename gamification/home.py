"""What the home page says, to strangers and to learners."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import User
from gamification import queries
from gamification.collection import BadgeView
from gamification.models import Achievement, Badge, Group
from gamification.next_step import cheapest_step, in_order
from gamification.notices import notice_of
from gamification.rules import Step
from learning.models import Course, Lesson, Status, VideoPosition
from learning.queries import CourseCard, course_cards
from learning.queries.week import week_of
from learning.rules import clock
from notifications.actions import Notice

#: A place before this second is the start.
START_ENDS = 3


@dataclass(frozen=True)
class Place:
    """Where a learner goes on: a lesson, and for a video the time, as in ``3:20``."""

    card: CourseCard
    lesson: Lesson
    time: str


def for_strangers(viewer: Any) -> dict[str, Any]:
    """Return what the portal is, shown by its courses, badges and a sample of an unlock."""
    badges = list(Badge.objects.filter(is_retired=False).order_by("threshold", "pk"))
    return {
        "cards": course_cards(Course.objects.published(), viewer),
        "badges": [BadgeView(b.name, b.threshold, True, False, None) for b in badges],
        "sample": sample_of(badges),
    }


def sample_of(badges: Sequence[Badge]) -> Notice | None:
    """Return a notice as a learner gets it for the first badge; ``None`` where none is unlocked."""
    rows = Achievement.objects.filter(group=Group.LESSONS, is_retired=False)
    ladder = [Step(a.pk, a.group, a.name, a.threshold, False) for a in rows.order_by("threshold")]
    first = next((badge for badge in badges if badge.threshold > 0), None)
    if first is None or not ladder:
        return None
    place = min(2, len(ladder) - 1)
    badge = Step(first.pk, "", first.name, first.threshold, False)
    return notice_of([ladder[place]], [badge], ladder[place + 1 :], first.threshold)


def for_learner(learner: User, *, today: date) -> dict[str, Any]:
    """Return where the learner was, what comes next, and what they did and earned lately."""
    known = course_cards(Course.objects.published().or_kept_by(learner), learner)
    cards = [card for card in known if card.course.status == Status.PUBLISHED]
    steps, counts = queries.steps(learner), queries.fact_counts(learner)
    where = queries.standing(learner, steps)
    mine = [card for card in in_order(cards) if card.is_enrolled]
    is_first_visit = counts[Group.LESSONS] == 0
    others = [card for card in cards if not card.is_enrolled and card.lessons]
    return {
        "cards": sorted(mine, key=lambda card: card.is_finished),
        "archived": [card.course for card in known if card not in cards],
        "others": others,
        "place": place_of(mine, learner),
        "start": min(others, key=lambda card: card.lessons[0].minutes, default=None),
        "standing": where,
        # The first achievement is minutes away, the next badge is not.
        "next_step": cheapest_step(steps, counts, cards, None if is_first_visit else where.badge),
        "week": week_of(learner, today=today),
        "latest": queries.latest_unlocks(learner),
        "is_first_visit": is_first_visit,
    }


def place_of(mine: Sequence[CourseCard], learner: User) -> Place | None:
    """Return where to go on: in the course that the learner was in last, of those not finished."""
    card = next((card for card in mine if card.next_lesson), None)
    if card is None or card.next_lesson is None:
        return None
    positions = VideoPosition.objects.filter(learner=learner, lesson=card.next_lesson)
    seconds = positions.values_list("seconds", flat=True).first() or 0
    return Place(card, card.next_lesson, clock(seconds) if seconds > START_ENDS else "")
