"""One act is told once: by signal, in the inbox and by mail."""

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from django_q.models import OrmQ

from accounts.models import User
from gamification.models import AchievementUnlock, BadgeUnlock, Group
from gamification.signals import achievement_unlocked, badge_unlocked
from learning import actions
from learning.models import Completion, Course
from notifications.models import Email, Notification, Topic
from tests.conftest import NOON, SignIn
from tests.gamification.conftest import (
    Deeds,
    all_names,
    lesson_address,
    nth_lesson,
    unlock,
)

type Heard = list[tuple[str, str]]
type RunCommits = Callable[..., object]


@pytest.fixture
def heard() -> Iterator[Heard]:
    """What the signals said: names with usernames."""
    said: Heard = []

    def hear(user: User, achievement_name: str = "", badge_name: str = "", **_: object) -> None:
        said.append((achievement_name or badge_name, user.username))

    achievement_unlocked.connect(hear)
    badge_unlocked.connect(hear)
    yield said
    achievement_unlocked.disconnect(hear)
    badge_unlocked.disconnect(hear)


@pytest.mark.django_db(transaction=True)
def test_the_signals_are_sent_once_for_each_unlock_achievements_first(
    have_completed: Deeds, ada: User, sign_in: SignIn, heard: Heard
) -> None:
    have_completed(ada, 24)
    unlock(ada, *all_names(Group.LESSONS)[:2])

    sign_in(ada).post(f"{lesson_address(25)}completion/")
    sign_in(ada).post(f"{lesson_address(25)}completion/")

    names = ["10 Lessons Watched", "25 Lessons Watched", "Intermediate"]
    assert heard == [(name, "ada") for name in names]


@pytest.mark.django_db(transaction=True)
def test_the_signals_wait_for_the_commit(long_course: Course, ada: User, heard: Heard) -> None:
    with transaction.atomic():
        actions.complete_lesson(learner=ada, lesson=nth_lesson(long_course, 1), at=NOON)
        before_commit = list(heard)

    assert before_commit == []
    assert heard == [("First Lesson Watched", "ada")]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_neither_kept_nor_told(
    long_course: Course, ada: User, heard: Heard
) -> None:
    with transaction.atomic():
        actions.complete_lesson(learner=ada, lesson=nth_lesson(long_course, 1), at=NOON)
        transaction.set_rollback(True)

    rows = [Completion, AchievementUnlock, Notification, Email, OrmQ]
    assert heard == []
    assert [model.objects.count() for model in rows] == [0] * 5


@pytest.mark.django_db(transaction=True)
def test_an_award_that_fails_takes_the_completion_back(
    long_course: Course, ada: User, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("no paper")

    monkeypatch.setattr("gamification.actions.notify", fail)

    with pytest.raises(RuntimeError, match="no paper"):
        actions.complete_lesson(learner=ada, lesson=nth_lesson(long_course, 1), at=NOON)

    assert heard == []
    assert not Completion.objects.exists()
    assert not AchievementUnlock.objects.exists()


def test_a_listener_that_fails_harms_nobody(
    long_course: Course,
    ada: User,
    heard: Heard,
    django_capture_on_commit_callbacks: RunCommits,
) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("not now")

    achievement_unlocked.connect(fail)
    try:
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            actions.complete_lesson(learner=ada, lesson=nth_lesson(long_course, 1), at=NOON)
    finally:
        achievement_unlocked.disconnect(fail)

    assert heard == [("First Lesson Watched", "ada")]
    assert Completion.objects.count() == 1


def test_one_act_is_told_in_one_notice_and_one_mail(
    have_completed: Deeds, ada: User, sign_in: SignIn
) -> None:
    have_completed(ada, 24)
    unlock(ada, "First Comment Written")

    sign_in(ada).post(f"{lesson_address(25)}completion/")

    notice = Notification.objects.get()
    assert notice.title == "Intermediate badge unlocked"
    assert notice.body == "Lessons completed: 25. Next: 50 Lessons Watched."
    assert [item["title"] for item in notice.items] == [
        "Intermediate badge",
        "First Lesson Watched",
        "5 Lessons Watched",
        "10 Lessons Watched",
        "25 Lessons Watched",
    ]
    assert (notice.recipient, notice.topic) == (ada, Topic.ACHIEVEMENTS)


def test_the_mail_says_all_that_the_notice_says(
    have_completed: Deeds, ada: User, sign_in: SignIn
) -> None:
    have_completed(ada, 11)

    sign_in(ada).post(f"{lesson_address(12)}completion/")

    email = Email.objects.get()
    assert (email.recipient, email.to_address) == (ada, "ada@example.org")
    assert email.subject == Notification.objects.get().title
    for name in all_names(Group.LESSONS)[:3]:
        assert name in email.text
        assert name in email.html


def test_the_mail_waits_in_the_queue_for_the_worker(
    long_course: Course, ada: User, sign_in: SignIn
) -> None:
    sign_in(ada).post(f"{lesson_address(1)}completion/")

    assert Email.objects.get().state == Email.State.PENDING
    assert OrmQ.objects.count() == 1


def test_an_act_that_unlocks_nothing_is_not_told(
    have_completed: Deeds, ada: User, sign_in: SignIn
) -> None:
    have_completed(ada, 1)
    unlock(ada, "First Lesson Watched")

    sign_in(ada).post(f"{lesson_address(2)}completion/")

    assert not Notification.objects.exists()
    assert not Email.objects.exists()


def test_the_end_of_a_ladder_has_no_next_goal(
    have_completed: Deeds, ada: User, sign_in: SignIn
) -> None:
    have_completed(ada, 49)
    unlock(ada, *all_names(Group.LESSONS)[:4])

    sign_in(ada).post(f"{lesson_address(50)}completion/")

    body = Notification.objects.get().body
    assert body == "Lessons completed: 50. You have finished this ladder."
    assert BadgeUnlock.objects.get().badge.name == "Intermediate"
