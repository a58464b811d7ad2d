from django.contrib import admin
from django.http import HttpRequest

from gamification.models import Achievement, AchievementUnlock, Badge, BadgeUnlock


@admin.register(Achievement)
class AchievementAdmin(admin.ModelAdmin[Achievement]):
    list_display = ["name", "group", "threshold"]
    list_filter = ["group"]
    search_fields = ["name"]


@admin.register(Badge)
class BadgeAdmin(admin.ModelAdmin[Badge]):
    list_display = ["name", "threshold"]
    search_fields = ["name"]


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
