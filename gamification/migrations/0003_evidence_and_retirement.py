from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Count, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Least

RETIRED = models.BooleanField(
    default=False,
    help_text="Nobody unlocks it any more; who holds it keeps it.",
    verbose_name="retired",
)


def fill_counts(apps: Any, schema_editor: object) -> None:
    """Take the thresholds of now, and for badges what was held when they came."""
    achievement = apps.get_model("gamification", "Achievement")
    achievement_unlock = apps.get_model("gamification", "AchievementUnlock")
    badge = apps.get_model("gamification", "Badge")
    badge_unlock = apps.get_model("gamification", "BadgeUnlock")
    thresholds = achievement.objects.filter(pk=OuterRef("achievement")).values("threshold")
    achievement_unlock.objects.update(threshold=thresholds, count=thresholds)
    held = (
        achievement_unlock.objects.filter(
            learner=OuterRef("learner"), unlocked_at__lte=OuterRef("unlocked_at")
        )
        .values("learner")
        .annotate(n=Count("pk"))
    )
    held = Coalesce(Subquery(held.values("n")), Value(0))
    thresholds = badge.objects.filter(pk=OuterRef("badge")).values("threshold")
    # In one update: PostgreSQL alters no table after a row was changed twice.
    badge_unlock.objects.update(count=held, threshold=Least(Subquery(thresholds), held))


def number() -> models.Field[Any, Any]:
    return models.PositiveIntegerField(default=0)


def fact(model: str) -> models.Field[Any, Any]:
    return models.ForeignKey(
        null=True,
        on_delete=django.db.models.deletion.SET_NULL,
        related_name="+",
        to=f"learning.{model}",
    )


class Migration(migrations.Migration):
    """Unlocks say why they were earned; achievements and badges can be retired."""

    dependencies = [("gamification", "0002_ladders"), ("learning", "0001_initial")]
    operations = [
        migrations.AddField("achievement", "is_retired", RETIRED),
        migrations.AddField("badge", "is_retired", RETIRED),
        migrations.RemoveConstraint("achievement", "one_step_per_threshold"),
        migrations.AddConstraint(
            "achievement",
            models.UniqueConstraint(
                condition=Q(is_retired=False),
                fields=("group", "threshold"),
                name="one_step_per_threshold",
            ),
        ),
        migrations.AlterField(
            "badge", "threshold", models.PositiveIntegerField(verbose_name="achievements needed")
        ),
        migrations.AddConstraint(
            "badge",
            models.UniqueConstraint(
                condition=Q(is_retired=False),
                fields=("threshold",),
                name="one_badge_per_threshold",
            ),
        ),
        migrations.AddField("achievementunlock", "threshold", number(), preserve_default=False),
        migrations.AddField("achievementunlock", "count", number(), preserve_default=False),
        migrations.AddField("badgeunlock", "threshold", number(), preserve_default=False),
        migrations.AddField("badgeunlock", "count", number(), preserve_default=False),
        migrations.RunPython(fill_counts, migrations.RunPython.noop),
        migrations.AddConstraint(
            "achievementunlock",
            models.CheckConstraint(
                condition=Q(count__gte=F("threshold")), name="an_unlock_has_its_facts"
            ),
        ),
        migrations.AddConstraint(
            "badgeunlock",
            models.CheckConstraint(
                condition=Q(count__gte=F("threshold")), name="a_badge_has_its_achievements"
            ),
        ),
        migrations.AddField("achievementunlock", "lesson", fact("lesson")),
        migrations.AddField("achievementunlock", "comment", fact("comment")),
        migrations.AddConstraint(
            "achievementunlock",
            models.CheckConstraint(
                condition=Q(lesson=None) | Q(comment=None), name="one_fact_crosses_the_line"
            ),
        ),
    ]
