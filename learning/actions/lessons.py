"""Enrol, complete, and remember the place."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists

from accounts.models import User
from learning import rules
from learning.errors import NotEnrolledError
from learning.models import Completion, Course, Enrolment, Lesson, VideoPosition
from learning.signals import lesson_completed


def enrol(*, learner: User, course: Course, at: datetime) -> None:
    """Let the learner take part in the course. A second call changes nothing."""
    Enrolment.objects.get_or_create(learner=learner, course=course, defaults={"enrolled_at": at})


def leave(*, learner: User, course: Course) -> None:
    """End the learner's part in the course; what was completed is kept for a return."""
    Enrolment.objects.filter(learner=learner, course=course).delete()


@transaction.atomic
def complete_lesson(*, learner: User, lesson: Lesson, at: datetime) -> None:
    """Record that the learner finished the lesson. A second call changes nothing.

    Raises ``NotEnrolledError`` when the learner does not take part in the course.
    """
    learner = User.objects.lock(learner.pk)
    if is_completed(learner, lesson):
        return
    Completion.objects.create(learner=learner, lesson=lesson, completed_at=at)
    lesson_completed.send(sender=Completion, learner=learner, lesson=lesson, at=at)


@transaction.atomic
def undo_completion(*, learner: User, lesson: Lesson) -> None:
    """Take the completion back. What it has unlocked stays. A second call changes nothing.

    Raises ``NotEnrolledError`` when the learner does not take part in the course.
    """
    learner = User.objects.lock(learner.pk)
    require_enrolment(learner, lesson.course_id)
    Completion.objects.filter(learner=learner, lesson=lesson).delete()


@transaction.atomic
def save_position(
    *,
    learner: User,
    lesson: Lesson,
    seconds: int,
    at: datetime,
    played: Iterable[rules.Stretch] = (),
) -> bool:
    """Remember the place in the video, never past its end, and count what was played of it.

    A second counts once, and no sooner than it can have been watched. The lesson is completed when
    enough has been watched; returns whether that happened now. The same stretches again change
    nothing, nor do they complete anew what the learner has taken back.

    Raises ``NotEnrolledError`` when the learner does not take part in the course.
    """
    learner = User.objects.lock(learner.pk)
    require_enrolment(learner, lesson.course_id)
    place = VideoPosition.objects.filter(learner=learner, lesson=lesson).first()
    place = place or VideoPosition(learner=learner, lesson=lesson, saved_at=at)
    was_watched = rules.is_watched(place.watched, lesson.seconds)
    credit = rules.credit_after(place.credit, at - place.saved_at)
    place.watched, place.credit = rules.watch(place.watched, played, lesson.seconds, credit)
    place.seconds, place.saved_at = min(seconds, lesson.seconds), at
    place.save()
    if was_watched or not rules.is_watched(place.watched, lesson.seconds):
        return False
    complete_lesson(learner=learner, lesson=lesson, at=at)
    return True


def is_completed(learner: User, lesson: Lesson) -> bool:
    """Return whether the learner, who must be enrolled, has finished the lesson; one query."""
    done = Completion.objects.filter(learner=learner, lesson=lesson)
    enrolments = Enrolment.objects.filter(learner=learner, course=lesson.course_id)
    answer = enrolments.annotate(is_done=Exists(done)).values_list("is_done", flat=True).first()
    if answer is None:
        raise NotEnrolledError
    return answer


def require_enrolment(learner: User, course_id: int) -> None:
    """Raise ``NotEnrolledError`` unless the learner takes part in the course."""
    if not Enrolment.objects.filter(learner=learner, course=course_id).exists():
        raise NotEnrolledError
