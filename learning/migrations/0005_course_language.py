from django.core.validators import RegexValidator
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("learning", "0004_comments_without_author")]

    operations = [
        migrations.AddField(
            "course",
            "language",
            models.CharField(
                default="en",
                max_length=20,
                validators=[
                    RegexValidator(
                        r"\A[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?\Z",
                        "Write a language tag, as in en or pt-BR.",
                    )
                ],
                verbose_name="language",
            ),
        )
    ]
