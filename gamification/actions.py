"""Award what the facts have earned."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any

from django.db import connection, transaction

from accounts.models import User
from gamification import invariants, queries, rules, signals
from gamification.models import AchievementUnlock, BadgeUnlock, Group
from gamification.notices import notice_of
from gamification.queries import Reach
from gamification.rules import Step
from learning.models import Comment, Lesson
from notifications.actions import notify
from notifications.queue import enqueue

LEARNERS_AT_ONCE = 1_000


@transaction.atomic(savepoint=False)
def award(
    *, learner: User, at: datetime, lesson: Lesson | None = None, comment: Comment | None = None
) -> None:
    """Unlock all that the learner's facts reach, and tell it once. A second call changes nothing.

    ``lesson`` or ``comment`` is what the learner has just done. The caller holds the learner's lock
    (``User.objects.lock``): of two pages that cross a threshold together, the second counts what
    the first has written.
    """
    reach = queries.reach(learner)
    if reach.earned:
        unlock(learner, reach, at, lesson=lesson, comment=comment)


@transaction.atomic
def award_anew(*, learner_id: int, at: datetime, is_quiet: bool) -> None:
    """Lock the learner and unlock all that the rules give by now. A second call changes nothing.

    Quiet, it is told in the inbox alone: no toast and no mail.
    """
    learner = User.objects.lock(learner_id)
    unlock(learner, queries.reach(learner), at, is_quiet=is_quiet)


def unlock(
    learner: User, reach: Reach, at: datetime, *, is_quiet: bool = False, **cause: Any
) -> None:
    """Write the unlocks and the badges that follow, and tell it once."""
    unlock_achievements(learner, reach, at, **cause)
    badges = award_badges(learner, reach.held_count, at)
    if reach.earned or badges:
        upcoming = rules.next_steps(reach.steps, after=reach.earned)
        with learner.in_own_language():
            notice = notice_of(reach.earned, badges, upcoming, reach.held_count)
        notify(recipient=learner, notice=notice, at=at, is_quiet=is_quiet)
        transaction.on_commit(partial(announce, learner, reach.earned, badges), robust=True)


def unlock_achievements(
    learner: User,
    reach: Reach,
    at: datetime,
    *,
    lesson: Lesson | None = None,
    comment: Comment | None = None,
) -> None:
    """Write the unlocks of what is earned, each with its evidence."""
    AchievementUnlock.objects.bulk_create(
        AchievementUnlock(
            learner=learner,
            achievement_id=step.pk,
            unlocked_at=at,
            threshold=step.threshold,
            count=reach.counts[step.group],
            lesson=lesson if step.group == Group.LESSONS else None,
            comment=comment if step.group == Group.COMMENTS else None,
        )
        for step in reach.earned
    )


def award_badges(learner: User, achievement_count: int, at: datetime) -> list[Step]:
    """Unlock the badges that this many achievements reach; return the new ones."""
    badges = queries.badge_steps(learner)
    earned = rules.newly_earned(
        (badge for badge in badges if badge.threshold > 0), {"": achievement_count}
    )
    if earned:
        BadgeUnlock.objects.bulk_create(
            BadgeUnlock(
                learner=learner,
                badge_id=badge.pk,
                unlocked_at=at,
                threshold=badge.threshold,
                count=achievement_count,
            )
            for badge in earned
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


def queue_backfill(*, is_quiet: bool) -> None:
    """Queue the award of all who reach a threshold by now; for whoever has changed one."""
    enqueue("gamification.tasks.backfill", int(is_quiet))


def backfill(*, at: datetime, is_quiet: bool, after: int = 0) -> None:
    """Award those who lack what the rules give, by id from ``after`` on; queue what is left over.

    Each learner has a transaction of their own. A second call changes nothing.
    """
    wait_for_acts()
    left = [pk for pk in invariants.learners_who_lack() if pk > after]
    award_each(left[:LEARNERS_AT_ONCE], at, is_quiet=is_quiet)
    if len(left) > LEARNERS_AT_ONCE:
        enqueue("gamification.tasks.backfill", int(is_quiet), left[LEARNERS_AT_ONCE - 1])


def award_missing(*, at: datetime) -> None:
    """Award what is missing, and tell it as if it had been awarded in time."""
    award_each(invariants.learners_who_lack(), at, is_quiet=False)


def award_each(learner_ids: Sequence[int], at: datetime, *, is_quiet: bool) -> None:
    """Award these learners, without those who are gone."""
    for learner_id in learner_ids:
        with suppress(User.DoesNotExist):
            award_anew(learner_id=learner_id, at=at, is_quiet=is_quiet)


def wait_for_acts() -> None:
    """Return when all acts have ended that may have read the thresholds of before.

    They hold a row lock on their learner, which conflicts with this lock of the table. On SQLite
    an act and a change of thresholds cannot overlap.
    """
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE accounts_user IN EXCLUSIVE MODE")
