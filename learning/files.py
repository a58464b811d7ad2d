"""Serve a lesson's file, in parts where the player asks for parts."""

import re
from pathlib import Path

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase

CHUNK_BYTES = 2 * 1024 * 1024
CONTENT_TYPES = {
    "webm": "video/webm",
    "mp4": "video/mp4",
    "vtt": "text/vtt; charset=utf-8",
    "webp": "image/webp",
    "png": "image/png",
    "jpg": "image/jpeg",
}
ONE_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII)


def serve_file(file: FieldFile, range_header: str) -> HttpResponseBase:
    """Return the file, or the part that a single byte range names (RFC 9110, section 14).

    A part is cut to ``CHUNK_BYTES``; players then ask for the rest. Other ranges are ignored, as
    the RFC allows; one outside the file is answered with 416.
    """
    headers = {"Accept-Ranges": "bytes", "Cache-Control": "private, max-age=3600"}
    content_type = CONTENT_TYPES[Path(file.path).suffix.removeprefix(".")]
    match = ONE_RANGE.fullmatch(range_header)
    if not match or match.groups() == ("", ""):
        return FileResponse(file.open("rb"), content_type=content_type, headers=headers)
    size = file.size
    start, end = bounds(*match.groups(), size=size)
    if start >= size or start > end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    with file.open("rb") as stream:
        stream.seek(start)
        part = stream.read(min(end - start + 1, CHUNK_BYTES))
    headers["Content-Range"] = f"bytes {start}-{start + len(part) - 1}/{size}"
    return HttpResponse(part, content_type, status=206, headers=headers)


def bounds(first: str, last: str, *, size: int) -> tuple[int, int]:
    """Return the first and last position of a range; ``-500`` means the last 500 bytes."""
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1
