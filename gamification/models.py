"""What it has earned: ladders of achievements, badges, and who holds them."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class Group(models.TextChoices):
    """A ladder; the order here is the order everywhere."""

    LESSONS = "lessons", _("Lessons Watched")
    COMMENTS = "comments", _("Comments Written")


class AchievementQuerySet(models.QuerySet["Achievement"]):
    """Filters over achievements."""

    def with_unlock_of(self, learner: User) -> Self:
        """Add ``unlocked_at``, ``None`` while locked."""
        unlocks = AchievementUnlock.objects.filter(learner=learner, achievement=OuterRef("pk"))
        return self.annotate(unlocked_at=Subquery(unlocks.values("unlocked_at")[:1]))

    def with_holders(self) -> Self:
        """Add ``holders``: how many learners hold it."""
        return self.annotate(holders=Count("unlocks"))


class Achievement(models.Model):
    """A step of a ladder: unlocked once ``threshold`` facts of its group stand."""

    group = models.CharField(_("group"), max_length=20, choices=Group)
    name = models.CharField(_("name"), max_length=80, unique=True)
    threshold = models.PositiveIntegerField(_("threshold"))

    #: Added by ``with_unlock_of``.
    unlocked_at: datetime | None
    #: Added by ``with_holders``.
    holders: int

    objects = AchievementQuerySet.as_manager()

    class Meta:
        verbose_name = _("achievement")
        verbose_name_plural = _("achievements")
        ordering = ["-group", "threshold"]
        constraints = [
            models.UniqueConstraint(fields=["group", "threshold"], name="one_step_per_threshold"),
            models.CheckConstraint(condition=models.Q(threshold__gt=0), name="a_step_needs_a_fact"),
        ]

    def __str__(self) -> str:
        return self.name


class BadgeQuerySet(models.QuerySet["Badge"]):
    """Filters over badges."""

    def with_unlock_of(self, learner: User) -> Self:
        """Add ``unlocked_at``, ``None`` while locked."""
        unlocks = BadgeUnlock.objects.filter(learner=learner, badge=OuterRef("pk"))
        return self.annotate(unlocked_at=Subquery(unlocks.values("unlocked_at")[:1]))


class Badge(models.Model):
    """A rank: unlocked once ``threshold`` achievements are held. Everybody has the rank of 0."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    threshold = models.PositiveIntegerField(_("achievements needed"), unique=True)

    #: Added by ``with_unlock_of``.
    unlocked_at: datetime | None

    objects = BadgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("badge")
        verbose_name_plural = _("badges")
        ordering = ["threshold"]

    def __str__(self) -> str:
        return self.name


class AchievementUnlock(models.Model):
    """The learner holds the achievement, for good."""

    learner = models.ForeignKey(User, models.CASCADE, related_name="achievement_unlocks")
    achievement = models.ForeignKey(Achievement, models.PROTECT, related_name="unlocks")
    unlocked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("unlocked achievement")
        verbose_name_plural = _("unlocked achievements")
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "achievement"], name="one_unlock_per_achievement"
            )
        ]

    def __str__(self) -> str:
        return f"{self.achievement_id} by {self.learner_id}"


class BadgeUnlock(models.Model):
    """The learner reached the badge, for good."""

    learner = models.ForeignKey(User, models.CASCADE, related_name="badge_unlocks")
    badge = models.ForeignKey(Badge, models.PROTECT, related_name="unlocks")
    unlocked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("unlocked badge")
        verbose_name_plural = _("unlocked badges")
        constraints = [
            models.UniqueConstraint(fields=["learner", "badge"], name="one_unlock_per_badge")
        ]

    def __str__(self) -> str:
        return f"{self.badge_id} by {self.learner_id}"
