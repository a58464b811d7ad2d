from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Whose comments are kept for the replies below may be gone."""

    dependencies = [
        ("learning", "0003_watched_and_removed_by"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AlterField(
            model_name="comment",
            name="author",
            field=models.ForeignKey(
                settings.AUTH_USER_MODEL,
                models.CASCADE,
                null=True,
                blank=True,
                related_name="comments",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=Q(author__isnull=False) | Q(removed_at__isnull=False, body=""),
                name="a_standing_comment_has_an_author",
            ),
        ),
    ]
