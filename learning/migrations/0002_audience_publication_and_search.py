from typing import Any

import django.db.models.deletion
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import migrations, models
from django.db.models import Min
from django.db.models.functions import Now

LESSON_TEXTS = GinIndex(
    SearchVector("title", "summary", "body", "transcript", config="english"),
    name="words_of_a_lesson",
)


def date_publications(apps: Any, schema_editor: Any) -> None:
    """Take lessons for as old as their course's first learner, so that none of them is new."""
    lesson = apps.get_model("learning", "Lesson")
    enrolment = apps.get_model("learning", "Enrolment")
    published = lesson.objects.filter(status="published")
    firsts = enrolment.objects.order_by().values_list("course").annotate(Min("enrolled_at"))
    for course_id, first in firsts:
        published.filter(course=course_id).update(published_at=first)
    published.filter(published_at=None).update(published_at=Now())


def index_words(apps: Any, schema_editor: Any) -> None:
    """Let PostgreSQL find words without reading every lesson; SQLite reads them all."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.add_index(apps.get_model("learning", "Lesson"), LESSON_TEXTS)


def forget_words(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.remove_index(apps.get_model("learning", "Lesson"), LESSON_TEXTS)


class Migration(migrations.Migration):
    dependencies = [("learning", "0001_initial")]
    operations = [
        migrations.AddField(
            "course",
            "audience",
            models.CharField(blank=True, max_length=300, verbose_name="who it is for"),
        ),
        migrations.AddField(
            "enrolment",
            "opened_lesson",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="learning.lesson",
            ),
        ),
        migrations.AddField("enrolment", "opened_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "lesson",
            "published_at",
            models.DateTimeField(editable=False, null=True, verbose_name="first published"),
        ),
        migrations.RunPython(index_words, forget_words),
        migrations.RunPython(date_publications, migrations.RunPython.noop),
    ]
