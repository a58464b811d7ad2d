"""The courses that come with the portal."""

from pathlib import Path

import pytest
from django.conf import settings

from accounts.models import User
from learning.importer import import_course
from learning.models import Lesson
from tests.conftest import NOON

FOLDERS = sorted(file.parent for file in Path(settings.COURSES_DIR).glob("*/course.md"))


@pytest.fixture
def imported(media_root: Path, linus: User) -> list[Lesson]:
    """All lessons of all courses, imported."""
    for folder in FOLDERS:
        import_course(folder, at=NOON)
    return list(Lesson.objects.select_related("course", "section"))


def test_the_courses_have_many_lessons_and_videos(imported: list[Lesson]) -> None:
    videos = [lesson for lesson in imported if lesson.is_video]

    assert len(imported) >= 60
    assert len(videos) >= 6


def test_every_video_has_captions_a_poster_and_a_transcript(imported: list[Lesson]) -> None:
    bare = [
        lesson.slug
        for lesson in imported
        if lesson.is_video and not (lesson.captions and lesson.poster and lesson.transcript)
    ]

    assert bare == []


def test_every_lesson_has_a_text_and_a_summary(imported: list[Lesson]) -> None:
    bare = [lesson.slug for lesson in imported if not (lesson.body.strip() and lesson.summary)]

    assert bare == []


def test_importing_them_again_changes_nothing(imported: list[Lesson]) -> None:
    results = [import_course(folder, at=NOON) for folder in FOLDERS]

    assert sum(result.unchanged for result in results) == len(imported)
    assert sum(r.created + r.updated + r.archived for r in results) == 0
