from datetime import datetime
from typing import Any

from django.dispatch import receiver

from accounts.models import User
from gamification.actions import award
from learning.signals import comment_written, lesson_completed


@receiver([lesson_completed, comment_written])
def award_what_was_earned(learner: User, at: datetime, **kwargs: Any) -> None:
    award(learner=learner, at=at)
