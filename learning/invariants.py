"""What must hold of courses and of what learners did. Each function returns what does not."""

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Q

from learning.models import Comment, Completion, Lesson

FILES = ("video", "captions", "poster")
SECONDS_OF_AN_UPLOAD = 3600


def duplicate_completions() -> list[Any]:
    """Find lessons that a learner completed twice."""
    rows = Completion.objects.values_list("learner", "lesson")
    return list(rows.annotate(n=Count("pk")).filter(n__gt=1).order_by("learner"))


def lost_replies() -> list[Any]:
    """Find replies whose thread stands under another lesson, or is a reply itself."""
    replies = Comment.objects.filter(parent__isnull=False)
    lost = replies.filter(~Q(parent__lesson=F("lesson")) | Q(parent__parent__isnull=False))
    return list(lost.order_by("pk").values_list("pk", flat=True))


def lost_lessons() -> list[Any]:
    """Find lessons whose section belongs to another course."""
    lost = Lesson.objects.exclude(section__course=F("course"))
    return list(lost.order_by("pk").values_list("pk", flat=True))


def files_missing() -> list[Any]:
    """Find files that a lesson names and the media folder does not have."""
    return sorted(name for name in file_names() if not Path(settings.MEDIA_ROOT, name).is_file())


def files_left_over() -> list[Any]:
    """Find files of lessons that no lesson names. What may be an upload is not looked at."""
    named, root = file_names(), Path(settings.MEDIA_ROOT)
    newest = time.time() - SECONDS_OF_AN_UPLOAD
    files = [path for path in root.glob("lessons/*/*") if path.is_file()]
    old = [path for path in files if path.stat().st_mtime < newest]
    return sorted(name for path in old if (name := str(path.relative_to(root))) not in named)


def file_names() -> set[str]:
    """Return the names of all files that lessons have; one query."""
    return {name for row in Lesson.objects.values_list(*FILES) for name in row if name}
