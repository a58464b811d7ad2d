"""What must hold between facts, unlocks and notices.

Each check is one statement, which sees the acts of others whole or not at all. It returns the ids
of what does not hold, or says in words what is missing.
"""

from typing import Any

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from gamification.models import AchievementUnlock, BadgeUnlock, Group
from notifications.models import Notification, Preference, Topic

LACKING_ACHIEVEMENTS = f"""
    WITH facts AS (
        SELECT learner_id, '{Group.LESSONS}' AS kind, COUNT(*) AS n
        FROM learning_completion GROUP BY learner_id
        UNION ALL
        SELECT author_id, '{Group.COMMENTS}', COUNT(*)
        FROM learning_comment WHERE removed_at IS NULL GROUP BY author_id
    )
    SELECT facts.learner_id, step.name FROM facts
    JOIN gamification_achievement step
        ON step."group" = facts.kind AND step.threshold <= facts.n AND NOT step.is_retired
    LEFT JOIN gamification_achievementunlock unlock
        ON unlock.learner_id = facts.learner_id AND unlock.achievement_id = step.id
    WHERE unlock.id IS NULL ORDER BY facts.learner_id, step.threshold
"""  # noqa: S608
LACKING_BADGES = """
    WITH held AS (
        SELECT learner_id, COUNT(*) AS n FROM gamification_achievementunlock GROUP BY learner_id
    )
    SELECT held.learner_id, badge.name FROM held
    JOIN gamification_badge badge
        ON badge.threshold BETWEEN 1 AND held.n AND NOT badge.is_retired
    LEFT JOIN gamification_badgeunlock unlock
        ON unlock.learner_id = held.learner_id AND unlock.badge_id = badge.id
    WHERE unlock.id IS NULL ORDER BY held.learner_id, badge.threshold
"""


def ask(statement: str) -> list[tuple[int, str]]:
    """Return pairs of a learner's id and what that learner lacks."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def learners_who_lack() -> list[int]:
    """Return in order the ids of those whom the rules give more than they hold."""
    return sorted({pk for pk, _ in ask(LACKING_ACHIEVEMENTS) + ask(LACKING_BADGES)})


def achievements_missing() -> list[Any]:
    """Find thresholds that a learner's facts reach without an unlock."""
    return [f"learner {pk}, {name}" for pk, name in ask(LACKING_ACHIEVEMENTS)]


def badges_missing() -> list[Any]:
    """Find badges that a learner's achievements reach without an unlock."""
    return [f"learner {pk}, {name}" for pk, name in ask(LACKING_BADGES)]


def unlocks_without_evidence() -> list[Any]:
    """Find unlocks with fewer facts than were asked for, or by a fact of another kind or person."""
    is_wrong = Q(count__lt=F("threshold"))
    is_wrong |= Q(lesson__isnull=False) & ~Q(achievement__group=Group.LESSONS)
    is_wrong |= Q(comment__isnull=False) & ~Q(achievement__group=Group.COMMENTS)
    is_wrong |= Q(comment__isnull=False) & ~Q(comment__author=F("learner"))
    return ids(AchievementUnlock.objects.filter(is_wrong))


def badges_without_evidence() -> list[Any]:
    """Find badges of learners who hold fewer achievements than when they came."""
    theirs = AchievementUnlock.objects.filter(learner=OuterRef("learner")).values("learner")
    held = Coalesce(Subquery(theirs.annotate(n=Count("pk")).values("n")), 0)
    unlocks = BadgeUnlock.objects.annotate(held=held)
    return ids(unlocks.filter(Q(held__lt=F("count")) | Q(count__lt=F("threshold"))))


def duplicate_unlocks() -> list[Any]:
    """Find learners with an achievement that they hold twice."""
    rows = AchievementUnlock.objects.values_list("learner", "achievement")
    return list(rows.annotate(n=Count("pk")).filter(n__gt=1).order_by("learner"))


def duplicate_badges() -> list[Any]:
    """Find learners with a badge that they hold twice."""
    rows = BadgeUnlock.objects.values_list("learner", "badge")
    return list(rows.annotate(n=Count("pk")).filter(n__gt=1).order_by("learner"))


def unlocks_without_notice() -> list[Any]:
    """Find unlocked achievements that were not told in the portal."""
    return ids(untold(AchievementUnlock.objects.all()))


def badges_without_notice() -> list[Any]:
    """Find badges that were not told in the portal."""
    return ids(untold(BadgeUnlock.objects.all()))


def untold[M: (AchievementUnlock, BadgeUnlock)](unlocks: QuerySet[M]) -> QuerySet[M]:
    """Return those at whose time there is no notice.

    Only people who never chose what to hear are looked at: of the others nobody knows what they
    wanted on that day.
    """
    told = Notification.objects.filter(
        recipient=OuterRef("learner"),
        topic=Topic.ACHIEVEMENTS,
        created_at=OuterRef("unlocked_at"),
    )
    chosen = Preference.objects.filter(user=OuterRef("learner"), topic=Topic.ACHIEVEMENTS)
    return unlocks.filter(~Exists(told), ~Exists(chosen))


def notices_without_unlock() -> list[Any]:
    """Find notices of achievements at whose time nothing was unlocked."""
    same = {"learner": OuterRef("recipient"), "unlocked_at": OuterRef("created_at")}
    notices = Notification.objects.filter(
        ~Exists(AchievementUnlock.objects.filter(**same)),
        ~Exists(BadgeUnlock.objects.filter(**same)),
        topic=Topic.ACHIEVEMENTS,
    )
    return ids(notices)


def ids(rows: QuerySet[Any]) -> list[Any]:
    """Return the ids in order."""
    return list(rows.order_by("pk").values_list("pk", flat=True))
