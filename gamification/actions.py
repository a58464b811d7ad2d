"""Award what the facts have earned."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import transaction

from accounts.models import User
from gamification import queries, rules, signals
from gamification.models import AchievementUnlock, BadgeUnlock
from gamification.notices import notice_of
from gamification.rules import Step
from notifications.actions import notify


@transaction.atomic(savepoint=False)
def award(*, learner: User, at: datetime) -> None:
    """Unlock all that the learner's facts reach, and tell it once. A second call changes nothing.

    The caller holds the learner's lock (``User.objects.lock``): of two pages that cross a threshold
    together, the second counts what the first has written.
    """
    steps = queries.steps(learner)
    earned = rules.newly_earned(steps, queries.fact_counts(learner))
    if not earned:
        return
    AchievementUnlock.objects.bulk_create(
        AchievementUnlock(learner=learner, achievement_id=step.pk, unlocked_at=at)
        for step in earned
    )
    badges = award_badges(learner, sum(step.is_held for step in steps) + len(earned), at)
    upcoming = rules.next_steps(steps, after=earned)
    notify(recipient=learner, notice=notice_of(earned, badges, upcoming), at=at)
    transaction.on_commit(partial(announce, learner, earned, badges), robust=True)


def award_badges(learner: User, achievement_count: int, at: datetime) -> list[Step]:
    """Unlock the badges that this many achievements reach; return the new ones."""
    badges = queries.badge_steps(learner)
    earned = rules.newly_earned(
        (badge for badge in badges if badge.threshold > 0), {"": achievement_count}
    )
    if earned:
        BadgeUnlock.objects.bulk_create(
            BadgeUnlock(learner=learner, badge_id=badge.pk, unlocked_at=at) for badge in earned
        )
    return earned


def announce(learner: User, achievements: Sequence[Step], badges: Sequence[Step]) -> None:
    """Send the signals for other apps; one that fails does not keep the others from theirs."""
    for step in achievements:
        signals.achievement_unlocked.send_robust(
            sender=AchievementUnlock, achievement_name=step.name, user=learner
        )
    for badge in badges:
        signals.badge_unlocked.send_robust(sender=BadgeUnlock, badge_name=badge.name, user=learner)
