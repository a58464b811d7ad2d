"""People and things with names, for every test."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib import import_module

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.db.models.signals import post_migrate
from django.test import Client
from django.utils import translation
from pytest_django import Settings

from accounts.models import User
from learning.models import Course, Enrolment, Lesson, Section, Status

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

type SignIn = Callable[[User], Client]


@pytest.fixture(scope="session", autouse=True)
def keep_ladders() -> Iterator[None]:
    """Bring the rows of a data migration back after a test that commits has emptied all tables."""
    ladders = import_module("gamification.migrations.0002_ladders")

    def make_rows(**kwargs: object) -> None:
        ladders.make_rows(apps, None)

    post_migrate.connect(make_rows, sender=apps.get_app_config("gamification"))
    yield
    post_migrate.disconnect(make_rows, sender=apps.get_app_config("gamification"))


@pytest.fixture(autouse=True)
def apart_from_others(settings: Settings, worker_id: str) -> None:
    """Keep to oneself in the Redis that tests running side by side share."""
    settings.RING_CHANNEL = f"{settings.RING_CHANNEL}.{worker_id}"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Begin in English, whatever the last page of the test before was in."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def plain_and_quick(settings: Settings) -> None:
    """Need no collected files and no slow password hashes."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def make_person(username: str, **fields: object) -> User:
    """Make a person with a verified address and the password ``correct horse``."""
    user: User = User.objects.create_user(
        username,
        f"{username}@example.org",
        "correct horse",
        display_name=username.title(),
        **fields,
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def make_course(author: User, lesson_count: int, slug: str = "knots") -> Course:
    """Make a published course with lessons of 4 minutes in one section."""
    course = Course.objects.create(
        slug=slug, title=slug.title(), summary="Ropes.", author=author, status=Status.PUBLISHED
    )
    section = Section.objects.create(course=course, slug="first", title="First", position=1)
    for number in range(1, lesson_count + 1):
        Lesson.objects.create(
            section=section,
            slug=f"knot-{number}",
            title=f"Knot {number}",
            minutes=4,
            position=number,
        )
    return course


@pytest.fixture
def ada(db: None) -> User:
    """A learner, enrolled in ``course``."""
    return make_person("ada")


@pytest.fixture
def grace(db: None) -> User:
    """Another learner, enrolled in nothing."""
    return make_person("grace")


@pytest.fixture
def linus(db: None) -> User:
    """The author of ``course``."""
    return make_person("linus")


@pytest.fixture
def admin(db: None) -> User:
    """A superuser."""
    return make_person("admin", is_staff=True, is_superuser=True)


@pytest.fixture
def course(linus: User, ada: User) -> Course:
    """A published course with 12 lessons, in which Ada is enrolled."""
    course = make_course(linus, 12)
    Enrolment.objects.create(learner=ada, course=course, enrolled_at=NOON)
    return course


@pytest.fixture
def lesson(course: Course) -> Lesson:
    """The first lesson of ``course``."""
    return Lesson.objects.select_related("course").get(course=course, slug="knot-1")


@pytest.fixture
def sign_in() -> SignIn:
    """Return a function that gives a client signed in as the person."""

    def as_person(user: User) -> Client:
        client = Client(headers={"host": "localhost"})
        client.force_login(user)
        return client

    return as_person
