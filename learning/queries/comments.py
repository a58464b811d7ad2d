"""The comments under a lesson, as threads."""

import math
from dataclasses import dataclass, field

from django.db.models import Q, Subquery

from learning.models import Comment, Lesson
from learning.models.courses import Viewer

THREADS_PER_PAGE = 30
MAX_PAGES = 100


@dataclass
class CommentThread:
    """A comment, the replies to it, and whether the viewer may change each."""

    comment: Comment
    can_change: bool
    replies: list["CommentThread"] = field(default_factory=list)


@dataclass
class CommentPage:
    """The newest threads, oldest first, and how many comments stand in all."""

    threads: list[CommentThread]
    count: int
    has_earlier: bool
    next_pages: int


def comments_of(lesson: Lesson, viewer: Viewer, pages: str = "", linked: str = "") -> CommentPage:
    """Return the last ``pages`` × ``THREADS_PER_PAGE`` threads, in three queries.

    They go back at least as far as the thread of the comment with the id ``linked``, for one query
    more. A removed comment is listed only while replies stand below it.
    """
    comments = Comment.objects.filter(lesson=lesson).select_related("author")
    roots = comments.filter(parent=None)
    visible = (
        roots.standing() | roots.filter(replies__removed_at=None, replies__isnull=False)
    ).distinct()
    page_count = min(int(pages[:4]), MAX_PAGES) if pages.isdecimal() and int(pages[:4]) else 1
    if linked.isdecimal() and len(linked) < 19:
        is_of_thread = Q(pk=linked) | Q(replies=linked)
        start = roots.filter(is_of_thread).values("created_at")[:1]
        newer = visible.filter(created_at__gte=Subquery(start)).count()
        page_count = max(page_count, math.ceil(newer / THREADS_PER_PAGE))
    shown = page_count * THREADS_PER_PAGE
    newest = list(visible.order_by("-created_at", "-pk")[: shown + 1])
    threads = {c.pk: CommentThread(c, may_change(c, viewer)) for c in reversed(newest[:shown])}
    for reply in comments.standing().filter(parent__in=threads):
        threads[reply.parent_id].replies.append(CommentThread(reply, may_change(reply, viewer)))  # type: ignore[index]
    count = Comment.objects.standing().filter(lesson=lesson).count()
    return CommentPage(list(threads.values()), count, len(newest) > shown, page_count + 1)


def may_change(comment: Comment, viewer: Viewer) -> bool:
    """Return whether the comment is the viewer's own."""
    return comment.author_id == viewer.pk
