"""What a course folder says, checked as a whole before anything is written."""

import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from accounts.models import User
from learning.errors import CourseFileError
from learning.importer.files import MarkdownFile, numbered, read_markdown
from learning.languages import bcp47
from learning.models import Course, Status

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
CUE = re.compile(r"^(?:\d+:)?\d{2}:\d{2}\.\d{3} --> ", re.MULTILINE)
MEDIA = {"video": (".webm", ".mp4"), "captions": (".vtt",), "poster": (".webp", ".png", ".jpg")}


@dataclass
class LessonPlan:
    """One lesson: its fields, and its files by field name."""

    slug: str
    fields: dict[str, Any]
    files: dict[str, Path]


@dataclass
class SectionPlan:
    """One section and its lessons, in order."""

    slug: str
    fields: dict[str, Any]
    lessons: list[LessonPlan]


@dataclass
class CoursePlan:
    """One course and its sections, in order."""

    slug: str
    fields: dict[str, Any]
    sections: list[SectionPlan]


def plan_course(folder: Path) -> CoursePlan:
    """Read a course folder; raise ``CourseFileError`` for the first thing that is wrong."""
    root = folder.resolve()
    file = read_markdown(root / "course.md", root)
    if not SLUG.fullmatch(root.name) or len(root.name) > 80:
        raise file.error(f"the folder's name {root.name!r} must be lower-case words with hyphens")
    fields = {
        "title": file.text("title", limit=120),
        "summary": file.text("summary", limit=200),
        "description": file.body,
        "audience": file.text("audience", limit=300, default=""),
        "language": language(file),
        "level": file.choice("level", Course.Level.values, default=Course.Level.BEGINNER),
        "status": file.choice("status", Status.values, default=Status.PUBLISHED),
        "author": author(file),
    }
    file.refuse_unknown()
    folders = sorted(path for path in root.iterdir() if path.is_dir())
    plan = CoursePlan(root.name, fields, [plan_section(path, root) for path in folders])
    refuse_double_slugs(plan, root)
    return plan


def language(file: MarkdownFile) -> str:
    """Return the language of the course, ``en`` where nothing is said."""
    tag = file.text("language", limit=20, default="en")
    try:
        bcp47(tag)
    except ValidationError as error:
        reason = f"“language” must be a tag like en or pt-BR, not {tag!r}"
        raise file.error(reason, "language") from error
    return tag


def author(file: MarkdownFile) -> User:
    """Return the person named as author."""
    username = file.text("author", limit=30)
    user: User | None = User.objects.filter(username=username).first()
    if user is None:
        raise file.error(f"there is nobody with the username {username!r}", "author")
    return user


def plan_section(folder: Path, root: Path) -> SectionPlan:
    """Read a section's folder."""
    position, slug = numbered(folder, root)
    file = read_markdown(folder / "section.md", root)
    fields = {
        "title": file.text("title", limit=120),
        "summary": file.text("summary", limit=200, default=""),
        "position": position,
    }
    file.refuse_unknown()
    paths = sorted(path for path in folder.glob("*.md") if path.name != "section.md")
    return SectionPlan(slug, fields, [plan_lesson(path, root) for path in paths])


def plan_lesson(path: Path, root: Path) -> LessonPlan:
    """Read a lesson's file."""
    position, slug = numbered(path, root)
    file = read_markdown(path, root)
    fields: dict[str, Any] = {
        "title": file.text("title", limit=120),
        "summary": file.text("summary", limit=200, default=""),
        "status": file.choice("status", Status.values, default=Status.PUBLISHED),
        "position": position,
        "body": file.body,
        "seconds": 0,
        "transcript": "",
    }
    files = {kind: media_file(file, kind) for kind in MEDIA if kind in file.values}
    if "video" in files:
        fields["seconds"] = file.number("seconds", lowest=1, highest=36_000)
        fields["minutes"] = math.ceil(fields["seconds"] / 60)
        if "captions" in files:
            fields["transcript"] = transcript(files["captions"], file)
    else:
        fields["minutes"] = file.number("minutes", lowest=1, highest=600)
    file.refuse_unknown()
    return LessonPlan(slug, fields, files)


def media_file(file: MarkdownFile, kind: str) -> Path:
    """Return the file beside the lesson that a key names."""
    name = file.text(kind, limit=100)
    path = file.path.parent / name
    if Path(name).name != name or not name.endswith(MEDIA[kind]):
        raise file.error(
            f"“{kind}” must name a {' or '.join(MEDIA[kind])} file beside this one", kind
        )
    if not path.is_file():
        raise file.error(f"“{kind}” names {name}, which is not there", kind)
    return path


def transcript(captions: Path, file: MarkdownFile) -> str:
    """Return the spoken text of WebVTT captions, one cue a line (W3C WebVTT, section 4)."""
    text = captions.read_text("utf-8-sig", errors="replace").replace("\r\n", "\n")
    if not text.startswith("WEBVTT"):
        raise file.error(f"{captions.name} is not WebVTT: it must begin with WEBVTT", "captions")
    cues = [block for block in re.split(r"\n{2,}", text) if CUE.search(block)]
    lines = [" ".join(CUE.split(block)[1].split("\n")[1:]).strip() for block in cues]
    return "\n".join(re.sub(r"<[^>]*>", "", line) for line in lines if line)


def refuse_double_slugs(plan: CoursePlan, root: Path) -> None:
    """Raise when two sections, or two lessons of the course, have the same address."""
    seen: dict[tuple[str, str], str] = {}
    for section in plan.sections:
        names = [
            ("section", section.slug),
            *(("lesson", lesson.slug) for lesson in section.lessons),
        ]
        for kind, slug in names:
            if (kind, slug) in seen:
                raise CourseFileError(root.name, 1, f"two {kind}s have the address {slug!r}")
            seen[kind, slug] = section.slug
