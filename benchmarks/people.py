"""Learners, courses and comments, made straight in the portal's database."""

import secrets
from collections.abc import Sequence

from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.models import User
from benchmarks.processes import HOST
from learning import actions
from learning.models import Comment, Completion, Course, Lesson, Section, Status


def new_learner(courses: Sequence[Course] = (), *, is_verified: bool = False) -> User:
    """Make a learner who takes part in the courses; award mails need a verified address."""
    name = f"b{secrets.token_hex(6)}"
    learner: User = User.objects.create_user(name, f"{name}@example.org", None)
    EmailAddress.objects.create(
        user=learner, email=learner.email, verified=is_verified, primary=True
    )
    for course in courses:
        actions.enrol(learner=learner, course=course, at=timezone.now())
    return learner


def client_of(learner: User) -> Client:
    """Return Django's test client, signed in as the learner."""
    client = Client(headers={"host": HOST})
    client.force_login(learner)
    return client


def session_of(learner: User) -> tuple[str, str]:
    """Sign the learner in and return the name and the value of the session's cookie."""
    name = settings.SESSION_COOKIE_NAME
    return name, client_of(learner).cookies[name].value


def published_lessons() -> list[Lesson]:
    """Return all published lessons, course by course."""
    lessons = Lesson.objects.published().select_related("course")
    return list(lessons.order_by("course__position", "course_id", "section__position", "position"))


def courses_of(lessons: Sequence[Lesson]) -> list[Course]:
    """Return the courses that the lessons belong to."""
    return list({lesson.course_id: lesson.course for lesson in lessons}.values())


def article() -> Lesson:
    """Return the first published lesson without a video."""
    return next(lesson for lesson in published_lessons() if not lesson.is_video)


def new_course(lesson_count: int, *, comment_count: int = 0) -> Course:
    """Make a published course, ten lessons to a section, with comments under its first lesson."""
    author = new_learner()
    slug = f"course-{secrets.token_hex(4)}"
    course = Course.objects.create(
        slug=slug, title=slug.title(), summary="Made up.", author=author, status=Status.PUBLISHED
    )
    for number in range(lesson_count):
        section, _ = Section.objects.get_or_create(
            course=course, slug=f"section-{number // 10}", defaults={"position": number // 10}
        )
        Lesson.objects.create(
            section=section, slug=f"lesson-{number}", title=f"Lesson {number}", position=number
        )
    for _ in range(comment_count // 2):
        write_thread(course)
    return course


def write_thread(course: Course) -> None:
    """Write a comment and a reply, by two new people, under the course's first lesson."""
    lesson = Lesson.objects.get(course=course, slug="lesson-0")
    at = timezone.now()
    root = Comment.objects.create(
        author=new_learner(), lesson=lesson, body="A question.", created_at=at
    )
    Comment.objects.create(
        author=new_learner(), lesson=lesson, parent=root, body="An answer.", created_at=at
    )


def add_facts(learner: User, lessons: Sequence[Lesson], comment_count: int = 0) -> None:
    """Write completions and comments without anybody noticing: nothing is unlocked for them."""
    at = timezone.now()
    Completion.objects.bulk_create(
        Completion(learner=learner, lesson=lesson, completed_at=at) for lesson in lessons
    )
    Comment.objects.bulk_create(
        Comment(author=learner, lesson=published_lessons()[0], body="A thought.", created_at=at)
        for _ in range(comment_count)
    )
