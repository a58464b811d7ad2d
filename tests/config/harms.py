"""Ways to harm a healthy portal past its own doors, each with the check that must find it."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django_q.models import OrmQ, Schedule, Task

from accounts.models import User
from config.invariants import SCHEDULES
from gamification.models import AchievementUnlock, Badge, BadgeUnlock
from learning import actions
from learning.models import Comment, Course, Lesson, Section
from notifications.models import Email
from tests.conftest import NOON
from tests.notifications.rows import make_email, make_notice

FIRST = "First Lesson Watched"
LATE = timedelta(minutes=11)

type Harm = Callable[[Lesson, User, User], None]


def forget_unlock(lesson: Lesson, ada: User, grace: User) -> None:
    ada.achievement_unlocks.filter(achievement__group="lessons").delete()
    ada.notifications.filter(title=FIRST).delete()


def forget_unlock_of_somebody_gone(lesson: Lesson, ada: User, grace: User) -> None:
    forget_unlock(lesson, ada, grace)
    User.objects.filter(pk=ada.pk).update(is_active=False)


def forget_badge(lesson: Lesson, ada: User, grace: User) -> None:
    Badge.objects.filter(name="Intermediate").update(threshold=2)


def take_the_comment_of_another(lesson: Lesson, ada: User, grace: User) -> None:
    Comment.objects.update(author=grace)


def take_a_lesson_for_a_comment(lesson: Lesson, ada: User, grace: User) -> None:
    unlocks = AchievementUnlock.objects.filter(achievement__group="comments")
    unlocks.update(lesson=lesson, comment=None)


def hold_a_badge_for_nothing(lesson: Lesson, ada: User, grace: User) -> None:
    at = AchievementUnlock.objects.earliest("pk").unlocked_at
    badge = Badge.objects.get(name="Intermediate")
    BadgeUnlock.objects.create(learner=ada, badge=badge, unlocked_at=at, threshold=4, count=4)


def hold_a_badge_untold(lesson: Lesson, ada: User, grace: User) -> None:
    badge = Badge.objects.get(name="Intermediate")
    BadgeUnlock.objects.create(learner=ada, badge=badge, unlocked_at=NOON, threshold=2, count=2)


def forget_notice(lesson: Lesson, ada: User, grace: User) -> None:
    ada.notifications.filter(title=FIRST).delete()


def tell_of_nothing(lesson: Lesson, ada: User, grace: User) -> None:
    make_notice(grace, FIRST)


def tell_twice(lesson: Lesson, ada: User, grace: User) -> None:
    notice = ada.notifications.get(title=FIRST)
    notice.pk = None
    notice.save()


def leave_a_mail(lesson: Lesson, ada: User, grace: User) -> None:
    Email.objects.update(due_at=timezone.now() - LATE)


def leave_a_lease(lesson: Lesson, ada: User, grace: User) -> None:
    email = make_email(ada, at=timezone.now() - timedelta(days=1))
    ended = {"state": Email.State.LEASED, "leased_until": timezone.now() - LATE}
    Email.objects.filter(pk=email.pk).update(**ended)


def move_a_thread(lesson: Lesson, ada: User, grace: User) -> None:
    root = Comment.objects.get()
    actions.enrol(learner=grace, course=lesson.course, at=NOON)
    actions.write_comment(author=grace, lesson=lesson, body="Oh", parent=root, at=NOON)
    Comment.objects.filter(pk=root.pk).update(lesson=Lesson.objects.get(slug="knot-2"))


def bury_a_reply(lesson: Lesson, ada: User, grace: User) -> None:
    row = {"author": grace, "lesson": lesson, "created_at": NOON, "removed_at": NOON}
    reply = Comment.objects.create(parent=Comment.objects.get(), **row)
    Comment.objects.create(parent=reply, **row)


def move_a_section(lesson: Lesson, ada: User, grace: User) -> None:
    other = Course.objects.create(slug="other", title="Other", summary="", author=grace)
    Section.objects.update(course=other)


def lose_a_file(lesson: Lesson, ada: User, grace: User) -> None:
    Lesson.objects.filter(pk=lesson.pk).update(video="lessons/knots/knot-1.webm", seconds=9)


def leave_a_file(lesson: Lesson, ada: User, grace: User) -> None:
    file = Path(settings.MEDIA_ROOT, "lessons", "knots", "old.webm")
    file.parent.mkdir(parents=True)
    file.touch()
    os.utime(file, (0, 0))


def leave_a_task(lesson: Lesson, ada: User, grace: User) -> None:
    OrmQ.objects.update(lock=timezone.now() - LATE)


def garble_a_task(lesson: Lesson, ada: User, grace: User) -> None:
    OrmQ.objects.update(payload="gibberish:of:another-key")


def give_a_task_up(lesson: Lesson, ada: User, grace: User) -> None:
    now = timezone.now()
    Task.objects.create(
        id="a" * 32,
        name="sweep",
        func="f",
        started=now,
        stopped=now,
        success=False,
        attempt_count=4,
    )


def drop_a_schedule(lesson: Lesson, ada: User, grace: User) -> None:
    Schedule.objects.filter(name=SCHEDULES[0]).delete()


def double_a_schedule(lesson: Lesson, ada: User, grace: User) -> None:
    Schedule.objects.create(name=SCHEDULES[1], func="notifications.tasks.queue_digests")


def stop_the_clock(lesson: Lesson, ada: User, grace: User) -> None:
    Schedule.objects.filter(name=SCHEDULES[0]).update(next_run=timezone.now() - LATE)


def switch_a_schedule_off(lesson: Lesson, ada: User, grace: User) -> None:
    Schedule.objects.filter(name=SCHEDULES[2]).update(repeats=0)


HARMS: list[tuple[Harm, str]] = [
    (forget_unlock, "achievements missing"),
    (forget_unlock_of_somebody_gone, "achievements missing"),
    (forget_badge, "badges missing"),
    (take_the_comment_of_another, "achievements without evidence"),
    (take_a_lesson_for_a_comment, "achievements without evidence"),
    (hold_a_badge_for_nothing, "badges without evidence"),
    (hold_a_badge_untold, "badges without notice"),
    (forget_notice, "unlocks without notice"),
    (tell_of_nothing, "notices without unlock"),
    (tell_twice, "notices told twice"),
    (leave_a_mail, "mails stuck"),
    (leave_a_lease, "mails stuck"),
    (move_a_thread, "replies without thread"),
    (bury_a_reply, "replies without thread"),
    (move_a_section, "lessons without course"),
    (lose_a_file, "files missing"),
    (leave_a_file, "files left over"),
    (leave_a_task, "tasks waiting"),
    (garble_a_task, "tasks without end"),
    (give_a_task_up, "tasks without end"),
    (drop_a_schedule, "schedules off"),
    (double_a_schedule, "schedules off"),
    (stop_the_clock, "schedules off"),
    (switch_a_schedule_off, "schedules off"),
]
