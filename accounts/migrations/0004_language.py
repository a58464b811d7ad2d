from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_privacy")]

    operations = [
        migrations.AddField(
            "user",
            "language",
            models.CharField(
                blank=True,
                choices=settings.LANGUAGES,
                help_text="Of pages, notices and mails. Without a choice, pages ask the browser.",
                max_length=10,
                verbose_name="language",
            ),
        )
    ]
