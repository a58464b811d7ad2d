from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning import actions
from learning.models import Comment, Completion, Course, Enrolment, Lesson, Section


class SectionInline(admin.TabularInline[Section, Course]):
    model = Section
    extra = 0
    fields = ["position", "title", "slug", "summary"]
    prepopulated_fields = {"slug": ["title"]}
    show_change_link = True


class LessonInline(admin.TabularInline[Lesson, Section]):
    model = Lesson
    extra = 0
    fields = ["position", "title", "slug", "minutes", "status"]
    prepopulated_fields = {"slug": ["title"]}
    show_change_link = True


@admin.register(Course)
class CourseAdmin(admin.ModelAdmin[Course]):
    list_display = ["title", "position", "level", "status", "author", "lesson_count"]
    list_editable = ["position", "status"]
    list_filter = ["status", "level"]
    search_fields = ["title", "summary", "description"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["author"]
    inlines = [SectionInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Course]:
        return super().get_queryset(request).annotate(lesson_count=Count("lessons"))

    @admin.display(description=_("lessons"), ordering="lesson_count")
    def lesson_count(self, course: Course) -> int:
        return course.lesson_count  # type: ignore[attr-defined, no-any-return]


@admin.register(Section)
class SectionAdmin(admin.ModelAdmin[Section]):
    list_display = ["title", "course", "position"]
    list_editable = ["position"]
    list_filter = ["course"]
    search_fields = ["title", "course__title"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [LessonInline]

    def save_formset(
        self, request: HttpRequest, form: ModelForm[Section], formset: Any, change: bool
    ) -> None:
        for lesson_form in formset.forms:
            lesson_form.instance.mark_published(timezone.now())
        super().save_formset(request, form, formset, change)


@admin.register(Lesson)
class LessonAdmin(admin.ModelAdmin[Lesson]):
    list_display = ["title", "section", "position", "minutes", "is_a_video", "status"]
    list_editable = ["position", "status"]
    list_filter = ["status", "course", "section"]
    list_select_related = ["section", "course"]
    search_fields = ["title", "summary", "body"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["section"]
    readonly_fields = ["published_at"]
    fieldsets = (
        (
            None,
            {
                "fields": (
                    *("section", "position", "title", "slug", "summary", "status"),
                    *("published_at", "minutes"),
                )
            },
        ),
        (_("Text"), {"fields": ("body",)}),
        (_("Video"), {"fields": ("video", "seconds", "captions", "poster", "transcript")}),
    )

    def save_model(
        self, request: HttpRequest, obj: Lesson, form: ModelForm[Lesson], change: bool
    ) -> None:
        obj.mark_published(timezone.now())
        super().save_model(request, obj, form, change)

    @admin.display(description=_("video"), boolean=True)
    def is_a_video(self, lesson: Lesson) -> bool:
        return lesson.is_video


@admin.register(Comment)
class CommentAdmin(admin.ModelAdmin[Comment]):
    list_display = ["author", "lesson", "created_at", "removed_at"]
    list_filter = ["created_at", "removed_at", "lesson__course"]
    search_fields = ["body", "author__username", "lesson__title"]
    readonly_fields = [
        "author",
        "lesson",
        "parent",
        "body",
        "created_at",
        "edited_at",
        "removed_at",
        "removed_by",
    ]
    actions = ["take_down"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return False

    @admin.action(description=_("Take down the selected comments"))
    def take_down(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        for comment in queryset:
            actions.remove_comment(comment=comment, by=request.user, at=timezone.now())  # type: ignore[arg-type]


@admin.register(Enrolment, Completion)
class FactAdmin(admin.ModelAdmin[Enrolment | Completion]):
    """Facts are written by learners alone."""

    list_display = ["__str__", "learner"]
    search_fields = ["learner__username"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
