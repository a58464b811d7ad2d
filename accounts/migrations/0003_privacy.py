from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def keep_hidden(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    people = apps.get_model("accounts", "User").objects
    people.filter(is_profile_public=False).update(privacy="private")


def keep_public(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    people = apps.get_model("accounts", "User").objects
    people.exclude(privacy="public").update(is_profile_public=False)


class Migration(migrations.Migration):
    """Three levels of privacy instead of two; what was chosen is kept.

    Back again, what only signed-in people may see is hidden from all.
    """

    dependencies = [("accounts", "0002_cache_table")]
    operations = [
        migrations.AddField(
            model_name="user",
            name="privacy",
            field=models.CharField(
                choices=[
                    ("public", "Everybody"),
                    ("signed-in", "People who are signed in"),
                    ("private", "Only me"),
                ],
                default="public",
                help_text="Your profile shows your name, badge, achievements and finished courses."
                " Your e-mail address is never shown.",
                max_length=10,
                verbose_name="who can see my profile",
            ),
        ),
        migrations.RunPython(keep_hidden, keep_public),
        migrations.RemoveField(model_name="user", name="is_profile_public"),
    ]
