"""What it has earned: ladders of achievements, badges, and who holds them."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Count, Exists, F, Func, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from learning.models import Comment, Enrolment, Lesson

RETIRED_HELP = _("Nobody unlocks it any more; who holds it keeps it.")


class Group(models.TextChoices):
    """A ladder; the order here is the order everywhere."""

    LESSONS = "lessons", _("Lessons Watched")
    COMMENTS = "comments", _("Comments Written")


class AchievementQuerySet(models.QuerySet["Achievement"]):
    """Filters over achievements."""

    def open_to(self, learner: User) -> Self:
        """Return what the learner holds, with ``unlocked_at``, and what can still be unlocked."""
        unlocks = AchievementUnlock.objects.filter(learner=learner, achievement=OuterRef("pk"))
        rows = self.annotate(unlocked_at=Subquery(unlocks.values("unlocked_at")[:1]))
        return rows.filter(Q(is_retired=False) | Q(unlocked_at__isnull=False))

    def with_holders(self) -> Self:
        """Add ``holders``, how many hold it, and ``learners``, of how many.

        A learner takes part in a course, or holds something from before.
        """
        takes_part = Exists(Enrolment.objects.filter(learner=OuterRef("pk")))
        holds_one = Exists(AchievementUnlock.objects.filter(learner=OuterRef("pk")))
        learners = User.objects.filter(takes_part | holds_one).order_by()
        count = learners.annotate(n=Func(F("pk"), function="COUNT")).values("n")
        return self.annotate(holders=Count("unlocks"), learners=Subquery(count))


class Achievement(models.Model):
    """A step of a ladder: unlocked once ``threshold`` facts of its group stand.

    A retired one is unlocked no more; who holds it keeps it.
    """

    group = models.CharField(_("group"), max_length=20, choices=Group)
    name = models.CharField(_("name"), max_length=80, unique=True)
    threshold = models.PositiveIntegerField(_("threshold"))
    is_retired = models.BooleanField(_("retired"), default=False, help_text=RETIRED_HELP)

    #: Added by ``open_to``; ``None`` while it is locked.
    unlocked_at: datetime | None
    #: Added by ``with_holders``.
    holders: int
    learners: int

    objects = AchievementQuerySet.as_manager()

    class Meta:
        verbose_name = _("achievement")
        verbose_name_plural = _("achievements")
        ordering = ["-group", "threshold"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "threshold"],
                condition=Q(is_retired=False),
                name="one_step_per_threshold",
            ),
            models.CheckConstraint(condition=Q(threshold__gt=0), name="a_step_needs_a_fact"),
        ]

    def __str__(self) -> str:
        return self.name


class BadgeQuerySet(models.QuerySet["Badge"]):
    """Filters over badges."""

    def open_to(self, learner: User) -> Self:
        """Return what the learner holds, with ``unlocked_at``, and what can still be unlocked."""
        unlocks = BadgeUnlock.objects.filter(learner=learner, badge=OuterRef("pk"))
        rows = self.annotate(unlocked_at=Subquery(unlocks.values("unlocked_at")[:1]))
        return rows.filter(Q(is_retired=False) | Q(unlocked_at__isnull=False))


class Badge(models.Model):
    """A rank: unlocked once ``threshold`` achievements are held. Everybody has the rank of 0.

    A retired one is unlocked no more; who holds it keeps it.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    threshold = models.PositiveIntegerField(_("achievements needed"))
    is_retired = models.BooleanField(_("retired"), default=False, help_text=RETIRED_HELP)

    #: Added by ``open_to``; ``None`` while it is locked.
    unlocked_at: datetime | None

    objects = BadgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("badge")
        verbose_name_plural = _("badges")
        ordering = ["threshold"]
        constraints = [
            models.UniqueConstraint(
                fields=["threshold"], condition=Q(is_retired=False), name="one_badge_per_threshold"
            )
        ]

    def __str__(self) -> str:
        return self.name


class AchievementUnlock(models.Model):
    """The learner holds the achievement, for good, and why.

    ``threshold`` and ``count`` are what was asked for and what stood when it was unlocked.
    ``lesson`` or ``comment`` is what crossed the line; neither where the threshold was lowered.
    """

    learner = models.ForeignKey(User, models.CASCADE, related_name="achievement_unlocks")
    achievement = models.ForeignKey(Achievement, models.PROTECT, related_name="unlocks")
    unlocked_at = models.DateTimeField()
    threshold = models.PositiveIntegerField()
    count = models.PositiveIntegerField()
    lesson = models.ForeignKey(Lesson, models.SET_NULL, null=True, related_name="+")
    comment = models.ForeignKey(Comment, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("unlocked achievement")
        verbose_name_plural = _("unlocked achievements")
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "achievement"], name="one_unlock_per_achievement"
            ),
            models.CheckConstraint(
                condition=Q(count__gte=F("threshold")), name="an_unlock_has_its_facts"
            ),
            models.CheckConstraint(
                condition=Q(lesson=None) | Q(comment=None), name="one_fact_crosses_the_line"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.achievement_id} by {self.learner_id}"


class BadgeUnlock(models.Model):
    """The learner reached the badge, for good.

    ``threshold`` and ``count`` are what was asked for and what was held when it was unlocked.
    """

    learner = models.ForeignKey(User, models.CASCADE, related_name="badge_unlocks")
    badge = models.ForeignKey(Badge, models.PROTECT, related_name="unlocks")
    unlocked_at = models.DateTimeField()
    threshold = models.PositiveIntegerField()
    count = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("unlocked badge")
        verbose_name_plural = _("unlocked badges")
        constraints = [
            models.UniqueConstraint(fields=["learner", "badge"], name="one_unlock_per_badge"),
            models.CheckConstraint(
                condition=Q(count__gte=F("threshold")), name="a_badge_has_its_achievements"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.badge_id} by {self.learner_id}"
