"""The doctor: looks whether all that must hold holds, and inserts what is missing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DatabaseError
from django.db.models import Model
from django_q.models import OrmQ, Schedule

from accounts.models import User
from config import invariants as house
from config import schedules as nightly
from gamification import invariants as gamification
from gamification.actions import award_missing
from gamification.models import AchievementUnlock, BadgeUnlock
from learning import invariants as learning
from learning.models import Comment, Completion, Lesson
from notifications import invariants as notifications
from notifications import schedules as notification_schedules
from notifications.delivery import sweep_outbox
from notifications.models import Email, Notification

SHOWN = 5


@dataclass(frozen=True)
class Check:
    """Something that must hold: its name, what finds the exceptions, among what, and the remedy."""

    name: str
    find: Callable[[], Sequence[Any]]
    among: type[Model] | None
    remedy: str
    repair: Callable[[datetime], object] | None = None


@dataclass(frozen=True)
class Report:
    """What a check found, among how many."""

    check: Check
    findings: Sequence[Any]
    total: str = ""

    def __str__(self) -> str:
        text = f"{self.check.name}: {len(self.findings):,}{self.total}"
        if not self.findings:
            return f"ok   {text}"
        first = ", ".join(map(str, self.findings[:SHOWN]))
        more = ", …" if len(self.findings) > SHOWN else ""
        return f"BAD  {text} ({first}{more}). {self.check.remedy}"


def award_what_is_missing(at: datetime) -> None:
    award_missing(at=at)


def drive_outbox(at: datetime) -> None:
    sweep_outbox()


def keep_schedules(at: datetime) -> None:
    notification_schedules.keep_schedules()
    nightly.keep_schedules()


REPAIR = "doctor --repair inserts them."
REPORT = "This is a fault of Laurel: please report it, with what happened before."
RESTORE = "Look for what was deleted past Laurel, or restore a backup."

CHECKS = [
    Check(
        "achievements missing",
        gamification.achievements_missing,
        User,
        REPAIR,
        award_what_is_missing,
    ),
    Check("badges missing", gamification.badges_missing, User, REPAIR, award_what_is_missing),
    Check(
        "achievements without evidence",
        gamification.unlocks_without_evidence,
        AchievementUnlock,
        RESTORE,
    ),
    Check("badges without evidence", gamification.badges_without_evidence, BadgeUnlock, RESTORE),
    Check("achievements held twice", gamification.duplicate_unlocks, AchievementUnlock, REPORT),
    Check("badges held twice", gamification.duplicate_badges, BadgeUnlock, REPORT),
    Check("lessons completed twice", learning.duplicate_completions, Completion, REPORT),
    Check("notices told twice", notifications.duplicate_notices, Notification, REPORT),
    Check("notices without unlock", gamification.notices_without_unlock, Notification, RESTORE),
    Check("unlocks without notice", gamification.unlocks_without_notice, AchievementUnlock, REPORT),
    Check("badges without notice", gamification.badges_without_notice, BadgeUnlock, REPORT),
    Check("unread counts wrong", notifications.wrong_unread_counts, Notification, REPORT),
    Check(
        "mails stuck",
        notifications.stuck_mails,
        Email,
        "Start a worker; doctor --repair queues them again.",
        drive_outbox,
    ),
    Check("replies without thread", learning.lost_replies, Comment, REPORT),
    Check(
        "lessons without course",
        learning.lost_lessons,
        Lesson,
        "Save each of them again.",
    ),
    Check("files missing", learning.files_missing, Lesson, "Restore them, or import the course."),
    Check("files left over", learning.files_left_over, None, "Delete them below VAR_DIR/media."),
    Check("references broken", house.broken_references, None, RESTORE),
    Check("tasks waiting", house.tasks_waiting, OrmQ, "Start a worker, and read its log."),
    Check(
        "tasks without end",
        house.tasks_unending,
        OrmQ,
        "Read the worker's log; delete them in /admin/ under Django Q.",
    ),
    Check(
        "schedules off",
        house.schedules_off,
        Schedule,
        "doctor --repair makes those that are missing; a late one needs a worker.",
        keep_schedules,
    ),
]


def examine() -> list[Report]:
    """Make every check and report in order; one that cannot be made is bad."""
    return [examine_one(check) for check in CHECKS]


def examine_one(check: Check) -> Report:
    """Make one check."""
    try:
        findings = check.find()
        return Report(check, findings, total_of(check.among))
    except DatabaseError as error:
        return Report(check, [f"cannot be checked: {error}"])


def total_of(model: type[Model] | None) -> str:
    """Say how many rows were looked at."""
    if model is None:
        return ""
    count = model._default_manager.count()
    return f" of {count:,} {model._meta.verbose_name_plural}".lower()


def repair(reports: Iterable[Report], *, at: datetime) -> None:
    """Insert what is missing. Nothing is ever taken away."""
    for report in reports:
        if report.findings and report.check.repair is not None:
            report.check.repair(at)
