"""An unlock says why it was earned."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from accounts.models import User
from gamification.models import AchievementUnlock, Badge, BadgeUnlock
from learning.models import Comment, Course
from tests.conftest import NOON, SignIn
from tests.gamification.conftest import (
    Deeds,
    all_names,
    lesson_address,
    nth_lesson,
    unlock,
)


def evidence(learner: User) -> list[tuple[int, int, str | None, str | None]]:
    """Return threshold, count, lesson and comment of what the learner holds, in that order."""
    rows = AchievementUnlock.objects.filter(learner=learner).order_by("pk")
    return list(rows.values_list("threshold", "count", "lesson__slug", "comment__body"))


def test_an_unlock_names_the_lesson_that_crossed_the_line(
    have_completed: Deeds, ada: User, sign_in: SignIn
) -> None:
    have_completed(ada, 4)
    unlock(ada, "First Lesson Watched")

    sign_in(ada).post(f"{lesson_address(5)}completion/")

    assert evidence(ada)[1:] == [(5, 5, "knot-5", None)]


def test_an_unlock_names_the_comment_that_crossed_the_line(
    have_written: Deeds, ada: User, sign_in: SignIn
) -> None:
    have_written(ada, 2)
    unlock(ada, "First Comment Written")

    sign_in(ada).post(f"{lesson_address(1)}comments/", {"body": "Aha"})

    assert evidence(ada)[1:] == [(3, 3, None, "Aha")]


def test_a_jump_counts_the_same_facts_for_every_step(
    have_completed: Deeds, ada: User, sign_in: SignIn
) -> None:
    have_completed(ada, 11)

    sign_in(ada).post(f"{lesson_address(12)}completion/")

    assert evidence(ada) == [(n, 12, "knot-12", None) for n in (1, 5, 10)]


def test_a_lesson_is_no_evidence_for_what_comments_have_earned(
    have_written: Deeds, ada: User, sign_in: SignIn
) -> None:
    have_written(ada, 1)

    sign_in(ada).post(f"{lesson_address(1)}completion/")

    assert evidence(ada) == [(1, 1, "knot-1", None), (1, 1, None, None)]


def test_a_badge_says_how_many_achievements_were_held(
    have_completed: Deeds, ada: User, sign_in: SignIn
) -> None:
    have_completed(ada, 24)
    unlock(ada, *all_names()[5:7])

    sign_in(ada).post(f"{lesson_address(25)}completion/")

    assert list(BadgeUnlock.objects.values_list("threshold", "count")) == [(4, 6)]


def test_the_evidence_stays_when_the_comment_is_gone(
    long_course: Course, ada: User, sign_in: SignIn
) -> None:
    sign_in(ada).post(f"{lesson_address(1)}comments/", {"body": "Aha"})

    Comment.objects.all().delete()

    assert evidence(ada) == [(1, 1, None, None)]


def test_the_database_refuses_an_unlock_with_too_few_facts(ada: User) -> None:
    unlock(ada, "5 Lessons Watched")

    with pytest.raises(IntegrityError, match="an_unlock_has_its_facts"), transaction.atomic():
        AchievementUnlock.objects.update(count=4)


@pytest.mark.django_db(transaction=True)
def test_old_unlocks_get_their_evidence_and_the_way_back_is_open(
    have_written: Deeds, ada: User, long_course: Course
) -> None:
    ada.completions.create(lesson=nth_lesson(long_course, 7), completed_at=NOON)
    unlock(ada, "5 Lessons Watched", "3 Comments Written")
    have_written(ada, 1)
    Comment.objects.update(created_at=NOON)
    BadgeUnlock.objects.create(
        learner=ada, badge=Badge.objects.get(threshold=4), unlocked_at=NOON, threshold=0, count=0
    )

    for name in ("0002_ladders", "0004_causes"):
        MigrationExecutor(connection).migrate([("gamification", name)])

    assert evidence(ada) == [(5, 5, "knot-7", None), (3, 3, None, "Hm")]
    assert list(BadgeUnlock.objects.values_list("threshold", "count")) == [(2, 2)]
