from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0002_digest_and_suppression")]

    operations = [
        migrations.AddField(
            model_name="notification",
            name="handed_to",
            field=models.CharField(blank=True, default="", max_length=32),
            preserve_default=False,
        ),
    ]
