from pathlib import Path

import pytest

from learning.errors import CourseFileError
from learning.importer import import_course
from learning.models import Course, Lesson
from tests.conftest import NOON

COURSE = "course.md"
SECTION = "01-first/section.md"
BOWLINE = "01-first/01-bowline.md"
FILM = "01-first/03-film.md"
VTT = "01-first/film.vtt"

# In which file what is replaced by what; at which file and line it is told, and in what words.
SLIPS = [
    (COURSE, "---\ntitle", "title", COURSE, 1, "must begin with front matter"),
    (COURSE, "title: Ropes\n", "", COURSE, 1, "“title” is missing"),
    (COURSE, "title: Ropes", "title: 12", COURSE, 2, "“title” must be a text, not 12"),
    (COURSE, "title: Ropes", "title: ' '", COURSE, 2, "“title” must be a text"),
    (COURSE, "title: Ropes", f"title: {'x' * 121}", COURSE, 2, "121 characters, at most 120"),
    (COURSE, "level: advanced", "level: hard", COURSE, 4, "“level” must be one of beginner, inter"),
    (COURSE, "level", "language: English\nlevel", COURSE, 4, "“language” must be a tag like en or"),
    (COURSE, "author: linus", "author: nobody", COURSE, 5, "nobody with the username 'nobody'"),
    (COURSE, "author", "status: gone\nauthor", COURSE, 5, "“status” must be one of draft, pub"),
    (COURSE, "author", "colour: red\nauthor", COURSE, 5, "“colour” is not known here"),
    (COURSE, "title: Ropes", "title: [Ropes", COURSE, 3, "the front matter is not YAML"),
    (COURSE, "title: Ropes", "title: a: b", COURSE, 2, "the front matter is not YAML"),
    (COURSE, "Hello", "Hel\x00lo", COURSE, 1, "NUL character"),
    (SECTION, "title: First", "- First", SECTION, 2, "must be lines of “key: value”"),
    (SECTION, "title: First", "title:", SECTION, 2, "“title” is missing"),
    (BOWLINE, "minutes: 3", "minutes: soon", BOWLINE, 4, "whole number from 1 to 600, not 'soon'"),
    (BOWLINE, "minutes: 3", "minutes: 0", BOWLINE, 4, "whole number from 1 to 600, not 0"),
    (BOWLINE, "minutes: 3", "minutes: true", BOWLINE, 4, "whole number from 1 to 600, not True"),
    (BOWLINE, "minutes: 3\n", "", BOWLINE, 1, "whole number from 1 to 600, not None"),
    (FILM, "seconds: 61", "seconds: -1", FILM, 5, "whole number from 1 to 36000"),
    (FILM, "film.webm", "other.webm", FILM, 3, "names other.webm, which is not there"),
    (FILM, "film.webm", "../film.webm", FILM, 3, "must name a .webm or .mp4 file beside"),
    (FILM, "film.webm", "/etc/passwd", FILM, 3, "must name a .webm or .mp4 file beside"),
    (FILM, "film.webm", "film.vtt", FILM, 3, "must name a .webm or .mp4 file beside"),
    (VTT, "WEBVTT", "NOTVTT", FILM, 4, "film.vtt is not WebVTT"),
]


@pytest.mark.parametrize(("file", "old", "new", "shown", "line", "reason"), SLIPS)
def test_a_slip_is_named_with_file_line_and_reason(
    file: str, old: str, new: str, shown: str, line: int, reason: str, folder: Path
) -> None:
    text = (folder / file).read_text()
    (folder / file).write_text(text.replace(old, new, 1))

    with pytest.raises(CourseFileError) as caught:
        import_course(folder, at=NOON)

    assert (caught.value.file, caught.value.line) == (f"ropes/{shown}", line)
    assert reason in caught.value.reason
    assert not Course.objects.exists()


@pytest.mark.parametrize("name", [COURSE, SECTION])
def test_a_missing_file_is_named(name: str, folder: Path) -> None:
    (folder / name).unlink()

    with pytest.raises(CourseFileError) as caught:
        import_course(folder, at=NOON)

    assert str(caught.value) == f"ropes/{name}, line 1: the file is missing"


@pytest.mark.parametrize("name", ["bowline.md", "1-bowline.md", "01-Bowline.md", "01-a_b.md"])
def test_a_file_without_number_and_plain_words_is_named(name: str, folder: Path) -> None:
    (folder / BOWLINE).rename(folder / "01-first" / name)

    with pytest.raises(CourseFileError) as caught:
        import_course(folder, at=NOON)

    assert caught.value.file == f"ropes/01-first/{name}"
    assert "like 01-first-steps" in caught.value.reason


def test_a_file_that_is_not_unicode_is_named(folder: Path) -> None:
    (folder / BOWLINE).write_bytes(b"---\ntitle: \xff\n---\n")

    with pytest.raises(CourseFileError, match=r"^ropes/01-first/01-bowline.md, line 1: .*utf-8"):
        import_course(folder, at=NOON)


def test_two_lessons_with_one_address_are_refused(folder: Path) -> None:
    (folder / "01-first" / "09-bowline.md").write_text((folder / BOWLINE).read_text())

    with pytest.raises(CourseFileError, match="two lessons have the address 'bowline'"):
        import_course(folder, at=NOON)


def test_a_folder_whose_name_is_no_address_is_refused(folder: Path) -> None:
    renamed = folder.rename(folder.with_name("My Ropes"))

    with pytest.raises(CourseFileError, match="must be lower-case words with hyphens"):
        import_course(renamed, at=NOON)


def test_a_slip_in_the_last_file_leaves_the_course_as_it_was(folder: Path) -> None:
    import_course(folder, at=NOON)
    (folder / BOWLINE).write_text((folder / BOWLINE).read_text().replace("Loop", "Turn"))
    (folder / FILM).write_text("---\ntitle: A film\n---\n")

    with pytest.raises(CourseFileError):
        import_course(folder, at=NOON)

    assert "Loop" in Lesson.objects.get(slug="bowline").body
    assert Lesson.objects.get(slug="film").is_video
