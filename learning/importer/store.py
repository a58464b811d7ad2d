"""Write what a course folder says into the database, all of it or nothing."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import models, transaction

from learning.importer.plan import CoursePlan, LessonPlan, SectionPlan, plan_course
from learning.models import Course, Lesson, Section, Status


@dataclass
class ImportResult:
    """What an import did, in lessons."""

    course: Course
    at: datetime
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    archived: int = 0


def import_course(folder: Path, *, at: datetime) -> ImportResult:
    """Import a course; run again, it updates what changed and duplicates nothing.

    ``at`` is noted as the time of publication of what is published for the first time.
    A lesson whose file is gone is archived: what learners did in it stays. Raises
    ``CourseFileError``, and then nothing has changed.
    """
    plan = plan_course(folder)
    with transaction.atomic():
        course, _ = Course.objects.update_or_create(slug=plan.slug, defaults=plan.fields)
        result = ImportResult(course, at)
        for section_plan in plan.sections:
            store_section(section_plan, result)
        result.archived = archive_missing(plan, course)
    return result


def store_section(plan: SectionPlan, result: ImportResult) -> None:
    """Write a section and its lessons."""
    section, _ = Section.objects.update_or_create(
        course=result.course, slug=plan.slug, defaults=plan.fields
    )
    for lesson_plan in plan.lessons:
        store_lesson(lesson_plan, section, result)


def store_lesson(plan: LessonPlan, section: Section, result: ImportResult) -> None:
    """Write a lesson where it is new or differs."""
    lesson = Lesson.objects.filter(course=section.course, slug=plan.slug).first()
    is_new = lesson is None
    if lesson is None:
        lesson = Lesson(course=section.course, slug=plan.slug)
    changed = [
        store_file(lesson, kind, plan.files.get(kind)) for kind in ("video", "captions", "poster")
    ]
    changed += [set_field(lesson, name, value) for name, value in plan.fields.items()]
    changed.append(set_field(lesson, "section", section))
    if not any(changed):
        result.unchanged += 1
        return
    lesson.mark_published(result.at)
    lesson.save()
    result.created += is_new
    result.updated += not is_new


def set_field(instance: models.Model, name: str, value: Any) -> bool:
    """Set a field and return whether that changed it."""
    is_changed = bool(getattr(instance, name, None) != value)
    setattr(instance, name, value)
    return is_changed


def store_file(lesson: Lesson, kind: str, source: Path | None) -> bool:
    """Copy a file into the media folder where its content differs; return whether it did."""
    field = getattr(lesson, kind)
    if source is None:
        return set_field(lesson, kind, "") if field else False
    if field and field.storage.exists(field.name) and digest(Path(field.path)) == digest(source):
        return False
    with source.open("rb") as stream:
        field.save(source.name, File(stream), save=False)
    return True


def digest(path: Path) -> bytes:
    """Return the SHA-256 digest of a file's content."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").digest()


def archive_missing(plan: CoursePlan, course: Course) -> int:
    """Archive the lessons whose files are gone; return how many."""
    slugs = [lesson.slug for section in plan.sections for lesson in section.lessons]
    gone = Lesson.objects.filter(course=course).exclude(slug__in=slugs)
    return gone.exclude(status=Status.ARCHIVED).update(status=Status.ARCHIVED)
