from django.contrib import admin
from django.http import HttpRequest

from notifications.models import Email, Notification, Preference


class ReadOnlyAdmin[M: (Email, Notification)](admin.ModelAdmin[M]):
    """Rows that only the portal writes."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Notification)
class NotificationAdmin(ReadOnlyAdmin[Notification]):
    list_display = ["title", "recipient", "topic", "created_at", "read_at"]
    list_filter = ["topic", "created_at"]
    search_fields = ["title", "recipient__username"]


@admin.register(Email)
class EmailAdmin(ReadOnlyAdmin[Email]):
    list_display = ["subject", "to_address", "topic", "state", "attempts", "created_at", "sent_at"]
    list_filter = ["state", "topic", "created_at"]
    search_fields = ["subject", "to_address", "message_id"]
    exclude = ["text", "html"]


@admin.register(Preference)
class PreferenceAdmin(admin.ModelAdmin[Preference]):
    list_display = ["user", "topic", "in_portal", "email"]
    list_filter = ["topic"]
    search_fields = ["user__username"]
