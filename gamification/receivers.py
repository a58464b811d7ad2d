from datetime import datetime
from typing import Any

from django.dispatch import receiver

from accounts.models import User
from gamification.actions import award
from learning.models import Comment, Lesson
from learning.signals import comment_restored, comment_written, lesson_completed


@receiver(lesson_completed)
def award_for_lesson(learner: User, lesson: Lesson, at: datetime, **kwargs: Any) -> None:
    award(learner=learner, lesson=lesson, at=at)


@receiver([comment_written, comment_restored])
def award_for_comment(learner: User, comment: Comment, at: datetime, **kwargs: Any) -> None:
    award(learner=learner, comment=comment, at=at)
