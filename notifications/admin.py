from django.contrib import admin
from django.http import HttpRequest

from notifications.models import (
    DigestEntry,
    Email,
    MailEvent,
    Notification,
    Preference,
    Suppression,
)


class ReadOnlyAdmin[M: (DigestEntry, Email, MailEvent, Notification, Suppression)](
    admin.ModelAdmin[M]
):
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


@admin.register(DigestEntry)
class DigestEntryAdmin(ReadOnlyAdmin[DigestEntry]):
    list_display = ["title", "recipient", "topic", "created_at", "email"]
    list_filter = ["topic", "created_at"]
    list_select_related = ["recipient", "email"]
    search_fields = ["title", "recipient__username"]


@admin.register(Suppression)
class SuppressionAdmin(ReadOnlyAdmin[Suppression]):
    """To delete one is to mail notices to the address again."""

    list_display = ["address", "reason", "since"]
    list_filter = ["reason", "since"]
    search_fields = ["address"]


@admin.register(MailEvent)
class MailEventAdmin(ReadOnlyAdmin[MailEvent]):
    list_display = ["kind", "address", "email", "received_at"]
    list_filter = ["kind", "received_at"]
    list_select_related = ["email"]
    search_fields = ["address", "email__message_id"]

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
