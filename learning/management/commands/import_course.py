from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from learning.errors import CourseFileError
from learning.importer import import_course


class Command(BaseCommand):
    help = "Import a course from a folder of Markdown; a second run updates what changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, nargs="+", metavar="DIR")

    def handle(self, *args: Any, folder: list[Path], **options: Any) -> None:
        for course_folder in folder:
            try:
                result = import_course(course_folder, at=timezone.now())
            except CourseFileError as error:
                raise CommandError(str(error)) from error
            self.stdout.write(
                f"{result.course.slug}: {result.created} lessons new, {result.updated} updated, "
                f"{result.unchanged} unchanged, {result.archived} archived"
            )
