"""The names of achievements and badges as pages, notices and mails show them.

The database and the API have the English name, on which other programs rely.
"""

from django.utils.translation import pgettext, pgettext_lazy

# Only for the extraction of messages: the rows are in the database.
TRANSLATED = (
    pgettext_lazy("award", "First Lesson Watched"),
    pgettext_lazy("award", "5 Lessons Watched"),
    pgettext_lazy("award", "10 Lessons Watched"),
    pgettext_lazy("award", "25 Lessons Watched"),
    pgettext_lazy("award", "50 Lessons Watched"),
    pgettext_lazy("award", "First Comment Written"),
    pgettext_lazy("award", "3 Comments Written"),
    pgettext_lazy("award", "5 Comments Written"),
    pgettext_lazy("award", "10 Comments Written"),
    pgettext_lazy("award", "20 Comments Written"),
    pgettext_lazy("award", "Beginner"),
    pgettext_lazy("award", "Intermediate"),
    pgettext_lazy("award", "Advanced"),
    pgettext_lazy("award", "Master"),
)


def shown_name(name: str) -> str:
    """Return the name in the active language; one that this site has added stays as it is."""
    return pgettext("award", name)
