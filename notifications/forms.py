"""What people choose about notices."""

from django import forms

from notifications.models import Preference


class PreferenceForm(forms.ModelForm[Preference]):
    """How to hear about one topic; the topic is the form's prefix."""

    class Meta:
        model = Preference
        fields = ["in_portal", "email"]
        widgets = {"email": forms.RadioSelect}
