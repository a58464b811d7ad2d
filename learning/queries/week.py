"""What a learner did in the last seven days."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import CharField, Value
from django.db.models.functions import TruncDate

from accounts.models import User
from learning.models import Comment, Completion

DAYS = 7


@dataclass(frozen=True)
class Day:
    """A day, with the lessons finished and the comments written on it that still stand."""

    date: date
    lessons: int
    comments: int
    is_today: bool


@dataclass(frozen=True)
class Week:
    """Seven days, the last of them today."""

    days: Sequence[Day]

    @property
    def lessons(self) -> int:
        return sum(day.lessons for day in self.days)

    @property
    def comments(self) -> int:
        return sum(day.comments for day in self.days)


def week_of(learner: User, *, today: date) -> Week:
    """Return the week that ends today, with its days in the current time zone; one query."""
    days = [today - timedelta(days=n) for n in reversed(range(DAYS))]
    lessons = Completion.objects.filter(learner=learner, completed_at__date__gte=days[0])
    comments = Comment.objects.standing().filter(author=learner, created_at__date__gte=days[0])
    kind = {name: Value(name, CharField()) for name in ("lessons", "comments")}
    rows = lessons.values_list(TruncDate("completed_at"), kind["lessons"]).union(
        comments.order_by().values_list(TruncDate("created_at"), kind["comments"]), all=True
    )
    counts = Counter(rows)
    return Week(
        [
            Day(day, counts[day, "lessons"], counts[day, "comments"], is_today=day == today)
            for day in days
        ]
    )
