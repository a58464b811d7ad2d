"""In which language a course is."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

# The part of BCP 47 that courses need: a language, and perhaps a script or a region.
bcp47 = RegexValidator(
    r"\A[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?\Z", _("Write a language tag, as in en or pt-BR.")
)
