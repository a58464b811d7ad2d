"""The demo: people at the start, half way and at the top, with real courses."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from accounts.demo import DEMO_PASSWORD, DEMO_PEOPLE
from accounts.models import User
from learning import actions
from learning.importer import import_course
from learning.models import Comment, Course, Lesson
from notifications.models import Email, Notification

LESSONS_OF_GRACE = 9
HALF_A_YEAR = timedelta(days=180)


@transaction.atomic
def load_demo() -> None:
    """Make what is missing of the demo. A second call changes nothing that learners did."""
    password = make_password(DEMO_PASSWORD)
    people = {username: make_person(username, password) for username in DEMO_PEOPLE}
    begin = timezone.now() - HALF_A_YEAR
    courses = [import_course(folder, at=begin).course for folder in course_folders()]
    for position, course in enumerate(courses):
        Course.objects.filter(pk=course.pk).update(position=position)
    if not people["grace"].completions.exists():
        study(people, courses)


def course_folders() -> list[Path]:
    """Return the folders of the demo's courses."""
    return sorted(file.parent for file in settings.COURSES_DIR.glob("*/course.md"))


def make_person(username: str, password: str) -> User:
    """Return the demo person; made with the hashed password when missing."""
    is_admin = username == "admin"
    person: User
    person, is_new = User.objects.get_or_create(
        username=username,
        defaults={
            "display_name": DEMO_PEOPLE[username].display_name,
            "email": f"{username}@example.org",
            "password": password,
            "is_staff": is_admin,
            "is_superuser": is_admin,
        },
    )
    if is_new:
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def study(people: dict[str, User], courses: list[Course]) -> None:
    """Let Grace and Margaret learn, and all of them write, over the last half year."""
    now = timezone.now()
    for course in courses:
        actions.enrol(learner=people["margaret"], course=course, at=now - HALF_A_YEAR)
        actions.enrol(learner=people["linus"], course=course, at=now - HALF_A_YEAR)
    actions.enrol(learner=people["grace"], course=courses[0], at=now - timedelta(days=12))
    complete(people["grace"], lessons_of(courses[0])[:LESSONS_OF_GRACE], now, timedelta(days=10))
    complete(
        people["margaret"],
        [lesson for course in courses for lesson in lessons_of(course)],
        now,
        HALF_A_YEAR,
    )
    write_comments(people, now - timedelta(days=9))
    theirs = {"recipient__in": people.values()}
    Notification.objects.filter(**theirs).update(shown_at=now, read_at=now)
    Email.objects.filter(**theirs).update(state=Email.State.KEPT)


def lessons_of(course: Course) -> list[Lesson]:
    """Return the published lessons of a course in their order."""
    return list(Lesson.objects.published().filter(course=course).in_order())


def complete(learner: User, lessons: list[Lesson], now: datetime, span: timedelta) -> None:
    """Complete the lessons, spread evenly over the time up to now."""
    for place, lesson in enumerate(lessons):
        at = now - span + place * span / len(lessons)
        actions.complete_lesson(learner=learner, lesson=lesson, at=at)


def write_comments(people: dict[str, User], start: datetime) -> None:
    """Write the demo's comments, a few hours apart."""
    entries = yaml.safe_load((settings.BASE_DIR / "config" / "demo_comments.yaml").read_text())
    for place, entry in enumerate(entries):
        at = start + place * timedelta(hours=7)
        comment = write_one(people, entry, None, at)
        for number, reply in enumerate(entry.get("replies", []), start=1):
            write_one(people, entry | reply, comment, at + number * timedelta(hours=2))


def write_one(
    people: dict[str, User], entry: dict[str, Any], parent: Comment | None, at: datetime
) -> Comment:
    """Write one comment or reply."""
    lesson = Lesson.objects.get(course__slug=entry["course"], slug=entry["lesson"])
    return actions.write_comment(
        author=people[entry["author"]], lesson=lesson, body=entry["body"], at=at, parent=parent
    )
