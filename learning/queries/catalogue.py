"""The catalogue: courses that match what was sought, the best first, and where they match."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from django.db import models
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from learning.models import Course, Lesson
from learning.models.courses import Viewer
from learning.models.search import COURSE_TEXTS, LESSON_TEXTS, count_of, terms_of
from learning.queries.cards import CourseCard, course_cards

MOST_HITS = 3
LONGEST_QUERY = 100


class Length(models.TextChoices):
    """How much time a course takes."""

    SHORT = "short", _("up to 1 h 15")
    MEDIUM = "medium", _("1 h 15 to 3 h")
    LONG = "long", _("more than 3 h")

    def fits(self, minutes: int) -> bool:
        """Return whether a course of so many minutes has this length."""
        if self is Length.SHORT:
            return minutes <= 75
        return 75 < minutes <= 180 if self is Length.MEDIUM else minutes > 180


@dataclass(frozen=True)
class Wish:
    """What somebody looks for; empty fields ask for nothing."""

    q: str = ""
    level: str = ""
    length: str = ""

    @classmethod
    def of(cls, data: Mapping[str, str]) -> "Wish":
        """Return the wish that an address names; what is not known there asks for nothing."""
        query = data.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]
        level, length = data.get("level", ""), data.get("length", "")
        return cls(
            query,
            level if level in Course.Level.values else "",
            length if length in Length.values else "",
        )

    @property
    def parts(self) -> dict[str, str]:
        """What is asked for, by field."""
        named = {"q": self.q, "level": self.level, "length": self.length}
        return {name: value for name, value in named.items() if value}

    @property
    def query_string(self) -> str:
        """The part of the address that makes others see the same."""
        return f"?{urlencode(self.parts)}" if self.parts else ""

    @property
    def level_label(self) -> str:
        return str(Course.Level(self.level).label) if self.level else ""

    @property
    def length_label(self) -> str:
        return str(Length(self.length).label) if self.length else ""

    def accepts(self, card: CourseCard) -> bool:
        """Return whether the course is of this level and length."""
        is_of_level = self.level in {"", card.course.level}
        return is_of_level and (not self.length or Length(self.length).fits(card.minutes_total))


@dataclass(frozen=True)
class Offer:
    """What finds something where the wish found nothing: the wish with one field less."""

    dropped: str
    label: str
    wish: Wish
    count: int


@dataclass(frozen=True)
class Found:
    """A course, and the lessons in which the words stand, the best first."""

    card: CourseCard
    hits: list[Lesson] = field(default_factory=list)


def catalogue_of(wish: Wish, viewer: Viewer) -> list[Found]:
    """Return what matches the wish, in two queries.

    Courses come in the order of the catalogue. With words, those come first that have them in the
    title, then in the summary, then those with the most lessons that have them.
    """
    courses = Course.objects.published().matching(wish.q)
    terms = [term for term in terms_of(wish.q) if not term.is_unwanted]
    if not terms:
        return [Found(card) for card in course_cards(courses, viewer) if wish.accepts(card)]
    courses = courses.annotate(
        title_score=count_of(terms, "title"), head_score=count_of(terms, *COURSE_TEXTS)
    )
    lessons = Lesson.objects.annotate(
        title_score=count_of(terms, "title"), text_score=count_of(terms, *LESSON_TEXTS)
    )
    cards = [card for card in course_cards(courses, viewer, lessons) if wish.accepts(card)]
    cards.sort(key=score_of, reverse=True)
    return [Found(card, hits_of(card, len(terms))) for card in cards]


def score_of(card: CourseCard) -> tuple[int, int, int]:
    """Return what to sort by: the words in the title, in the summary, then in lessons."""
    course: Any = card.course
    in_lessons: int = sum(lesson.text_score for lesson in cast(list[Any], card.lessons))
    return course.title_score, course.head_score, in_lessons


def hits_of(card: CourseCard, term_count: int) -> list[Lesson]:
    """Return the lessons to name: those with words in the title, else those with most in the text.

    Where the course itself is about all the words, only titles tell something more.
    """
    course: Any = card.course
    scores = [(one.title_score, one.text_score) for one in cast(list[Any], card.lessons)]
    best = max(scores, default=(0, 0))
    if best == (0, 0) or (best[0] == 0 and course.head_score == term_count):
        return []
    hits = [lesson for lesson, score in zip(card.lessons, scores, strict=True) if score == best]
    return hits[:MOST_HITS]


def offers_for(wish: Wish, viewer: Viewer) -> list[Offer]:
    """Return which fields to drop so that something is found; two queries for each."""
    labels = {"q": wish.q, "level": wish.level_label, "length": wish.length_label}
    offers = []
    for name in wish.parts:
        wider = replace(wish, **{name: ""})
        offers.append(Offer(name, labels[name], wider, len(catalogue_of(wider, viewer))))
    return [offer for offer in offers if offer.count]
