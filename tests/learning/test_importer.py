from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.models import User
from learning.importer import ImportResult, import_course
from learning.models import Completion, Lesson
from tests.conftest import NOON
from tests.learning.conftest import CAPTIONS, VIDEO_BYTES


def tally(result: ImportResult) -> tuple[int, int, int, int]:
    """Return how many lessons were created, updated, unchanged and archived."""
    return result.created, result.updated, result.unchanged, result.archived


def test_a_folder_becomes_a_course_with_sections_and_lessons(folder: Path) -> None:
    result = import_course(folder, at=NOON)

    course = result.course
    assert tally(result) == (3, 0, 0, 0)
    assert (course.slug, course.title, course.level) == ("ropes", "Ropes", "advanced")
    assert (course.author.username, course.status) == ("linus", "published")
    lessons = list(Lesson.objects.in_order().values_list("slug", "minutes", "section__slug"))
    assert lessons == [("bowline", 3, "first"), ("hitch", 3, "first"), ("film", 2, "first")]


@pytest.mark.parametrize("tag", ["ar", "pt-BR", "zh-Hant-TW"])
def test_a_course_says_its_language(tag: str, folder: Path) -> None:
    assert import_course(folder, at=NOON).course.language == "en"
    file = folder / "course.md"
    file.write_text(file.read_text().replace("title: Ropes", f"title: Ropes\nlanguage: {tag}"))

    result = import_course(folder, at=NOON)

    assert result.course.language == tag


def test_a_video_brings_its_file_its_captions_and_its_transcript(folder: Path) -> None:
    import_course(folder, at=NOON)

    film = Lesson.objects.get(slug="film")
    assert Path(film.video.path).read_bytes() == VIDEO_BYTES
    assert Path(film.captions.path).read_text() == CAPTIONS
    assert film.transcript == "A rope remembers."
    assert (film.is_video, film.seconds, film.body) == (True, 61, "Notes.\n")


def test_a_second_import_changes_nothing(folder: Path, media_root: Path) -> None:
    import_course(folder, at=NOON)
    before = sorted(media_root.rglob("*"))

    result = import_course(folder, at=NOON)

    assert tally(result) == (0, 0, 3, 0)
    assert sorted(media_root.rglob("*")) == before


def test_a_changed_text_updates_that_lesson_alone(folder: Path) -> None:
    import_course(folder, at=NOON)
    file = folder / "01-first" / "01-bowline.md"
    file.write_text(file.read_text().replace("Loop", "Turn"))

    result = import_course(folder, at=NOON)

    assert tally(result) == (0, 1, 2, 0)
    assert Lesson.objects.get(slug="bowline").body == "Turn **bowline**.\n"


def test_a_changed_video_replaces_the_old_one(folder: Path) -> None:
    import_course(folder, at=NOON)
    (folder / "01-first" / "film.webm").write_bytes(b"new")

    result = import_course(folder, at=NOON)

    assert tally(result) == (0, 1, 2, 0)
    assert Path(Lesson.objects.get(slug="film").video.path).read_bytes() == b"new"


def test_a_lesson_that_moves_keeps_what_learners_did(folder: Path, ada: User) -> None:
    import_course(folder, at=NOON)
    Completion.objects.create(
        learner=ada, lesson=Lesson.objects.get(slug="hitch"), completed_at=NOON
    )
    (folder / "02-second").mkdir()
    (folder / "02-second" / "section.md").write_text("---\ntitle: Second\n---\n")
    (folder / "01-first" / "02-hitch.md").rename(folder / "02-second" / "01-hitch.md")

    result = import_course(folder, at=NOON)

    assert tally(result) == (0, 1, 2, 0)
    assert Completion.objects.get().lesson.section.slug == "second"


def test_a_lesson_whose_file_is_gone_is_archived_with_what_learners_did(
    folder: Path, ada: User
) -> None:
    import_course(folder, at=NOON)
    hitch = Lesson.objects.get(slug="hitch")
    Completion.objects.create(learner=ada, lesson=hitch, completed_at=NOON)
    (folder / "01-first" / "02-hitch.md").unlink()

    results = [import_course(folder, at=NOON), import_course(folder, at=NOON)]

    hitch.refresh_from_db()
    assert [result.archived for result in results] == [1, 0]
    assert hitch.status == "archived"
    assert Completion.objects.filter(lesson=hitch).exists()


def test_a_lesson_that_comes_back_is_open_again(folder: Path) -> None:
    import_course(folder, at=NOON)
    file = folder / "01-first" / "02-hitch.md"
    text = file.read_text()
    file.unlink()
    import_course(folder, at=NOON)
    file.write_text(text)

    result = import_course(folder, at=NOON)

    assert tally(result) == (0, 1, 2, 0)
    assert Lesson.objects.get(slug="hitch").status == "published"


def test_the_command_says_what_it_did(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_course", folder)

    said = capsys.readouterr().out
    assert said == "ropes: 3 lessons new, 0 updated, 0 unchanged, 0 archived\n"


def test_the_command_ends_with_the_file_the_line_and_the_reason(folder: Path) -> None:
    (folder / "01-first" / "section.md").unlink()

    with pytest.raises(CommandError, match=r"^ropes/01-first/section.md, line 1: the file is mis"):
        call_command("import_course", folder)
