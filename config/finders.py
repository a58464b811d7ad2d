"""One file for the browser from many small ones, without a build step."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage

BUNDLES = {
    # In the order of the layers.
    "css/laurel.css": (
        "css/tokens.css",
        "css/base.css",
        "css/components/*.css",
        "css/utilities.css",
    ),
    # Extensions must be there when htmx starts.
    "js/htmx.js": ("vendor/htmx.min.js", "vendor/hx-csp.min.js", "vendor/hx-ws.min.js"),
}


class BundleFinder(BaseFinder):
    """Find the bundles: their sources, one after the other."""

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path not in BUNDLES:
            return []
        location = self.write(path).path(path)
        return [location] if find_all else location

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, Storage]]:
        return [(path, self.write(path)) for path in BUNDLES]

    def write(self, path: str) -> FileSystemStorage:
        """Write the bundle below ``VAR_DIR`` where it differs; return the storage that holds it."""
        storage = FileSystemStorage(settings.VAR_DIR / "bundles", allow_overwrite=True)
        folder = settings.BASE_DIR / "static"
        files = [file for pattern in BUNDLES[path] for file in sorted(folder.glob(pattern))]
        content = b"\n".join(file.read_bytes() for file in files)
        if not storage.exists(path) or storage.open(path).read() != content:
            storage.save(path, ContentFile(content))
        return storage
