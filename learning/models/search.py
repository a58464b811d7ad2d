"""Find words in texts: PostgreSQL's full text where it is there, ``LIKE`` elsewhere."""

import re
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorExact
from django.db import connection
from django.db.models import Case, Func, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.lookups import Exact

#: Whose word forms PostgreSQL knows; in other languages it finds words as they are written.
LANGUAGE = "english"
LESSON_TEXTS = ("title", "summary", "body", "transcript")
COURSE_TEXTS = ("title", "summary")
MOST_TERMS = 8
TERM = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')


@dataclass(frozen=True)
class Term:
    """A word or a phrase in quotes, wanted or, after a hyphen, not wanted."""

    text: str
    is_phrase: bool = False
    is_unwanted: bool = False


def terms_of(text: str) -> list[Term]:
    """Return the terms of what was typed, at most ``MOST_TERMS``."""
    found = [
        Term((phrase or word).strip(), bool(phrase), bool(hyphen))
        for hyphen, phrase, word in TERM.findall(text.replace("\x00", " "))
    ]
    return [term for term in found if term.text][:MOST_TERMS]


def has(term: Term, *fields: str) -> Q:
    """Return the condition that the fields have the term.

    Full text finds other forms of a word too, and finds words like “the” everywhere. Signs without
    a letter or digit are no words to it, so they are always looked for as they are.
    """
    if connection.vendor != "postgresql" or not any(map(str.isalnum, term.text)):
        return Q.create([(f"{field}__icontains", term.text) for field in fields], connector=Q.OR)
    words = SearchQuery(
        term.text, config=LANGUAGE, search_type="phrase" if term.is_phrase else "plain"
    )
    is_everywhere = Exact(Func(words, function="numnode", output_field=IntegerField()), 0)
    return Q(SearchVectorExact(SearchVector(*fields, config=LANGUAGE), words)) | Q(is_everywhere)


def count_of(terms: list[Term], *fields: str) -> Combinable:
    """Return how many of the terms the fields have."""
    total: Combinable = Value(0)
    for term in terms:
        total += Case(When(has(term, *fields), then=Value(1)), default=Value(0))
    return total
