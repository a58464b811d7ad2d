"""What learners did. State is a row that exists; counts are derived from rows."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.safestring import SafeString

from accounts.models import User
from learning.markdown import render_comment
from learning.models.courses import Lesson, Viewer
from learning.rules import GRACE

MAX_COMMENT_LENGTH = 10_000
#: For so long a deleted comment can be brought back.
UNDO_WINDOW = timedelta(minutes=10)


class Enrolment(models.Model):
    """The learner takes part in the course, and the lesson of it that they opened last."""

    learner = models.ForeignKey(User, models.CASCADE, related_name="enrolments")
    course = models.ForeignKey("learning.Course", models.CASCADE, related_name="enrolments")
    enrolled_at = models.DateTimeField()
    opened_lesson = models.ForeignKey(Lesson, models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "course"], name="one_enrolment_per_course")
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} in {self.course_id}"


class Completion(models.Model):
    """The learner finished the lesson."""

    learner = models.ForeignKey(User, models.CASCADE, related_name="completions")
    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="completions")
    completed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "lesson"], name="one_completion_per_lesson")
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} finished {self.lesson_id}"


class VideoPosition(models.Model):
    """Where in the video the learner stopped, in seconds from its start, and what was watched.

    ``watched`` holds stretches as ``learning.rules`` makes them; ``credit`` is how many more
    seconds may count when the next report comes at once.
    """

    learner = models.ForeignKey(User, models.CASCADE, related_name="video_positions")
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="positions")
    seconds = models.PositiveIntegerField()
    watched = models.JSONField(default=list)
    credit = models.FloatField(default=GRACE)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "lesson"], name="one_position_per_video")
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} at {self.seconds} s of {self.lesson_id}"


class CommentQuerySet(models.QuerySet["Comment"]):
    """Filters over comments."""

    def standing(self) -> Self:
        """Return those that were not taken back or taken down."""
        return self.filter(removed_at=None)

    def restorable_by(self, viewer: Viewer, at: datetime) -> Self:
        """Return those that the viewer took back no longer than ``UNDO_WINDOW`` ago."""
        mine = {"author": viewer.pk or 0, "removed_by": viewer.pk or 0}
        return self.filter(**mine, removed_at__gt=at - UNDO_WINDOW)

    def shown_to(self, viewer: Viewer, at: datetime) -> Self:
        """Return those that stand, and those that the viewer may bring back."""
        return self.standing() | self.restorable_by(viewer, at)

    def open_to(self, viewer: Viewer) -> Self:
        """Return comments under lessons that the viewer may open."""
        return self.filter(lesson__in=Lesson.objects.open_to(viewer))


class Comment(models.Model):
    """A remark under a lesson, or a reply to one. Removed, it keeps its place, not its text.

    There is no author where the person is gone and the replies of others stand below.
    """

    author = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="comments")
    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="comments")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="replies"
    )
    body = models.TextField(max_length=MAX_COMMENT_LENGTH)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["lesson", "created_at"], name="comments_of_a_lesson"),
            models.Index(
                fields=["author"],
                condition=Q(removed_at=None),
                name="standing_comments_of_a_person",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(author__isnull=False) | Q(removed_at__isnull=False, body=""),
                name="a_standing_comment_has_an_author",
            )
        ]

    def __str__(self) -> str:
        return f"{self.author_id} on {self.lesson_id}"

    def get_absolute_url(self) -> str:
        return f"{self.lesson.get_absolute_url()}?comment={self.pk}#comment-{self.pk}"

    @property
    def is_removed(self) -> bool:
        return self.removed_at is not None

    def is_restorable_by(self, viewer: Viewer, at: datetime) -> bool:
        """Return whether the viewer took it back no longer than ``UNDO_WINDOW`` ago."""
        is_own = self.author_id == self.removed_by_id == viewer.pk
        return is_own and self.removed_at is not None and self.removed_at > at - UNDO_WINDOW

    @property
    def rendered_body(self) -> SafeString:
        return SafeString("") if self.is_removed else render_comment(self.body)
