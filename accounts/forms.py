"""Forms about oneself."""

import zoneinfo

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessToken, User


class SettingsForm(forms.ModelForm[User]):
    """Name, time zone and privacy."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=lambda: [(name, name) for name in sorted(zoneinfo.available_timezones())],
    )

    class Meta:
        model = User
        fields = ["display_name", "time_zone", "is_profile_public"]


class TokenForm(forms.ModelForm[AccessToken]):
    """The name of a new token."""

    class Meta:
        model = AccessToken
        fields = ["name"]
