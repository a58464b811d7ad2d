"""What to do next: the cheapest way to the next badge, and to the next step of each ladder."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from gamification import queries
from gamification.models import Group
from gamification.names import shown_name
from gamification.rules import BadgeStanding, Step, Way, cheapest_way, next_steps
from learning.models import Course
from learning.queries import CourseCard, course_cards

#: A guess: a comment that helps somebody takes thought, and is read again before it is sent.
MINUTES_PER_COMMENT = 5


@dataclass(frozen=True)
class NextStep:
    """What to do next: in words, where, and how many minutes it takes at least."""

    text: str
    url: str
    minutes: int


@dataclass(frozen=True)
class GoalAhead:
    """An achievement or badge to come: how much is missing, and the cheapest way if there is one.

    What is missing of an achievement are lessons or comments, of a badge achievements.
    """

    step: Step
    remaining: int
    way: Way | None


@dataclass(frozen=True)
class Ahead:
    """What comes next: on each ladder, and among the badges."""

    achievements: list[GoalAhead]
    badge: GoalAhead | None


def in_order(cards: Sequence[CourseCard]) -> list[CourseCard]:
    """Return the courses as a learner would take them: those begun, the latest first; the rest."""
    mine = [card for card in cards if card.is_enrolled]
    mine.sort(key=lambda card: card.active_at.timestamp() if card.active_at else 0, reverse=True)
    return mine + [card for card in cards if not card.is_enrolled]


def acts_left(
    steps: Sequence[Step], counts: Mapping[str, int], cards: Sequence[CourseCard]
) -> dict[str, list[int]]:
    """Return the minutes of what can still be done, by group, in the order it would be done.

    Comments never run out while there is a lesson to write below.
    """
    lessons = [lesson.minutes for card in in_order(cards) for lesson in card.lessons_left]
    highest = max((step.threshold for step in steps if step.group == Group.COMMENTS), default=0)
    can_comment = any(card.lessons for card in cards)
    comments = max(1, highest - counts[Group.COMMENTS]) if can_comment else 0
    return {Group.LESSONS: lessons, Group.COMMENTS: [MINUTES_PER_COMMENT] * comments}


def look_ahead(
    steps: Sequence[Step],
    badge: BadgeStanding,
    counts: Mapping[str, int],
    cards: Sequence[CourseCard],
) -> Ahead:
    """Return what comes next for whoever has these counts and courses."""
    acts = acts_left(steps, counts, cards)
    nearest = [
        GoalAhead(step, max(0, step.threshold - counts[step.group]), way)
        for step in next_steps(steps)
        for way in [cheapest_way([step], counts, acts)]
    ]
    if badge.next is None:
        return Ahead(nearest, None)
    way = cheapest_way(steps, counts, acts, wanted=badge.remaining)
    return Ahead(nearest, GoalAhead(badge.next, badge.remaining, way))


def ahead_of(learner: User) -> Ahead:
    """Return what comes next for the learner; five queries."""
    steps = queries.steps(learner)
    cards = course_cards(Course.objects.published(), learner)
    where = queries.standing(learner, steps)
    return look_ahead(steps, where.badge, queries.fact_counts(learner), cards)


def cheapest_step(
    steps: Sequence[Step],
    counts: Mapping[str, int],
    cards: Sequence[CourseCard],
    badge: BadgeStanding | None = None,
) -> NextStep | None:
    """Return the cheapest way to the next badge in words; ``None`` when nothing is left to do.

    Without a badge, or where too little is left to reach it, it leads to the next of the steps.
    """
    ahead = look_ahead(steps, badge or BadgeStanding(None, None, 0), counts, cards)
    if ahead.badge and ahead.badge.way:
        return in_words(ahead.badge.way, shown_name(ahead.badge.step.name), cards)
    ways = [(goal.way, goal.step) for goal in ahead.achievements if goal.way]
    if not ways:
        return None
    way, step = min(ways, key=lambda pair: pair[0].minutes)
    return in_words(way, _("“%(name)s”") % {"name": shown_name(step.name)}, cards)


def in_words(way: Way, goal: str, cards: Sequence[CourseCard]) -> NextStep:
    """Return the way to the goal in words, with the page where it begins."""
    lessons, comments = way.acts[Group.LESSONS], way.acts[Group.COMMENTS]
    url = lesson_page(cards) if lessons else comment_page(cards)
    return NextStep(words_for(lessons, comments, goal), url, way.minutes)


def words_for(lessons: int, comments: int, goal: str) -> str:
    """Say how many lessons and comments it takes to the goal."""
    if not comments:
        text = ngettext("%(n)d lesson to %(goal)s", "%(n)d lessons to %(goal)s", lessons)
        return text % {"n": lessons, "goal": goal}
    if not lessons:
        text = ngettext("%(n)d comment to %(goal)s", "%(n)d comments to %(goal)s", comments)
        return text % {"n": comments, "goal": goal}
    return _("%(lessons)s and %(comments)s to %(goal)s") % {
        "lessons": ngettext("%(n)d lesson", "%(n)d lessons", lessons) % {"n": lessons},
        "comments": ngettext("%(n)d comment", "%(n)d comments", comments) % {"n": comments},
        "goal": goal,
    }


def lesson_page(cards: Sequence[CourseCard]) -> str:
    """Return where the next lesson is: the course's page where one must enrol first."""
    return next(card for card in in_order(cards) if card.lessons_left).url


def comment_page(cards: Sequence[CourseCard]) -> str:
    """Return where to write: below the lesson that one is at, or else below the last one."""
    card = next(card for card in in_order(cards) if card.lessons)
    if not card.is_enrolled:
        return card.url
    lesson = card.next_lesson or card.lessons[-1]
    return f"{lesson.get_absolute_url()}#comments"
