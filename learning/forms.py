"""What learners type, and what their player reports."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.models import Comment, Lesson
from learning.models.facts import MAX_COMMENT_LENGTH
from learning.rules import Stretch

SECONDS = r"\d{1,6}(?:\.\d{1,3})?"
STRETCHES = re.compile(rf"\A{SECONDS}-{SECONDS}(?: {SECONDS}-{SECONDS})*\Z", re.ASCII)


class CommentForm(forms.Form):
    """A comment, and for a reply the comment that it answers."""

    body = forms.CharField(
        label=_("Your comment"),
        max_length=MAX_COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Write something first."),
            "max_length": _("Keep it below %(limit_value)d characters; it has %(show_value)d."),
        },
    )
    parent = forms.ModelChoiceField(
        Comment.objects.none(),
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("The comment that you answer is gone.")},
    )

    def __init__(self, *args: Any, lesson: Lesson, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parents = (
            Comment.objects.standing().filter(lesson=lesson).select_related("parent", "author")
        )
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]


class PositionForm(forms.Form):
    """The place in a video, and what was played of it since the page was opened."""

    seconds = forms.FloatField(min_value=0, max_value=1_000_000)
    #: As ``0-12.5 40-61``.
    played = forms.RegexField(STRETCHES, required=False, max_length=2_000)

    def clean_played(self) -> list[Stretch]:
        pairs = (word.split("-") for word in self.cleaned_data["played"].split())
        return [(float(start), float(end)) for start, end in pairs]
