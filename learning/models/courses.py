"""Course → sections → lessons, each in its order."""

from datetime import datetime
from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.db import models
from django.db.models import F, FilteredRelation, Q
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from learning.languages import bcp47
from learning.markdown import render_lesson
from learning.models.search import COURSE_TEXTS, LESSON_TEXTS, has, terms_of

type Viewer = User | AnonymousUser


class Status(models.TextChoices):
    """Only what is published is open to learners."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


class CourseQuerySet(models.QuerySet["Course"]):
    """Filters over courses."""

    def published(self) -> Self:
        return self.filter(status=Status.PUBLISHED)

    def open_to(self, viewer: Viewer) -> Self:
        """Return published courses; authors also see their own, staff see all."""
        if not viewer.is_authenticated:
            return self.published()
        if viewer.is_staff:
            return self
        return self.filter(Q(status=Status.PUBLISHED) | Q(author=viewer))

    def or_kept_by(self, viewer: Viewer) -> "CourseQuerySet":
        """Return these, and archived courses that the viewer has not left yet."""
        mine = Course.objects.filter(status=Status.ARCHIVED, enrolments__learner=viewer.pk or 0)
        found = [courses.order_by().values("pk") for courses in (self, mine)]
        return Course.objects.filter(Q(pk__in=found[0]) | Q(pk__in=found[1]))

    def matching(self, text: str) -> Self:
        """Return courses that have every term in a title, a summary or a lesson's text."""
        courses = self
        for term in terms_of(text):
            lessons = Lesson.objects.filter(has(term, *LESSON_TEXTS), status=Status.PUBLISHED)
            found = has(term, *COURSE_TEXTS) | Q(pk__in=lessons.order_by().values("course"))
            courses = courses.exclude(found) if term.is_unwanted else courses.filter(found)
        return courses


class Course(models.Model):
    """What learners enrol in."""

    class Level(models.TextChoices):
        BEGINNER = "beginner", _("Beginner")
        INTERMEDIATE = "intermediate", _("Intermediate")
        ADVANCED = "advanced", _("Advanced")

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("summary"), max_length=200)
    description = models.TextField(_("description"), blank=True, help_text=_("Markdown"))
    audience = models.CharField(_("who it is for"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=20, default="en", validators=[bcp47])
    level = models.CharField(_("level"), max_length=12, choices=Level, default=Level.BEGINNER)
    author = models.ForeignKey(
        User, models.PROTECT, related_name="courses", verbose_name=_("author")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["position", "title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("learning:course", args=[self.slug])

    @property
    def cover(self) -> int:
        """Which of the three covers it has, by turns."""
        return (self.pk - 1) % 3 + 1

    @property
    def rendered_description(self) -> SafeString:
        return render_lesson(self.description)

    def is_edited_by(self, viewer: Viewer) -> bool:
        """Return whether the viewer may look at drafts, without leaving traces."""
        return viewer.is_authenticated and (viewer.is_staff or viewer.pk == self.author_id)


class Section(models.Model):
    """A chapter of a course."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="sections")
    slug = models.SlugField(_("address"), max_length=80)
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("summary"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["course", "slug"], name="one_section_per_address")
        ]

    def __str__(self) -> str:
        return self.title


class LessonQuerySet(models.QuerySet["Lesson"]):
    """Filters over lessons."""

    def published(self) -> Self:
        return self.filter(status=Status.PUBLISHED, course__status=Status.PUBLISHED)

    def open_to(self, viewer: Viewer) -> Self:
        """Return published lessons; authors also see their own, staff see all."""
        if not viewer.is_authenticated:
            return self.published()
        if viewer.is_staff:
            return self
        published = Q(status=Status.PUBLISHED, course__status=Status.PUBLISHED)
        return self.filter(published | Q(course__author=viewer))

    def in_order(self) -> Self:
        return self.order_by("section__position", "section_id", "position", "pk")

    def with_completion_of(self, viewer: Viewer) -> Self:
        """Add ``completed_at``: when the viewer finished the lesson, if at all."""
        mine = FilteredRelation("completions", condition=Q(completions__learner=viewer.pk or 0))
        return self.annotate(mine=mine, completed_at=F("mine__completed_at"))


def media_path(lesson: "Lesson", filename: str) -> str:
    """Return where a lesson's file is kept below ``MEDIA_ROOT``."""
    suffix = filename.rpartition(".")[2].lower()
    return f"lessons/{lesson.course.slug}/{lesson.slug}.{suffix}"


class Lesson(models.Model):
    """An article in Markdown, or a video with captions, transcript and notes."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="lessons", editable=False)
    section = models.ForeignKey(Section, models.CASCADE, related_name="lessons")
    slug = models.SlugField(_("address"), max_length=80)
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("summary"), max_length=200, blank=True)
    body = models.TextField(_("text"), blank=True, help_text=_("Markdown"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=5)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PUBLISHED)
    published_at = models.DateTimeField(_("first published"), null=True, editable=False)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    video = models.FileField(
        _("video"),
        upload_to=media_path,
        blank=True,
        validators=[FileExtensionValidator(["webm", "mp4"])],
    )
    captions = models.FileField(
        _("captions"),
        upload_to=media_path,
        blank=True,
        validators=[FileExtensionValidator(["vtt"])],
    )
    poster = models.FileField(
        _("poster"),
        upload_to=media_path,
        blank=True,
        validators=[FileExtensionValidator(["webp", "png", "jpg"])],
    )
    seconds = models.PositiveIntegerField(_("length of the video in seconds"), default=0)
    transcript = models.TextField(_("transcript"), blank=True)

    #: Added by ``with_completion_of``.
    completed_at: datetime | None

    objects = LessonQuerySet.as_manager()

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["course", "slug"], name="one_lesson_per_address"),
            models.CheckConstraint(
                condition=Q(video="") | Q(seconds__gt=0),
                name="a_video_has_a_length",
                violation_error_message=_("Give the length of the video in seconds."),
            ),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="a_lesson_takes_time"),
        ]
        indexes = [models.Index(F("course"), F("status"), name="lessons_of_a_course")]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.course_id = self.section.course_id
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse an address that the course already has; the form does not know the course."""
        namesakes = Lesson.objects.filter(slug=self.slug).exclude(pk=self.pk)
        if self.section_id and namesakes.filter(course=self.section.course_id).exists():
            raise ValidationError({"slug": _("This course has a lesson of this address.")})

    def get_absolute_url(self) -> str:
        return reverse("learning:lesson", args=[self.course.slug, self.slug])

    @property
    def is_published(self) -> bool:
        return self.status == self.course.status == Status.PUBLISHED

    @property
    def is_done(self) -> bool:
        return self.completed_at is not None

    def mark_published(self, at: datetime) -> None:
        """Note when the lesson was first published, once it is; it is saved by the caller."""
        if self.status == Status.PUBLISHED and self.published_at is None:
            self.published_at = at

    @property
    def is_video(self) -> bool:
        return bool(self.video)

    @property
    def rendered_body(self) -> SafeString:
        return render_lesson(self.body)
