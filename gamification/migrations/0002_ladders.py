from typing import Any

from django.db import migrations

LADDERS = {
    "lessons": {
        1: "First Lesson Watched",
        5: "5 Lessons Watched",
        10: "10 Lessons Watched",
        25: "25 Lessons Watched",
        50: "50 Lessons Watched",
    },
    "comments": {
        1: "First Comment Written",
        3: "3 Comments Written",
        5: "5 Comments Written",
        10: "10 Comments Written",
        20: "20 Comments Written",
    },
}
BADGES = {0: "Beginner", 4: "Intermediate", 8: "Advanced", 10: "Master"}


def make_rows(apps: Any, schema_editor: object) -> None:
    achievement, badge = (
        apps.get_model("gamification", "Achievement"),
        apps.get_model("gamification", "Badge"),
    )
    for group, steps in LADDERS.items():
        for threshold, name in steps.items():
            achievement.objects.get_or_create(
                group=group, threshold=threshold, defaults={"name": name}
            )
    for threshold, name in BADGES.items():
        badge.objects.get_or_create(threshold=threshold, defaults={"name": name})


class Migration(migrations.Migration):
    """The ladders and badges that every portal starts with; staff may change them."""

    dependencies = [("gamification", "0001_initial")]
    operations = [
        migrations.RunPython(make_rows, migrations.RunPython.noop),
    ]
