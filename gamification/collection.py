"""What somebody has earned and can still earn, for the pages that show it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.text import slugify

from accounts.models import User
from gamification.evidence import Evidence, evidence_of
from gamification.models import Achievement, Badge, Group
from gamification.queries import Standing, fact_counts, standing_of
from gamification.rules import Rarity, Step


@dataclass(frozen=True)
class LadderStep:
    """A step as the page shows it; ``evidence`` is for the learner's own eyes."""

    name: str
    threshold: int
    unlocked_at: datetime | None
    rarity: Rarity
    is_next: bool
    count: int
    art: str
    evidence: Evidence | None = None

    @property
    def is_unlocked(self) -> bool:
        return self.unlocked_at is not None

    @property
    def reached(self) -> int:
        """The numerator of the bar; the numbers that unlock are the numbers shown."""
        return self.threshold if self.is_unlocked else min(self.count, self.threshold)

    @property
    def remaining(self) -> int:
        return self.threshold - self.reached


@dataclass(frozen=True)
class Ladder:
    """A group of achievements with the learner's count."""

    group: Group
    count: int
    steps: list[LadderStep]

    @property
    def name(self) -> str:
        return str(self.group.label)

    @property
    def is_finished(self) -> bool:
        return all(step.is_unlocked for step in self.steps)


@dataclass(frozen=True)
class BadgeView:
    """A badge as the page shows it."""

    name: str
    threshold: int
    is_held: bool
    is_current: bool
    unlocked_at: datetime | None

    @property
    def art(self) -> str:
        return f"badge-{slugify(self.name)}"


@dataclass(frozen=True)
class Collection:
    """Where somebody stands, the ladders, the badges, and the facts counted by group."""

    steps: list[Step]
    standing: Standing
    ladders: list[Ladder]
    badges: list[BadgeView]
    counts: dict[str, int]


def collection_of(person: User, *, with_evidence: bool = False) -> Collection:
    """Return what the person has earned and can still earn; three queries, four with evidence."""
    counts = fact_counts(person)
    evidence = evidence_by_achievement(person) if with_evidence else {}
    rows = list(Achievement.objects.open_to(person).with_holders().order_by("threshold", "pk"))
    members = {group: [row for row in rows if row.group == group] for group in Group}
    steps = [step_of(row) for group in Group for row in members[group]]
    badges = list(Badge.objects.open_to(person).order_by("threshold", "pk"))
    where = standing_of(steps, [step_of(badge) for badge in badges])
    return Collection(
        steps,
        where,
        [ladder_of(group, members[group], counts[group], evidence) for group in Group],
        [badge_view(badge, where) for badge in badges],
        counts,
    )


def step_of(row: Achievement | Badge) -> Step:
    """Return the achievement or badge as the rules know it."""
    group = row.group if isinstance(row, Achievement) else ""
    return Step(row.pk, group, row.name, row.threshold, row.unlocked_at is not None)


def ladder_of(
    group: Group, rows: list[Achievement], count: int, evidence: dict[int, Evidence]
) -> Ladder:
    """Return a ladder; the lowest step that is locked is the next."""
    following = next((row for row in rows if row.unlocked_at is None), None)
    steps = [
        LadderStep(
            row.name,
            row.threshold,
            row.unlocked_at,
            Rarity(row.holders, row.learners),
            row == following,
            count,
            f"medal-{group}",
            evidence.get(row.pk),
        )
        for row in rows
    ]
    return Ladder(group, count, steps)


def badge_view(badge: Badge, where: Standing) -> BadgeView:
    """Return the badge as the page shows it."""
    current = where.badge.current
    is_held = current is not None and badge.threshold <= current.threshold
    is_current = current is not None and badge.pk == current.pk
    return BadgeView(badge.name, badge.threshold, is_held, is_current, badge.unlocked_at)


def evidence_by_achievement(person: User) -> dict[int, Evidence]:
    """Return why the person holds each achievement; one query."""
    unlocks = person.achievement_unlocks.select_related("lesson__course", "comment__lesson__course")
    return {unlock.achievement_id: evidence_of(unlock) for unlock in unlocks}
