"""A video, a course folder, and a clock that stands."""

from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from pytest_django import Settings

from accounts.models import User
from learning.models import Course, Lesson
from tests.conftest import NOON

VIDEO_BYTES = bytes(range(250)) * 4
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:02.000\nA rope <i>remembers</i>.\n"


@pytest.fixture
def at_noon(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Stop the clock that the doors read at ``NOON``."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    return NOON


@pytest.fixture
def media_root(settings: Settings, tmp_path: Path) -> Path:
    """An empty folder for the files of lessons."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def video(course: Course, media_root: Path) -> Lesson:
    """A video of 100 seconds and 1,000 bytes with captions, in ``course``."""
    lesson = Lesson.objects.select_related("course").get(course=course, slug="knot-2")
    lesson.seconds = 100
    lesson.video.save("knot.webm", ContentFile(VIDEO_BYTES), save=False)
    lesson.captions.save("knot.vtt", ContentFile(CAPTIONS.encode()))
    return lesson


@pytest.fixture
def draft(course: Course) -> Lesson:
    """A draft in ``course``."""
    section = course.sections.get()
    return Lesson.objects.create(
        section=section, slug="slip", title="Slip Knot", position=90, status="draft"
    )


@pytest.fixture
def folder(tmp_path: Path, media_root: Path, linus: User) -> Path:
    """A course by Linus as a folder: two articles and a video."""
    root = tmp_path / "ropes"
    section = root / "01-first"
    section.mkdir(parents=True)
    (root / "course.md").write_text(
        "---\ntitle: Ropes\nsummary: All of them.\nlevel: advanced\nauthor: linus\n---\nHello.\n"
    )
    (section / "section.md").write_text("---\ntitle: First\n---\n")
    for number, slug in ((1, "bowline"), (2, "hitch")):
        text = f"---\ntitle: The {slug}\nsummary: Short.\nminutes: 3\n---\nLoop **{slug}**.\n"
        (section / f"{number:02}-{slug}.md").write_text(text)
    (section / "03-film.md").write_text(
        "---\ntitle: A film\nvideo: film.webm\ncaptions: film.vtt\nseconds: 61\n---\nNotes.\n"
    )
    (section / "film.webm").write_bytes(VIDEO_BYTES)
    (section / "film.vtt").write_text(CAPTIONS)
    return root
