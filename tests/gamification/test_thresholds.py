"""Staff add, raise, lower and retire thresholds; whoever reaches one now is awarded."""

from typing import Any

import pytest
from django.db.models import ProtectedError

from accounts.models import User
from gamification import actions
from gamification.models import Achievement, AchievementUnlock, Badge, BadgeUnlock
from gamification.tasks import backfill
from learning.models import Course
from notifications.models import Email, Notification
from tests.conftest import NOON, SignIn, make_person
from tests.gamification.conftest import Deeds, lesson_address, pop_backfills, unlock, unlocked_by

NEW_STEP = {"group": "lessons", "name": "3 Lessons Watched", "threshold": "3"}


@pytest.fixture
def learned(have_completed: Deeds, ada: User) -> User:
    """Ada with three lessons, and what they give."""
    have_completed(ada, 3)
    unlock(ada, "First Lesson Watched")
    return ada


def save(sign_in: SignIn, admin: User, rule: Achievement | Badge | str, **fields: str) -> None:
    """Send the form of a rule, or of a new achievement, in the admin and let the worker work."""
    model = rule._meta.model_name if not isinstance(rule, str) else "achievement"
    place = f"{rule.pk}/change" if not isinstance(rule, str) else "add"
    response = sign_in(admin).post(f"/admin/gamification/{model}/{place}/", fields)
    assert response.status_code == 303, response.content.decode()
    work()


def work() -> None:
    """Run the backfills of the queue, and those that they queue."""
    while tasks := pop_backfills():
        for arguments in tasks:
            backfill(*arguments)


def fields_of(rule: Achievement | Badge, **changes: Any) -> dict[str, str]:
    """Return what the form of the rule sends."""
    return {"name": rule.name, "threshold": str(rule.threshold)} | changes


def test_a_new_threshold_is_awarded_to_those_who_reach_it(
    learned: User, grace: User, admin: User, sign_in: SignIn
) -> None:
    save(sign_in, admin, "new", **NEW_STEP)

    assert unlocked_by(learned) == ["First Lesson Watched", "3 Lessons Watched"]
    assert unlocked_by(grace) == []
    unlocked = AchievementUnlock.objects.get(achievement__name="3 Lessons Watched")
    assert (unlocked.threshold, unlocked.count, unlocked.lesson) == (3, 3, None)


def test_a_lowered_threshold_is_awarded_to_those_who_reach_it_once(
    learned: User, admin: User, sign_in: SignIn
) -> None:
    step = Achievement.objects.get(name="5 Lessons Watched")

    for _ in range(2):
        save(sign_in, admin, step, **fields_of(step, threshold="3"))

    assert unlocked_by(learned) == ["First Lesson Watched", "5 Lessons Watched"]
    assert learned.notifications.count() == 1


def test_a_lowered_badge_is_awarded_to_those_who_reach_it(
    learned: User, admin: User, sign_in: SignIn
) -> None:
    badge = Badge.objects.get(name="Intermediate")

    save(sign_in, admin, badge, **fields_of(badge, threshold="1"))

    assert [unlock.badge for unlock in learned.badge_unlocks.all()] == [badge]
    assert Notification.objects.get().body == "Achievements unlocked: 1."


def test_it_is_told_quietly_unless_staff_say_otherwise(
    learned: User, admin: User, sign_in: SignIn
) -> None:
    save(sign_in, admin, "new", **NEW_STEP)

    notice = Notification.objects.get()
    assert (notice.title, notice.is_unread) == ("3 Lessons Watched", True)
    assert notice.shown_at is not None
    assert not Email.objects.exists()


def test_it_is_told_by_toast_and_mail_where_staff_say_so(
    learned: User, admin: User, sign_in: SignIn
) -> None:
    save(sign_in, admin, "new", **NEW_STEP, is_told="on")

    assert Notification.objects.get().shown_at is None
    assert Email.objects.get().recipient == learned


def test_those_who_are_deactivated_are_awarded_too(
    learned: User, admin: User, sign_in: SignIn
) -> None:
    User.objects.filter(pk=learned.pk).update(is_active=False)

    save(sign_in, admin, "new", **NEW_STEP)

    assert "3 Lessons Watched" in unlocked_by(learned)


def test_a_raised_threshold_takes_nothing_away(learned: User, admin: User, sign_in: SignIn) -> None:
    step = Achievement.objects.get(name="First Lesson Watched")

    save(sign_in, admin, step, **fields_of(step, threshold="4"))

    assert unlocked_by(learned) == ["First Lesson Watched"]


def test_a_retired_achievement_is_kept_by_its_holders_and_unlocked_by_nobody(
    learned: User, have_completed: Deeds, grace: User, admin: User, sign_in: SignIn
) -> None:
    step = Achievement.objects.get(name="First Lesson Watched")
    have_completed(grace, 1)

    save(sign_in, admin, step, **fields_of(step, is_retired="on"))

    answers = [sign_in(p).get(f"/api/users/{p.pk}/achievements").json() for p in (learned, grace)]
    assert [answer["unlocked_achievements"] for answer in answers] == [[step.name], []]
    assert answers[1]["next_available_achievements"][0] == "5 Lessons Watched"
    assert step.name in sign_in(learned).get("/achievements/").content.decode()
    assert step.name not in sign_in(grace).get("/achievements/").content.decode()


def test_a_retired_badge_is_not_reached_any_more(
    long_course: Course, ada: User, admin: User, sign_in: SignIn
) -> None:
    badge = Badge.objects.get(name="Intermediate")
    unlock(ada, "First Comment Written", "3 Comments Written", "5 Comments Written")

    save(sign_in, admin, badge, **fields_of(badge, is_retired="on"))
    sign_in(ada).post(f"{lesson_address(1)}completion/")

    assert not BadgeUnlock.objects.exists()
    assert sign_in(ada).get("/api/users/ada/achievements").json()["next_badge"] == "Advanced"


def test_a_retired_threshold_is_free_for_another_achievement(
    learned: User, admin: User, sign_in: SignIn
) -> None:
    Achievement.objects.filter(name="5 Lessons Watched").update(is_retired=True)

    save(sign_in, admin, "new", group="lessons", name="A Handful", threshold="5")

    assert Achievement.objects.filter(group="lessons", threshold=5).count() == 2


def test_what_somebody_holds_cannot_be_deleted(learned: User) -> None:
    with pytest.raises(ProtectedError):
        Achievement.objects.get(name="First Lesson Watched").delete()


def test_an_achievement_stays_on_its_ladder(learned: User, admin: User, sign_in: SignIn) -> None:
    step = Achievement.objects.get(name="5 Lessons Watched")

    save(sign_in, admin, step, **fields_of(step, group="comments"))

    assert Achievement.objects.get(pk=step.pk).group == "lessons"


def test_many_are_awarded_in_turns(
    have_completed: Deeds, admin: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    learners = [make_person(f"learner-{number}") for number in range(5)]
    for learner in learners:
        have_completed(learner, 1)
    monkeypatch.setattr(actions, "LEARNERS_AT_ONCE", 2)

    actions.backfill(at=NOON, is_quiet=True)

    assert AchievementUnlock.objects.count() == 2
    work()
    assert [unlocked_by(learner) for learner in learners] == [["First Lesson Watched"]] * 5
