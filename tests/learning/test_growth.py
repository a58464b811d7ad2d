"""When a lesson was published, and what a finished course has gained since."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps

from accounts.models import User
from learning.actions import complete_lesson
from learning.importer import import_course
from learning.models import Course, Enrolment, Lesson, Status
from learning.rules import clock, new_since_finished
from tests.conftest import NOON, SignIn, make_course
from tests.learning.test_admin import changed

DAY = timedelta(days=1)


@dataclass
class Dated:
    """A lesson in days: when it was published, and when it was done."""

    published: int | None
    done: int | None = None

    @property
    def published_at(self) -> datetime | None:
        return None if self.published is None else NOON + self.published * DAY

    @property
    def completed_at(self) -> datetime | None:
        return None if self.done is None else NOON + self.done * DAY


@pytest.mark.parametrize(
    ("lessons", "expected"),
    [
        ([], 0),
        ([Dated(0)], 0),
        ([Dated(0, 1)], 0),
        ([Dated(0, 1), Dated(2)], 1),
        ([Dated(None, 1), Dated(2)], 1),
        ([Dated(0, 1), Dated(0, 1), Dated(5), Dated(5)], 2),
        # One of the new ones is done already, another came later.
        ([Dated(0, 1), Dated(5, 6), Dated(5)], 1),
        ([Dated(0, 1), Dated(5), Dated(9)], 2),
        # Not everything was done when the course grew, or nobody knows when it grew.
        ([Dated(0, 1), Dated(0), Dated(5)], 0),
        ([Dated(0, 6), Dated(5)], 0),
        ([Dated(0), Dated(5)], 0),
        ([Dated(0, 1), Dated(None)], 0),
        ([Dated(0, 1), Dated(0)], 0),
    ],
)
def test_new_is_what_came_after_everything_was_done(lessons: list[Dated], expected: int) -> None:
    assert len(new_since_finished(lessons)) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"), [(0, "0:00"), (9, "0:09"), (200, "3:20"), (3600, "1:00:00")]
)
def test_a_place_in_a_video_is_written_as_players_do(seconds: int, expected: str) -> None:
    assert clock(seconds) == expected


@pytest.fixture
def grown(course: Course, ada: User) -> Course:
    """The course, which Ada had finished when it gained two lessons of 7 minutes."""
    Lesson.objects.update(published_at=NOON - DAY)
    for lesson in course.lessons.all():
        complete_lesson(learner=ada, lesson=lesson, at=NOON)
    for number in (13, 14):
        Lesson.objects.create(
            section=course.sections.get(),
            slug=f"knot-{number}",
            title=f"Knot {number}",
            minutes=7,
            position=number,
            published_at=NOON + DAY,
        )
    return course


@pytest.mark.parametrize("page", ["/", "/courses/", "/courses/knots/"])
def test_whoever_had_finished_reads_what_is_new(
    page: str, grown: Course, ada: User, sign_in: SignIn
) -> None:
    text = sign_in(ada).get(page).content.decode()

    assert "2 new lessons since you finished, 14 min" in text
    assert "/courses/knots/lessons/knot-13/" in text


@pytest.mark.parametrize("page", ["/", "/courses/", "/courses/knots/"])
def test_whoever_had_not_finished_does_not(
    page: str, grown: Course, grace: User, sign_in: SignIn
) -> None:
    Enrolment.objects.create(learner=grace, course=grown, enrolled_at=NOON)

    assert "since you finished" not in sign_in(grace).get(page).content.decode()


def test_an_import_dates_what_it_publishes_and_keeps_the_date(folder: Path) -> None:
    file = folder / "01-first" / "01-bowline.md"
    file.write_text(file.read_text().replace("minutes: 3", "minutes: 3\nstatus: draft"))
    import_course(folder, at=NOON)
    file.write_text(file.read_text().replace("status: draft", "status: published"))

    import_course(folder, at=NOON + DAY)

    dates = dict(Lesson.objects.values_list("slug", "published_at"))
    assert dates == {"bowline": NOON + DAY, "hitch": NOON, "film": NOON}


def test_a_lesson_that_comes_back_keeps_its_date(folder: Path) -> None:
    import_course(folder, at=NOON)
    Lesson.objects.filter(slug="hitch").update(status=Status.ARCHIVED)

    import_course(folder, at=NOON + DAY)

    assert Lesson.objects.get(slug="hitch").published_at == NOON


def test_the_audience_is_imported_and_shown(folder: Path, sign_in: SignIn, ada: User) -> None:
    file = folder / "course.md"
    file.write_text(file.read_text().replace("level:", "audience: People with ropes.\nlevel:"))
    import_course(folder, at=NOON)

    text = sign_in(ada).get("/courses/ropes/").content.decode()

    assert "Who it is for" in text
    assert "People with ropes." in text


def test_a_lesson_published_in_the_admin_is_dated(
    draft: Lesson, admin: User, sign_in: SignIn, at_noon: datetime
) -> None:
    client = sign_in(admin)
    address = f"/admin/learning/lesson/{draft.pk}/change/"
    data = changed(client.get(address).content.decode(), status="published")

    client.post(address, data)

    draft.refresh_from_db()
    assert (draft.status, draft.published_at) == ("published", NOON)


def test_a_lesson_published_beside_its_section_is_dated(
    draft: Lesson, admin: User, sign_in: SignIn, at_noon: datetime
) -> None:
    client = sign_in(admin)
    address = f"/admin/learning/section/{draft.section_id}/change/"
    data = changed(client.get(address).content.decode())
    [status] = [key for key in data if key.endswith("status") and data[key] == "draft"]

    client.post(address, data | {status: "published"})

    draft.refresh_from_db()
    assert (draft.status, draft.published_at) == ("published", NOON)
    assert Lesson.objects.filter(published_at=NOON).count() == 1


def test_old_lessons_are_as_old_as_their_courses_first_learner(
    course: Course, draft: Lesson, grace: User, linus: User
) -> None:
    Enrolment.objects.create(learner=grace, course=course, enrolled_at=NOON - DAY)
    other = make_course(linus, 1, slug="sails")
    migration = import_module("learning.migrations.0002_audience_publication_and_search")

    migration.date_publications(apps, None)

    draft.refresh_from_db()
    dates = set(course.lessons.exclude(pk=draft.pk).values_list("published_at", flat=True))
    assert (dates, draft.published_at) == ({NOON - DAY}, None)
    assert other.lessons.get().published_at is not None
