"""Forms about oneself."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessToken, Privacy, User, time_zones


class TimeZoneField(forms.CharField):
    """The name of a time zone, as people type it: "new york" is America/New_York."""

    def to_python(self, value: object) -> str:
        typed = super().to_python(value) or ""
        wanted = "_".join(typed.split()).casefold()
        for name in time_zones():
            if wanted in {name.casefold(), name.rpartition("/")[2].casefold()}:
                return name
        return typed


class ProfileForm(forms.ModelForm[User]):
    """Name and time zone."""

    time_zone = TimeZoneField(
        label=_("Time zone"),
        help_text=_("Type a city and pick it from the list."),
        widget=forms.TextInput(
            attrs={
                "list": "time-zones",
                "autocomplete": "off",
                "spellcheck": "false",
                "data-select": "",
                "data-time-zone": "",
            }
        ),
    )

    class Meta:
        model = User
        fields = ["display_name", "time_zone"]


class PrivacyForm(forms.ModelForm[User]):
    """Who may see the profile."""

    class Meta:
        model = User
        fields = ["privacy"]
        widgets = {"privacy": forms.RadioSelect(choices=Privacy)}


class LanguageForm(forms.Form):
    """A language of the portal, or none: the browser's."""

    language = forms.ChoiceField(choices=[("", ""), *settings.LANGUAGES], required=False)


class TokenForm(forms.ModelForm[AccessToken]):
    """The name of a new token."""

    class Meta:
        model = AccessToken
        fields = ["name"]


class DeletionForm(forms.Form):
    """The last question before an account is deleted."""

    is_understood = forms.BooleanField(
        label=_("Delete my account. I know that it cannot be brought back."),
        error_messages={"required": _("Tick the box to delete your account.")},
    )
