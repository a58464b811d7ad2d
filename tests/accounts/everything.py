"""Somebody with a row of every kind."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission

from accounts.actions import digest_of, make_token
from accounts.models import User
from gamification.models import Achievement, AchievementUnlock, Badge, BadgeUnlock
from learning.models import Comment, Completion, Enrolment, Lesson
from learning.models.facts import VideoPosition
from notifications.models import (
    DigestEntry,
    Email,
    MailEvent,
    Notification,
    Preference,
    Suppression,
    Topic,
)
from tests.conftest import NOON


def give_everything(person: User, lesson: Lesson) -> dict[str, str]:
    """Give the person a row of every kind but a course; return the secrets among them."""
    let_learn(person, lesson)
    let_be_told(person)
    name = person.username
    UserSession.objects.create(user=person, ip="192.0.2.1", session_key=f"session-of-{name}")
    Authenticator.objects.create(user=person, type="totp", data={"secret": f"totp-of-{name}"})
    LogEntry.objects.create(user=person, action_flag=1, object_repr=f"Log of {name}")
    person.groups.add(Group.objects.get_or_create(name="Editors")[0])
    person.user_permissions.add(Permission.objects.all()[0])
    token = make_token(user=person, name=f"Token of {name}", at=NOON)
    return {
        "password": person.password,
        "token": token,
        "digest": digest_of(token),
        "session": f"session-of-{name}",
        "authenticator": f"totp-of-{name}",
    }


def let_learn(person: User, lesson: Lesson) -> None:
    """Let the person have completed the lesson, written a comment and unlocked something."""
    Enrolment.objects.get_or_create(
        learner=person, course=lesson.course, defaults={"enrolled_at": NOON}
    )
    VideoPosition.objects.create(learner=person, lesson=lesson, seconds=7, saved_at=NOON)
    Completion.objects.create(learner=person, lesson=lesson, completed_at=NOON)
    body = f"Words of {person.username}"
    Comment.objects.create(author=person, lesson=lesson, body=body, created_at=NOON)
    held = {"learner": person, "unlocked_at": NOON, "threshold": 1, "count": 1}
    step = Achievement.objects.get(name="First Lesson Watched")
    AchievementUnlock.objects.create(achievement=step, lesson=lesson, **held)
    BadgeUnlock.objects.create(badge=Badge.objects.all()[0], **held)


def let_be_told(person: User) -> None:
    """Let the person have notices and mails, and be known by the address."""
    name, address = person.username, person.email
    told = {"recipient": person, "topic": Topic.REPLIES, "title": f"To {name}", "created_at": NOON}
    Notification.objects.create(url="/", **told)
    DigestEntry.objects.create(url="/", **told)
    Email.objects.create(
        recipient=person,
        topic=Topic.ACCOUNT,
        to_address=address,
        text=f"/password/reset/key/{name}",
        message_id=f"<1@{name}>",
        created_at=NOON,
        due_at=NOON,
    )
    Preference.objects.create(user=person, topic=Topic.REPLIES, email="daily")
    Suppression.objects.create(address=address, reason="bounced", since=NOON)
    MailEvent.objects.create(key=name, kind="bounced", address=address, received_at=NOON)
