"""Write, edit, remove and restore comments."""

from datetime import datetime, timedelta
from html import unescape

from django.db import transaction
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from accounts.models import User
from learning.actions.lessons import require_enrolment
from learning.errors import TooOftenError
from learning.models import Comment, Lesson
from learning.signals import comment_restored, comment_written
from notifications.actions import Notice, notify
from notifications.models import Topic

COMMENTS_PER_WINDOW = 10
WINDOW = timedelta(minutes=1)


@transaction.atomic
def write_comment(
    *, author: User, lesson: Lesson, body: str, at: datetime, parent: Comment | None = None
) -> Comment:
    """Add a comment, or a reply below the comment's thread, and tell whom it answers.

    Raises ``NotEnrolledError`` when the author does not take part in the course, and
    ``TooOftenError`` after ``COMMENTS_PER_WINDOW`` comments in a ``WINDOW``, removed ones included.
    """
    author = User.objects.lock(author.pk)
    require_enrolment(author, lesson.course_id)
    refuse_flood(author, at)
    comment = Comment.objects.create(
        author=author, lesson=lesson, parent=thread_of(parent), body=body, created_at=at
    )
    comment_written.send(sender=Comment, learner=author, comment=comment, at=at)
    if parent is not None and parent.author_id != author.pk:
        tell_about_reply(comment, parent, at)
    return comment


def thread_of(comment: Comment | None) -> Comment | None:
    """Return the first comment of the thread: replies are one level deep."""
    return comment.parent or comment if comment else None


def refuse_flood(author: User, at: datetime) -> None:
    """Raise ``TooOftenError`` when the author has written too much just now."""
    recent = Comment.objects.filter(author=author, created_at__gt=at - WINDOW)
    newest_first = recent.order_by("-created_at").values_list("created_at", flat=True)
    moments = list(newest_first[:COMMENTS_PER_WINDOW])
    if len(moments) == COMMENTS_PER_WINDOW:
        raise TooOftenError(moments[-1] + WINDOW - at)


def tell_about_reply(reply: Comment, answered: Comment, at: datetime) -> None:
    """Notify the author of the comment that was answered."""
    if reply.author is None or answered.author is None:
        return
    names = {"name": reply.author.name, "lesson": reply.lesson.title}
    with answered.author.in_own_language():
        title = _("%(name)s replied to you: %(lesson)s") % names
    excerpt = " ".join(unescape(strip_tags(reply.rendered_body)).split())
    notice = Notice(
        topic=Topic.REPLIES,
        title=title,
        body=excerpt[:199] + "…" if len(excerpt) > 200 else excerpt,
        url=reply.get_absolute_url(),
        template="reply",
        art="reply",
    )
    notify(recipient=answered.author, notice=notice, at=at)


def edit_comment(*, comment: Comment, body: str, at: datetime) -> None:
    """Change the text of a standing comment. The same text again changes nothing."""
    if body != comment.body:
        Comment.objects.standing().filter(pk=comment.pk).update(body=body, edited_at=at)


@transaction.atomic
def remove_comment(*, comment: Comment, by: User, at: datetime) -> None:
    """Take the comment back, or down. What it has unlocked stays. A second call changes nothing."""
    if comment.author_id is not None:
        User.objects.lock(comment.author_id)
    standing = Comment.objects.standing().filter(pk=comment.pk)
    standing.update(removed_at=at, removed_by=by)


@transaction.atomic
def restore_comment(*, comment: Comment, at: datetime) -> None:
    """Bring back what its author has just taken back. A second call changes nothing.

    It counts again, so it can unlock what was reached by other comments meanwhile. What somebody
    else took down stays down, and so does what was removed longer than ``UNDO_WINDOW`` ago.
    """
    if comment.author_id is None:
        return
    author = User.objects.lock(comment.author_id)
    restorable = Comment.objects.restorable_by(author, at).filter(pk=comment.pk)
    if restorable.update(removed_at=None, removed_by=None):
        comment_restored.send(sender=Comment, learner=author, comment=comment, at=at)
