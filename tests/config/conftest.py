from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from learning import actions
from learning.models import Lesson


@pytest.fixture
def healthy(lesson: Lesson, ada: User, grace: User, settings: Settings, tmp_path: Path) -> Lesson:
    """A lesson that Ada has completed and written a comment under, and an empty media folder."""
    settings.MEDIA_ROOT = tmp_path
    at = timezone.now()
    actions.complete_lesson(learner=ada, lesson=lesson, at=at)
    actions.write_comment(author=ada, lesson=lesson, body="Aha", at=at + timedelta(seconds=1))
    return lesson
