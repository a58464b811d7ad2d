"""The doctor inserts what is missing and takes nothing away."""

import pytest
from django_q.models import OrmQ, Schedule

from accounts.models import User
from config.invariants import SCHEDULES
from gamification.models import AchievementUnlock, BadgeUnlock
from learning.models import Lesson
from notifications.models import Email
from tests.config import harms
from tests.config.doctor import Capture, examine
from tests.config.harms import FIRST, Harm


def test_a_missing_award_is_repaired_and_told(
    healthy: Lesson, ada: User, grace: User, capsys: Capture
) -> None:
    harms.forget_unlock(healthy, ada, grace)
    Email.objects.all().delete()

    assert examine(capsys, "--repair") == (0, [])

    assert ada.achievement_unlocks.filter(achievement__name=FIRST).exists()
    assert ada.notifications.get(title=FIRST).shown_at is None
    assert ada.emails.get().subject == FIRST


def test_a_missing_badge_is_repaired(
    healthy: Lesson, ada: User, grace: User, capsys: Capture
) -> None:
    harms.forget_badge(healthy, ada, grace)

    assert examine(capsys, "--repair") == (0, [])

    assert ada.badge_unlocks.get().badge.name == "Intermediate"


def test_a_missing_schedule_is_repaired(
    healthy: Lesson, ada: User, grace: User, capsys: Capture
) -> None:
    Schedule.objects.all().delete()

    assert examine(capsys, "--repair") == (0, [])

    assert sorted(Schedule.objects.values_list("name", flat=True)) == sorted(SCHEDULES)


def test_a_stuck_mail_is_queued_again(
    healthy: Lesson, ada: User, grace: User, capsys: Capture
) -> None:
    harms.leave_a_mail(healthy, ada, grace)
    OrmQ.objects.all().delete()

    examine(capsys, "--repair")

    queued = [row.task["args"] for row in OrmQ.objects.order_by("pk")]
    assert queued == [(pk,) for pk in Email.objects.order_by("due_at").values_list("pk", flat=True)]


@pytest.mark.parametrize(
    "harm", [harms.take_the_comment_of_another, harms.hold_a_badge_for_nothing]
)
def test_a_repair_never_takes_an_award_away(
    harm: Harm, healthy: Lesson, ada: User, grace: User, capsys: Capture
) -> None:
    harm(healthy, ada, grace)
    models = (AchievementUnlock, BadgeUnlock)
    before = {(model, pk) for model in models for pk in model.objects.values_list("pk", flat=True)}

    code, _ = examine(capsys, "--repair")

    after = {(model, pk) for model in models for pk in model.objects.values_list("pk", flat=True)}
    assert code == 1
    assert before <= after
