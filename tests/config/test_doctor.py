"""The doctor finds what is wrong, says so in a line, and inserts what is missing."""

from pathlib import Path
from typing import NoReturn

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from config import doctor, tasks
from config.demo import load_demo
from gamification.models import AchievementUnlock, BadgeUnlock
from learning.models import Completion, Lesson
from notifications.models import Notification, Preference
from tests.config import harms
from tests.config.doctor import Capture, examine
from tests.config.harms import FIRST, HARMS, Harm


def test_a_healthy_portal_is_well(healthy: Lesson, capsys: Capture) -> None:
    assert examine(capsys) == (0, [])


@pytest.mark.django_db
def test_the_demo_is_well(capsys: Capture, settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    load_demo()

    assert examine(capsys) == (0, [])


@pytest.mark.parametrize(("harm", "name"), HARMS, ids=[harm.__name__ for harm, _ in HARMS])
def test_harm_is_found(
    harm: Harm, name: str, healthy: Lesson, ada: User, grace: User, capsys: Capture
) -> None:
    harm(healthy, ada, grace)

    code, bad = examine(capsys)

    assert code == 1
    assert name in [line.split(":")[0] for line in bad]


def test_a_wrong_unread_count_is_found(
    healthy: Lesson, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notifications.invariants.counts", lambda person: {"unread": 3})

    code, bad = examine(capsys)

    assert (code, [line.split(":")[0] for line in bad]) == (1, ["unread counts wrong"])


def test_a_broken_reference_is_found(healthy: Lesson, capsys: Capture) -> None:
    with transaction.atomic():
        Completion.objects.update(lesson=999_999)
        code, bad = examine(capsys)
        transaction.set_rollback(True)

    assert code == 1
    assert f"learning.Completion {Completion.objects.get().pk}: lesson" in bad[-1]


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs tables that can be altered")
@pytest.mark.parametrize(
    ("model", "constraint", "name"),
    [
        (AchievementUnlock, "one_unlock_per_achievement", "achievements held twice"),
        (BadgeUnlock, "one_unlock_per_badge", "badges held twice"),
        (Completion, "one_completion_per_lesson", "lessons completed twice"),
    ],
)
def test_what_a_lost_constraint_let_in_is_found(
    model: type[models.Model],
    constraint: str,
    name: str,
    healthy: Lesson,
    ada: User,
    grace: User,
    capsys: Capture,
) -> None:
    harms.hold_a_badge_untold(healthy, ada, grace)
    with connection.cursor() as cursor:
        # No table can be altered while references of its rows wait to be checked.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {model._meta.db_table} DROP CONSTRAINT {constraint}")
    row = model._default_manager.earliest("pk")
    row.pk = None
    row.save()

    code, bad = examine(capsys)

    assert code == 1
    assert name in [line.split(":")[0] for line in bad]


def test_every_check_has_its_harm() -> None:
    elsewhere = {
        *("unread counts wrong", "references broken", "achievements held twice"),
        *("badges held twice", "lessons completed twice"),
    }

    assert {name for _, name in HARMS} | elsewhere == {check.name for check in doctor.CHECKS}


def test_a_bad_line_says_how_many_which_and_what_to_do(
    healthy: Lesson, ada: User, grace: User, capsys: Capture
) -> None:
    harms.forget_unlock(healthy, ada, grace)

    _, bad = examine(capsys)

    assert bad == [
        f"achievements missing: 1 of 3 people (learner {ada.pk}, {FIRST}). "
        "doctor --repair inserts them."
    ]


def test_only_the_first_five_are_named(healthy: Lesson, grace: User, capsys: Capture) -> None:
    for number in range(7):
        Notification.objects.create(
            recipient=grace, topic="achievements", title=str(number), created_at=timezone.now()
        )
    first = Notification.objects.filter(recipient=grace).order_by("pk").values_list("pk", flat=True)

    _, bad = examine(capsys)

    named = ", ".join(map(str, first[:5]))
    assert bad[0].startswith(f"notices without unlock: 7 of 9 notifications ({named}, …).")


def test_who_chose_what_to_hear_is_not_missed_a_notice(
    healthy: Lesson, ada: User, grace: User, capsys: Capture
) -> None:
    Preference.objects.create(user=ada, topic="achievements", in_portal=True)
    harms.forget_notice(healthy, ada, grace)

    assert examine(capsys) == (0, [])


def test_a_file_that_was_just_uploaded_is_not_left_over(
    healthy: Lesson, capsys: Capture, tmp_path: Path
) -> None:
    file = tmp_path / "lessons" / "knots" / "new.webm"
    file.parent.mkdir(parents=True)
    file.touch()

    assert examine(capsys) == (0, [])


def test_every_night_what_is_bad_is_logged(
    healthy: Lesson, ada: User, grace: User, caplog: pytest.LogCaptureFixture
) -> None:
    harms.forget_unlock(healthy, ada, grace)

    tasks.look_after()

    assert [(r.levelname, r.getMessage()[:25]) for r in caplog.records] == [
        ("ERROR", "BAD  achievements missing")
    ]
    assert not ada.achievement_unlocks.filter(achievement__name=FIRST).exists()


@pytest.mark.parametrize("error", [DatabaseError, ValueError])
def test_a_check_that_cannot_be_made_is_logged_and_nothing_is_raised(
    error: type[Exception],
    healthy: Lesson,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail() -> NoReturn:
        raise error("no table")

    check = doctor.Check("broken", fail, None, "Mend it.")
    monkeypatch.setattr(doctor, "CHECKS", [check])

    tasks.look_after()

    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "no table" in caplog.text
