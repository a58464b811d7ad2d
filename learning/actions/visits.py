"""Remember where a learner was."""

from datetime import datetime, timedelta

from django.db.models import Q

from accounts.models import User
from learning.models import Enrolment, Lesson

VISIT = timedelta(minutes=10)


def remember_visit(*, learner: User, lesson: Lesson, at: datetime) -> None:
    """Note that the lesson is open before the learner, where they take part in its course.

    The same lesson again within a ``VISIT`` writes nothing.
    """
    is_news = ~Q(opened_lesson=lesson) | Q(opened_at__lt=at - VISIT)
    mine = Enrolment.objects.filter(learner=learner, course=lesson.course_id)
    mine.filter(is_news).update(opened_lesson=lesson, opened_at=at)
