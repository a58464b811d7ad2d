import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What was watched of a video, and who removed a comment."""

    dependencies = [
        ("learning", "0002_audience_publication_and_search"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="videoposition",
            name="watched",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="videoposition",
            name="credit",
            field=models.FloatField(default=15),
        ),
        migrations.AddField(
            model_name="comment",
            name="removed_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
