from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill_causes(apps: Any, schema_editor: object) -> None:
    """A fact that crossed a line has the very time of the unlock."""
    unlock = apps.get_model("gamification", "AchievementUnlock")
    completions = apps.get_model("learning", "Completion").objects.filter(
        learner=OuterRef("learner"), completed_at=OuterRef("unlocked_at")
    )
    comments = apps.get_model("learning", "Comment").objects.filter(
        author=OuterRef("learner"), created_at=OuterRef("unlocked_at")
    )
    lessons = Subquery(completions.order_by("-pk").values("lesson")[:1])
    unlock.objects.filter(achievement__group="lessons").update(lesson=lessons)
    newest = Subquery(comments.order_by("-pk").values("pk")[:1])
    unlock.objects.filter(achievement__group="comments").update(comment=newest)


class Migration(migrations.Migration):
    """Old unlocks name the lesson or comment that crossed the line."""

    dependencies = [("gamification", "0003_evidence_and_retirement")]
    operations = [migrations.RunPython(fill_causes, migrations.RunPython.noop)]
