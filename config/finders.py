"""One style sheet from many small ones, without a build step."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage

NAME = "css/laurel.css"
SOURCES = ("css/tokens.css", "css/base.css", "css/components/*.css", "css/utilities.css")


class StylesheetFinder(BaseFinder):
    """Find ``css/laurel.css``: the sources one after the other, in the order of the layers."""

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path != NAME:
            return []
        location = self.write().path(NAME)
        return [location] if find_all else location

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, Storage]]:
        yield NAME, self.write()

    def write(self) -> FileSystemStorage:
        """Write the style sheet below ``VAR_DIR`` and return the storage that holds it."""
        storage = FileSystemStorage(settings.VAR_DIR / "stylesheet", allow_overwrite=True)
        folder = settings.BASE_DIR / "static"
        files = [file for pattern in SOURCES for file in sorted(folder.glob(pattern))]
        text = "".join(file.read_text() for file in files)
        if not storage.exists(NAME) or storage.open(NAME).read().decode() != text:
            storage.save(NAME, ContentFile(text.encode()))
        return storage
