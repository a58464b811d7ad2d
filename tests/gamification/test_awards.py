import pytest

from accounts.models import User
from gamification.models import Badge, BadgeUnlock, Group
from learning.models import Comment, Completion, Course
from tests.conftest import NOON, SignIn
from tests.gamification.conftest import (
    Deeds,
    all_names,
    lesson_address,
    unlock,
    unlocked_by,
)


def badges_of(learner: User) -> list[str]:
    """Return the names of the badges that were unlocked, in that order."""
    rows = BadgeUnlock.objects.filter(learner=learner).order_by("pk")
    return list(rows.values_list("badge__name", flat=True))


@pytest.mark.parametrize(
    ("threshold", "name"),
    [
        (1, "First Lesson Watched"),
        (5, "5 Lessons Watched"),
        (10, "10 Lessons Watched"),
        (25, "25 Lessons Watched"),
        (50, "50 Lessons Watched"),
    ],
)
def test_the_lesson_that_reaches_a_threshold_unlocks(
    threshold: int, name: str, have_completed: Deeds, ada: User, sign_in: SignIn
) -> None:
    have_completed(ada, threshold - 1)
    names = all_names(Group.LESSONS)
    unlock(ada, *names[: names.index(name)])

    sign_in(ada).post(f"{lesson_address(threshold)}completion/")

    assert unlocked_by(ada)[names.index(name) :] == [name]


@pytest.mark.parametrize(
    ("threshold", "name"),
    [
        (1, "First Comment Written"),
        (3, "3 Comments Written"),
        (5, "5 Comments Written"),
        (10, "10 Comments Written"),
        (20, "20 Comments Written"),
    ],
)
def test_the_comment_that_reaches_a_threshold_unlocks(
    threshold: int, name: str, have_written: Deeds, ada: User, sign_in: SignIn
) -> None:
    have_written(ada, threshold - 1)
    names = all_names(Group.COMMENTS)
    unlock(ada, *names[: names.index(name)])

    sign_in(ada).post(f"{lesson_address(1)}comments/", {"body": "Aha"})

    assert unlocked_by(ada)[names.index(name) :] == [name]


@pytest.mark.parametrize("done", [1, 2, 3, 5, 8, 10, 23, 25, 48])
def test_a_lesson_between_thresholds_unlocks_nothing(
    done: int, have_completed: Deeds, ada: User, sign_in: SignIn
) -> None:
    have_completed(ada, done)
    unlock(ada, *all_names(Group.LESSONS))

    sign_in(ada).post(f"{lesson_address(done + 1)}completion/")

    assert unlocked_by(ada) == all_names(Group.LESSONS)


def test_one_lesson_below_a_threshold_unlocks_nothing(
    have_completed: Deeds, ada: User, sign_in: SignIn
) -> None:
    have_completed(ada, 3)
    unlock(ada, "First Lesson Watched")

    sign_in(ada).post(f"{lesson_address(4)}completion/")

    assert unlocked_by(ada) == ["First Lesson Watched"]


def test_a_jump_over_several_thresholds_unlocks_all_of_them_in_order(
    have_completed: Deeds, ada: User, sign_in: SignIn
) -> None:
    have_completed(ada, 11)

    sign_in(ada).post(f"{lesson_address(12)}completion/")

    assert unlocked_by(ada) == ["First Lesson Watched", "5 Lessons Watched", "10 Lessons Watched"]


@pytest.mark.parametrize(
    ("held", "badge"),
    [(2, None), (3, "Intermediate"), (6, None), (7, "Advanced"), (8, None), (9, "Master")],
)
def test_badges_come_with_the_fourth_eighth_and_tenth_achievement(
    held: int, badge: str | None, long_course: Course, ada: User, sign_in: SignIn
) -> None:
    unlock(ada, *all_names()[1 : held + 1])
    for reached in Badge.objects.filter(threshold__range=(1, held)):
        count = reached.threshold
        BadgeUnlock.objects.create(
            learner=ada, badge=reached, unlocked_at=NOON, threshold=count, count=count
        )
    before = badges_of(ada)

    sign_in(ada).post(f"{lesson_address(1)}completion/")

    assert len(unlocked_by(ada)) == held + 1
    assert badges_of(ada) == before + ([badge] if badge else [])


def test_two_badges_at_once_are_both_unlocked(
    have_completed: Deeds, ada: User, sign_in: SignIn
) -> None:
    have_completed(ada, 49)
    unlock(ada, *all_names(Group.COMMENTS)[:3])

    sign_in(ada).post(f"{lesson_address(50)}completion/")

    assert badges_of(ada) == ["Intermediate", "Advanced"]


def test_undoing_a_completion_keeps_what_it_unlocked(
    long_course: Course, ada: User, sign_in: SignIn
) -> None:
    client = sign_in(ada)
    client.post(f"{lesson_address(1)}completion/")

    client.post(f"{lesson_address(1)}completion/removal/")

    assert not Completion.objects.exists()
    assert unlocked_by(ada) == ["First Lesson Watched"]


def test_removing_a_comment_keeps_what_it_unlocked(
    long_course: Course, ada: User, sign_in: SignIn
) -> None:
    client = sign_in(ada)
    client.post(f"{lesson_address(1)}comments/", {"body": "Aha"})

    client.post(f"/comments/{Comment.objects.get().pk}/removal/")

    assert unlocked_by(ada) == ["First Comment Written"]


def test_completing_and_undoing_over_and_over_unlocks_once(
    long_course: Course, ada: User, sign_in: SignIn
) -> None:
    client = sign_in(ada)

    for _ in range(10):
        client.post(f"{lesson_address(1)}completion/")
        client.post(f"{lesson_address(1)}completion/removal/")

    assert unlocked_by(ada) == ["First Lesson Watched"]
    assert ada.notifications.count() == ada.emails.count() == 1


def test_the_same_lesson_over_and_over_counts_once(
    long_course: Course, ada: User, sign_in: SignIn
) -> None:
    client = sign_in(ada)

    for _ in range(6):
        client.post(f"{lesson_address(1)}completion/")

    assert unlocked_by(ada) == ["First Lesson Watched"]


def test_removed_comments_do_not_count(have_written: Deeds, ada: User, sign_in: SignIn) -> None:
    have_written(ada, 2)
    Comment.objects.update(removed_at=NOON)

    sign_in(ada).post(f"{lesson_address(1)}comments/", {"body": "Aha"})

    assert unlocked_by(ada) == ["First Comment Written"]


def test_the_deeds_of_others_do_not_count(
    have_completed: Deeds, have_written: Deeds, ada: User, grace: User, sign_in: SignIn
) -> None:
    have_completed(grace, 30)
    have_written(grace, 20)

    sign_in(ada).post(f"{lesson_address(1)}completion/")

    assert unlocked_by(ada) == ["First Lesson Watched"]
    assert unlocked_by(grace) == []


def test_editing_a_comment_unlocks_nothing(have_written: Deeds, ada: User, sign_in: SignIn) -> None:
    have_written(ada, 1)

    sign_in(ada).post(f"/comments/{Comment.objects.get().pk}/edit/", {"body": "Oh"})

    assert unlocked_by(ada) == []


def test_a_refused_completion_unlocks_nothing(
    long_course: Course, have_completed: Deeds, grace: User, sign_in: SignIn
) -> None:
    have_completed(grace, 4)

    sign_in(grace).post(f"{lesson_address(5)}completion/")

    assert unlocked_by(grace) == []
