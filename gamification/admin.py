from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gamification import actions
from gamification.models import Achievement, AchievementUnlock, Badge, BadgeUnlock


class RuleForm(forms.ModelForm[Any]):
    """A threshold, and whether those whom it reaches now hear of it."""

    is_told = forms.BooleanField(
        label=_("Tell those who reach it now by toast and mail"),
        required=False,
        help_text=_("Otherwise they find it in their notices only."),
    )


class RuleAdmin[M: (Achievement, Badge)](admin.ModelAdmin[M]):
    """Whoever reaches a new or lowered threshold is awarded soon after it is saved."""

    form = RuleForm
    search_fields = ["name"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        actions.queue_backfill(is_quiet=not form.cleaned_data["is_told"])


@admin.register(Achievement)
class AchievementAdmin(RuleAdmin[Achievement]):
    list_display = ["name", "group", "threshold", "is_retired"]
    list_filter = ["group", "is_retired"]

    def get_readonly_fields(
        self, request: HttpRequest, obj: Achievement | None = None
    ) -> list[str]:
        return ["group"] if obj else []


@admin.register(Badge)
class BadgeAdmin(RuleAdmin[Badge]):
    list_display = ["name", "threshold", "is_retired"]
    list_filter = ["is_retired"]


class UnlockAdmin[M: (AchievementUnlock, BadgeUnlock)](admin.ModelAdmin[M]):
    """What was earned is kept: nobody adds or removes it by hand."""

    list_display = ["__str__", "learner", "unlocked_at"]
    list_filter = ["unlocked_at"]
    search_fields = ["learner__username"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(AchievementUnlock)
class AchievementUnlockAdmin(UnlockAdmin[AchievementUnlock]):
    pass


@admin.register(BadgeUnlock)
class BadgeUnlockAdmin(UnlockAdmin[BadgeUnlock]):
    pass
