"""One's own data in one file."""

from typing import Any

import pytest
from django.core.cache import cache
from pytest_django import Settings

from accounts.models import User
from config.personal_data import LEFT_OUT, models_of_a_person, rows_of
from learning.models import Comment, Lesson
from tests.accounts.everything import give_everything
from tests.conftest import NOON, SignIn

EXPORT = "/accounts/export/"
#: Every kind of row that belongs to somebody. Who adds one decides here that it may be told to its
#: owner, and that it is deleted with them.
KINDS = {
    "account.EmailAddress",
    "accounts.AccessToken",
    "accounts.User_groups",
    "accounts.User_user_permissions",
    "admin.LogEntry",
    "gamification.AchievementUnlock",
    "gamification.BadgeUnlock",
    "learning.Comment",
    "learning.Completion",
    "learning.Course",
    "learning.Enrolment",
    "learning.VideoPosition",
    "mfa.Authenticator",
    "notifications.DigestEntry",
    "notifications.Email",
    "notifications.Notification",
    "notifications.Preference",
    "usersessions.UserSession",
}
BY_ADDRESS = {"notifications.MailEvent", "notifications.Suppression"}


@pytest.fixture(autouse=True)
def nobody_has_asked(db: None) -> None:
    """Forget who has just had the file."""
    cache.clear()


def fetch(sign_in: SignIn, person: User) -> dict[str, Any]:
    """Return what the person's file holds."""
    cache.clear()
    data: dict[str, Any] = sign_in(person).get(EXPORT).json()
    return data


def test_every_kind_of_row_that_belongs_to_somebody_is_known() -> None:
    assert {model._meta.label for model, _ in models_of_a_person()} == KINDS


def test_the_file_has_a_row_of_every_kind(ada: User, lesson: Lesson, sign_in: SignIn) -> None:
    give_everything(ada, lesson)

    data = fetch(sign_in, ada)

    parts = {label.lower() for label in KINDS | BY_ADDRESS}
    assert data.keys() == parts | {"made_at", "accounts.user"}
    assert [part for part in sorted(parts) if not data[part]] == ["learning.course"]


def test_the_file_is_told_in_words(ada: User, lesson: Lesson, sign_in: SignIn) -> None:
    give_everything(ada, lesson)

    data = fetch(sign_in, ada)

    assert data["accounts.user"]["display_name"] == "Ada"
    assert data["learning.completion"][0]["lesson"] == "Knot 1"
    assert data["learning.comment"][0]["body"] == "Words of ada"
    assert data["gamification.achievementunlock"][0]["achievement"] == "First Lesson Watched"
    assert data["accounts.user_groups"][0]["group"] == "Editors"


def test_the_courses_of_an_author_are_in_the_file(
    linus: User, lesson: Lesson, sign_in: SignIn
) -> None:
    data = fetch(sign_in, linus)

    assert [course["title"] for course in data["learning.course"]] == ["Knots"]


def test_no_secret_is_in_the_file(ada: User, lesson: Lesson, sign_in: SignIn) -> None:
    secrets = give_everything(ada, lesson)
    client = sign_in(ada)

    text = client.get(EXPORT).content.decode()

    secrets["own session"] = client.session.session_key or ""
    assert [name for name, secret in secrets.items() if secret in text] == []


def test_what_is_left_out_is_a_column_that_exists() -> None:
    models = {model._meta.label_lower: model for model, _ in models_of_a_person()}
    models["accounts.user"] = User

    missing = [
        (label, column)
        for label, columns in LEFT_OUT.items()
        for column in columns
        if column not in {field.name for field in models[label]._meta.get_fields()}
    ]

    assert missing == []


def test_a_mail_with_a_key_is_told_without_its_text_where_mails_are_sent(
    ada: User, lesson: Lesson, sign_in: SignIn, settings: Settings
) -> None:
    give_everything(ada, lesson)
    kept = fetch(sign_in, ada)["notifications.email"][0]["text"]
    settings.MAIL_PROVIDER = "smtp"

    sent = fetch(sign_in, ada)["notifications.email"][0]["text"]

    assert "/password/reset/key/" in kept
    assert "/password/reset/key/" not in sent


def test_nothing_of_others_is_in_the_file(
    ada: User, grace: User, lesson: Lesson, sign_in: SignIn
) -> None:
    give_everything(ada, lesson)
    give_everything(grace, lesson)

    text = sign_in(ada).get(EXPORT).content.decode()

    assert "grace" not in text.lower()


def test_what_one_took_down_of_others_is_not_in_the_file(
    ada: User, grace: User, lesson: Lesson, sign_in: SignIn
) -> None:
    give_everything(grace, lesson)
    Comment.objects.update(removed_at=NOON, removed_by=ada)

    data = fetch(sign_in, ada)

    assert data["learning.comment"] == []


def test_the_file_is_saved_under_a_name_and_by_nobody_else(ada: User, sign_in: SignIn) -> None:
    headers = sign_in(ada).get(EXPORT).headers

    assert headers["Content-Disposition"].startswith('attachment; filename="laurel-ada-20')
    assert "no-store" in headers["Cache-Control"]


def test_the_file_is_made_at_most_twice_a_minute(ada: User, grace: User, sign_in: SignIn) -> None:
    client = sign_in(ada)
    client.get(EXPORT)

    response = client.get(EXPORT)

    assert response.status_code == 429
    assert response.headers["Retry-After"] == "30"
    assert sign_in(grace).get(EXPORT).status_code == 200


def test_making_the_file_changes_nothing(ada: User, lesson: Lesson, sign_in: SignIn) -> None:
    give_everything(ada, lesson)
    before = [list(rows.values()) for _, rows in rows_of(ada)]

    fetch(sign_in, ada)

    assert [list(rows.values()) for _, rows in rows_of(ada)] == before
