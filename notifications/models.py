"""What to tell whom: the inbox, the outbox of e-mails, and what each person wants to hear."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class Topic(models.TextChoices):
    """What a notice is about; people choose by topic what reaches them."""

    ACHIEVEMENTS = "achievements", _("Achievements and badges")
    REPLIES = "replies", _("Replies to my comments")
    ACCOUNT = "account", _("My account")
    DIGEST = "digest", _("Daily digest")


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Filters over notices."""

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def unshown(self) -> Self:
        """Return those that no page has shown yet."""
        return self.filter(shown_at=None, read_at=None)


class Notification(models.Model):
    """One notice to one person, stored as it is shown.

    ``items`` lists, for a notice about several things, ``{"art": …, "art_number": …, "title": …}``.
    ``handed_at`` is when a page of the browser tab ``handed_to`` last took it to show, ``shown_at``
    when a page said that it was shown.
    """

    recipient = models.ForeignKey(User, models.CASCADE, related_name="notifications")
    topic = models.CharField(max_length=20, choices=Topic)
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    url = models.CharField(max_length=300)
    art = models.CharField(max_length=40, default="spark")
    art_number = models.PositiveIntegerField(null=True)
    items = models.JSONField(default=list)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)
    handed_to = models.CharField(max_length=32, blank=True)
    shown_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="inbox_of_a_person"),
            models.Index(
                fields=["recipient"], condition=Q(read_at=None), name="unread_of_a_person"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_unread(self) -> bool:
        return self.read_at is None


class Email(models.Model):
    """One e-mail, rendered, on its way. This table is the outbox.

    ``ambiguous_attempts`` counts the attempts whose outcome nobody knows: the sender died, or the
    provider's answer was lost. ``suppressed_by`` says why a suppressed mail was not sent.
    ``provider_id`` is what the provider calls the mail. There is no recipient where somebody asked
    about an address that nobody here has.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting to be sent")
        LEASED = "leased", _("Being sent")
        SENT = "sent", _("Sent")
        KEPT = "kept", _("Kept here, not sent")
        FAILED = "failed", _("Could not be sent")
        AMBIGUOUS = "ambiguous", _("Perhaps sent: the provider never answered")
        SUPPRESSED = "suppressed", _("Not sent")

    class Obstacle(models.TextChoices):
        UNVERIFIED = "unverified", _("The address is not verified.")
        BOUNCED = "bounced", _("Mail to this address came back.")
        COMPLAINED = "complained", _("A mail to this address was reported as spam.")

    recipient = models.ForeignKey(User, models.CASCADE, null=True, related_name="emails")
    topic = models.CharField(max_length=20, choices=Topic)
    to_address = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.PENDING)
    suppressed_by = models.CharField(max_length=12, choices=Obstacle, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    ambiguous_attempts = models.PositiveSmallIntegerField(default=0)
    message_id = models.CharField(max_length=120, unique=True)
    provider_id = models.CharField(max_length=200, blank=True)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="mails_of_a_person"),
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=["pending", "leased"]),
                name="mails_to_send",
            ),
            models.Index(
                fields=["provider_id"], condition=~Q(provider_id=""), name="mails_by_provider_id"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="sent_has_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="leased") | Q(leased_until__gt=F("created_at")),
                name="leased_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_readable(self) -> bool:
        """Whether the portal shows the content: links to an account's keys stay in the mail box."""
        return self.topic != Topic.ACCOUNT or not settings.MAIL_PROVIDER


class Preference(models.Model):
    """How one person wants to hear about one topic; without a row: everywhere and at once."""

    class Frequency(models.TextChoices):
        IMMEDIATELY = "immediately", _("Immediately")
        DAILY = "daily", _("Once a day")
        NEVER = "never", _("Never")

    user = models.ForeignKey(User, models.CASCADE, related_name="preferences")
    topic = models.CharField(max_length=20, choices=Topic)
    in_portal = models.BooleanField(_("In the portal"), default=True)
    email = models.CharField(
        _("E-mail"), max_length=12, choices=Frequency, default=Frequency.IMMEDIATELY
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "topic"], name="one_preference_per_topic")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.topic}"


class DigestEntryQuerySet(models.QuerySet["DigestEntry"]):
    """Filters over notices for digests."""

    def waiting(self) -> Self:
        """Return those that no digest has taken up."""
        return self.filter(email=None)


class DigestEntry(models.Model):
    """A notice that waits for the person's next daily digest, or went out in one (``email``)."""

    recipient = models.ForeignKey(User, models.CASCADE, related_name="digest_entries")
    topic = models.CharField(max_length=20, choices=Topic)
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    url = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    email = models.ForeignKey(Email, models.CASCADE, null=True, related_name="digest_entries")

    objects = DigestEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "digest entries"
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(
                fields=["recipient"], condition=Q(email=None), name="digest_entries_that_wait"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Suppression(models.Model):
    """Notices are not mailed to this address: mail to it came back or was reported as spam."""

    address = models.EmailField(unique=True)
    reason = models.CharField(max_length=12, choices=Email.Obstacle)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(address=Lower("address")), name="suppressed_addresses_are_lower_case"
            )
        ]

    def __str__(self) -> str:
        return self.address


class MailEvent(models.Model):
    """What the provider told about a mail that was sent; kept so that it counts once.

    ``key`` is a digest of the provider's own id of the event, or of the event where it has none.
    There is no ``email`` where the provider names a mail that is not in the outbox.
    """

    class Kind(models.TextChoices):
        BOUNCED = "bounced", _("Came back")
        COMPLAINED = "complained", _("Reported as spam")
        UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")

    key = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    address = models.EmailField(blank=True)
    email = models.ForeignKey(Email, models.SET_NULL, null=True, related_name="events")
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind}: {self.address}"
