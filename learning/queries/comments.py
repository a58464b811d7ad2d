"""The comments under a lesson, as threads."""

import math
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, Subquery

from learning.models import Comment, Lesson
from learning.models.courses import Viewer
from learning.models.facts import CommentQuerySet

THREADS_PER_PAGE = 30
MAX_PAGES = 100


@dataclass
class CommentThread:
    """A comment, the replies to it, and what the viewer may do with it."""

    comment: Comment
    can_change: bool
    can_restore: bool
    replies: list["CommentThread"] = field(default_factory=list)


@dataclass
class CommentPage:
    """The newest threads, oldest first, and how many comments stand in all."""

    threads: list[CommentThread]
    count: int
    has_earlier: bool
    next_pages: int


def thread_of(comment: Comment, viewer: Viewer, at: datetime) -> CommentThread:
    """Return the comment without its replies."""
    can_change = comment.author_id == viewer.pk and not comment.is_removed
    return CommentThread(comment, can_change, comment.is_restorable_by(viewer, at))


def comments_of(
    lesson: Lesson, viewer: Viewer, at: datetime, pages: str = "", linked: str = ""
) -> CommentPage:
    """Return the last ``pages`` × ``THREADS_PER_PAGE`` threads, in three queries.

    They go back at least as far as the thread of the comment with the id ``linked``, for one query
    more.
    """
    page_count = number_of(pages)
    visible = visible_roots(lesson, viewer, at)
    if is_id(linked):
        is_of_thread = Q(pk=linked) | Q(replies=linked)
        start = Comment.objects.filter(is_of_thread, lesson=lesson, parent=None)
        newer = visible.filter(created_at__gte=Subquery(start.values("created_at")[:1])).count()
        page_count = max(page_count, math.ceil(newer / THREADS_PER_PAGE))
    threads, has_earlier = newest_threads(visible, viewer, at, page_count * THREADS_PER_PAGE)
    return CommentPage(threads, count_of(lesson), has_earlier, page_count + 1)


def comments_before(
    lesson: Lesson, viewer: Viewer, at: datetime, before: str, pages: str = ""
) -> CommentPage:
    """Return the threads that come before the one with the id ``before``, in two queries.

    ``pages`` is how many pages of threads there are then.
    """
    visible = visible_roots(lesson, viewer, at)
    if not is_id(before):
        return CommentPage([], 0, has_earlier=False, next_pages=2)
    then = Subquery(Comment.objects.filter(pk=before, lesson=lesson).values("created_at")[:1])
    earlier = visible.filter(Q(created_at__lt=then) | Q(created_at=then, pk__lt=before))
    threads, has_earlier = newest_threads(earlier, viewer, at, THREADS_PER_PAGE)
    return CommentPage(threads, 0, has_earlier, number_of(pages) + 1)


def count_of(lesson: Lesson) -> int:
    """Count the comments that stand under the lesson."""
    return Comment.objects.standing().filter(lesson=lesson).count()


def number_of(pages: str) -> int:
    """Return how many pages to show, 1 to ``MAX_PAGES``."""
    return min(max(int(pages[:4]), 1), MAX_PAGES) if pages.isdecimal() else 1


def is_id(text: str) -> bool:
    """Return whether the text can be an id; what is longer is none that a database has."""
    return text.isdecimal() and len(text) < 19


def visible_roots(lesson: Lesson, viewer: Viewer, at: datetime) -> CommentQuerySet:
    """Return what begins a thread. A removed one is listed while replies are shown below it."""
    comments = Comment.objects.filter(lesson=lesson)
    answered = comments.shown_to(viewer, at).filter(parent__isnull=False).values("parent")
    roots = comments.filter(parent=None)
    return roots.shown_to(viewer, at) | roots.filter(pk__in=answered)


def newest_threads(
    roots: CommentQuerySet, viewer: Viewer, at: datetime, limit: int
) -> tuple[list[CommentThread], bool]:
    """Return so many threads, oldest first, and whether there are earlier ones; two queries."""
    newest = list(roots.select_related("author").order_by("-created_at", "-pk")[: limit + 1])
    threads = {root.pk: thread_of(root, viewer, at) for root in reversed(newest[:limit])}
    replies = Comment.objects.filter(parent__in=threads).shown_to(viewer, at)
    for reply in replies.select_related("author").order_by("created_at", "pk"):
        threads[reply.parent_id].replies.append(thread_of(reply, viewer, at))  # type: ignore[index]
    return list(threads.values()), len(newest) > limit
