"""Courses from folders of Markdown. The format is described in ``docs/courses.md``."""

from learning.importer.store import ImportResult, import_course

__all__ = ["ImportResult", "import_course"]
