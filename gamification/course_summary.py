"""What a course has brought a learner: the page after its last lesson."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from accounts.models import User
from gamification.models import AchievementUnlock, BadgeUnlock
from learning.models import Completion, Course
from learning.queries import CourseCard, course_cards


@dataclass(frozen=True)
class CourseSummary:
    """How far the learner is, what was earned on the way, and where to go on."""

    card: CourseCard
    finished_at: datetime | None
    unlocks: list[AchievementUnlock]
    badges: list[BadgeUnlock]
    next_card: CourseCard | None

    @property
    def is_finished(self) -> bool:
        return self.card.is_finished


def course_summary(learner: User, course: Course) -> CourseSummary:
    """Return the learner's summary of the course, in five queries."""
    cards = course_cards(Course.objects.published(), learner)
    card = next(card for card in cards if card.course == course)
    others = [each for each in cards if each.course != course and not each.is_finished]
    completions = Completion.objects.filter(learner=learner, lesson__course=course)
    unlocks = unlocked_in(learner, course)
    # A badge has the very time of the achievements that it follows from.
    badges = learner.badge_unlocks.filter(unlocked_at__in=[each.unlocked_at for each in unlocks])
    return CourseSummary(
        card,
        completions.order_by("-completed_at").values_list("completed_at", flat=True).first(),
        unlocks,
        list(badges.select_related("badge").order_by("threshold")),
        min(others, key=lambda each: not each.is_enrolled, default=None),
    )


def unlocked_in(learner: User, course: Course) -> list[AchievementUnlock]:
    """Return what lessons of the course, and comments under them, have unlocked."""
    causes = Q(lesson__course=course) | Q(comment__lesson__course=course)
    unlocks = learner.achievement_unlocks.filter(causes).select_related("achievement")
    return list(unlocks.order_by("unlocked_at", "threshold"))
