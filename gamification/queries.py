"""Reads over ladders and badges."""

from dataclasses import dataclass

from django.db.models import F, FilteredRelation, Func, OuterRef, Q, Subquery

from accounts.models import User
from gamification.models import Achievement, AchievementUnlock, Badge, Group
from gamification.rules import (
    BadgeStanding,
    Step,
    badge_standing,
    newly_earned,
    next_steps,
)
from learning.models import Comment, Completion


def steps(learner: User) -> list[Step]:
    """Return in order what the learner holds and what can still be unlocked; one query."""
    mine = FilteredRelation("unlocks", condition=Q(unlocks__learner=learner))
    is_open = Q(is_retired=False) | Q(mine__pk__isnull=False)
    rows = Achievement.objects.annotate(mine=mine).filter(is_open).order_by("threshold", "pk")
    found = [
        Step(pk, group, name, threshold, unlock_id is not None)
        for pk, group, name, threshold, unlock_id in rows.values_list(
            "pk", "group", "name", "threshold", "mine__pk"
        )
    ]
    return sorted(found, key=lambda step: Group.values.index(step.group))


def badge_steps(learner: User) -> list[Step]:
    """Return by threshold what the learner holds and what can still be unlocked; one query."""
    rows = Badge.objects.open_to(learner).order_by("threshold", "pk")
    return [Step(b.pk, "", b.name, b.threshold, b.unlocked_at is not None) for b in rows]


def fact_counts(learner: User) -> dict[str, int]:
    """Count the facts of each group that stand; one query."""
    facts = {
        Group.LESSONS: Completion.objects.filter(learner=OuterRef("pk")),
        Group.COMMENTS: Comment.objects.standing().filter(author=OuterRef("pk")),
    }
    per_person = {
        f"{group}_count": Subquery(
            rows.order_by().annotate(n=Func(F("pk"), function="COUNT")).values("n")
        )
        for group, rows in facts.items()
    }
    counts = User.objects.filter(pk=learner.pk).values_list(*per_person.values()).get()
    return dict(zip(map(str, facts), counts, strict=True))


@dataclass(frozen=True)
class Reach:
    """How far the facts of a learner reach: the open steps, the counts, and what is new."""

    steps: list[Step]
    counts: dict[str, int]
    earned: list[Step]

    @property
    def held_count(self) -> int:
        """How many achievements the learner holds with what is new."""
        return sum(step.is_held for step in self.steps) + len(self.earned)


def reach(learner: User) -> Reach:
    """Return how far the learner's facts reach; two queries."""
    ladder, counts = steps(learner), fact_counts(learner)
    return Reach(ladder, counts, newly_earned(ladder, counts))


@dataclass(frozen=True)
class Standing:
    """Where a learner stands: what the JSON endpoint and the page headers say."""

    unlocked: list[Step]
    upcoming: list[Step]
    total_count: int
    badge: BadgeStanding

    @property
    def percent(self) -> int:
        """How far from the current badge to the next, 0 to 100."""
        if self.badge.next is None:
            return 100
        start = self.badge.current.threshold if self.badge.current else 0
        span = max(1, self.badge.next.threshold - start)
        return max(0, 100 * (span - self.badge.remaining) // span)


def standing(learner: User, ladder: list[Step] | None = None) -> Standing:
    """Return where the learner stands; two queries, one where the steps are given."""
    return standing_of(steps(learner) if ladder is None else ladder, badge_steps(learner))


def standing_of(ladder: list[Step], badges: list[Step]) -> Standing:
    """Return where somebody stands who holds these steps."""
    unlocked = [step for step in ladder if step.is_held]
    badge = badge_standing(badges, len(unlocked))
    return Standing(unlocked, next_steps(ladder), len(ladder), badge)


def latest_unlocks(learner: User, limit: int = 4) -> list[AchievementUnlock]:
    """Return what the learner unlocked last; one query."""
    unlocks = learner.achievement_unlocks.select_related("achievement")
    return list(unlocks.order_by("-unlocked_at", "-achievement__threshold")[:limit])
