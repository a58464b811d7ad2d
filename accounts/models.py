"""Who: the person, what others may see of them, and their keys to the API."""

import zoneinfo
from datetime import datetime
from functools import cache
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractUser, AnonymousUser, UserManager
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

username_validators = [
    RegexValidator(
        r"\A[a-z0-9][a-z0-9_-]*\Z",
        _("Use the letters a to z, digits, hyphens and underscores; start with a letter or digit."),
    ),
    RegexValidator(
        r"\A[0-9]+\Z",
        _("Use at least one letter: a username is never all digits."),
        inverse_match=True,
    ),
]


class Privacy(models.TextChoices):
    """Who may see somebody's profile and achievements, besides themselves and staff."""

    PUBLIC = "public", _("Everybody")
    SIGNED_IN = "signed-in", _("People who are signed in")
    PRIVATE = "private", _("Only me")


@cache
def time_zones() -> list[str]:
    """Return the names of the IANA time zone database, in order."""
    return sorted(zoneinfo.available_timezones())


def validate_time_zone(name: str) -> None:
    """Raise ``ValidationError`` unless the name stands in the IANA time zone database."""
    if name not in time_zones():
        raise ValidationError(_("There is no time zone of this name."))


class UserQuerySet(models.QuerySet["User"]):
    """Filters over people."""

    def visible_to(self, viewer: "User | AnonymousUser") -> Self:
        """Return those whose profile and achievements the viewer may see."""
        people = self.filter(is_active=True)
        if viewer.is_authenticated and viewer.is_staff:
            return people
        shown_to = [Privacy.PUBLIC, Privacy.SIGNED_IN] if viewer.pk else [Privacy.PUBLIC]
        is_shown = models.Q(privacy__in=shown_to if settings.PROFILES_ARE_PUBLIC else [])
        return people.filter(is_shown | models.Q(pk=viewer.pk))

    def named(self, name: str) -> Self:
        """Return the person of this numeric id or username."""
        if name.isascii() and name.isdigit():
            return self.filter(pk=int(name)) if len(name) < 19 else self.none()
        # PostgreSQL refuses to look for a NUL.
        return self.none() if "\x00" in name else self.filter(username=name.lower())


class Manager(UserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Makes people; sign-in names are looked up without regard to case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        user: User = self.get(username=(username or "").lower())
        return user

    def lock(self, pk: int) -> "User":
        """Lock the person's row until the transaction ends, and return it as it is now.

        Everything that is counted for a learner is written under this lock, so that two pages
        crossing a threshold together see each other's facts.
        """
        user: User = self.select_for_update(no_key=True).get(pk=pk)
        return user


class User(AbstractUser):
    """A person: learner, author or staff."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    username = models.CharField(
        _("username"),
        max_length=30,
        unique=True,
        validators=username_validators,
        error_messages={"unique": _("Somebody already has this username.")},
    )
    email = models.EmailField(_("e-mail address"))
    display_name = models.CharField(_("display name"), max_length=60, blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[validate_time_zone]
    )
    language = models.CharField(
        _("language"),
        max_length=10,
        blank=True,
        choices=settings.LANGUAGES,
        help_text=_("Of pages, notices and mails. Without a choice, pages ask the browser."),
    )
    privacy = models.CharField(
        _("who can see my profile"),
        max_length=10,
        choices=Privacy,
        default=Privacy.PUBLIC,
        help_text=_(
            "Your profile shows your name, badge, achievements and finished courses. Your e-mail "
            "address is never shown."
        ),
    )

    objects: ClassVar[Manager] = Manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_person_per_email",
                violation_error_message=_("Somebody already uses this e-mail address."),
            ),
            models.CheckConstraint(
                condition=~models.Q(username__regex=r"^[0-9]+$"),
                name="username_is_never_all_digits",
            ),
            models.CheckConstraint(
                condition=models.Q(username=Lower("username")), name="username_is_lower_case"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What others call this person."""
        return self.display_name or self.username

    @property
    def initials(self) -> str:
        """One or two letters for the place of a picture."""
        return "".join(word[0] for word in self.name.split()[:2]).upper()

    @property
    def is_public(self) -> bool:
        """Whether strangers and search engines may see the profile."""
        return settings.PROFILES_ARE_PUBLIC and self.privacy == Privacy.PUBLIC

    def in_own_language(self) -> translation.override:
        """Return a context in which words are in the person's language, or else in the site's."""
        return translation.override(self.language or settings.LANGUAGE_CODE)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("gamification:profile", args=[self.username])


class AccessToken(models.Model):
    """A personal access token for the API; only its digest is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="access_tokens")
    name = models.CharField(_("name"), max_length=60)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def was_used_since(self, moment: datetime) -> bool:
        """Return whether a later use is on record."""
        return self.last_used_at is not None and self.last_used_at >= moment
