"""What the JSON endpoints answer, with an example for each state of a learner."""

from ninja import Schema
from pydantic import ConfigDict, JsonValue

from gamification.models import Group
from gamification.next_step import Ahead, GoalAhead
from gamification.rules import Way

NEW: dict[str, JsonValue] = {
    "unlocked_achievements": [],
    "next_available_achievements": ["First Lesson Watched", "First Comment Written"],
    "current_badge": "Beginner",
    "next_badge": "Intermediate",
    "remaining_to_unlock_next_badge": 4,
}
HALF_WAY: dict[str, JsonValue] = {
    "unlocked_achievements": ["First Lesson Watched", "5 Lessons Watched", "First Comment Written"],
    "next_available_achievements": ["10 Lessons Watched", "3 Comments Written"],
    "current_badge": "Beginner",
    "next_badge": "Intermediate",
    "remaining_to_unlock_next_badge": 1,
}
TOP: dict[str, JsonValue] = {
    "unlocked_achievements": [
        "First Lesson Watched",
        "5 Lessons Watched",
        "10 Lessons Watched",
        "25 Lessons Watched",
        "50 Lessons Watched",
        "First Comment Written",
        "3 Comments Written",
        "5 Comments Written",
        "10 Comments Written",
        "20 Comments Written",
    ],
    "next_available_achievements": [],
    "current_badge": "Master",
    "next_badge": None,
    "remaining_to_unlock_next_badge": 0,
}
NEW_STEPS: dict[str, JsonValue] = {
    "next_achievements": [
        {"name": "First Lesson Watched", "group": "lessons", "remaining": 1, "minutes": 2},
        {"name": "First Comment Written", "group": "comments", "remaining": 1, "minutes": 5},
    ],
    "next_badge": {
        "name": "Intermediate",
        "remaining": 4,
        "way": {"lessons": 1, "comments": 5, "minutes": 27},
    },
}
HALF_WAY_STEPS: dict[str, JsonValue] = {
    "next_achievements": [
        {"name": "10 Lessons Watched", "group": "lessons", "remaining": 1, "minutes": 5},
        {"name": "3 Comments Written", "group": "comments", "remaining": 2, "minutes": 10},
    ],
    "next_badge": {
        "name": "Intermediate",
        "remaining": 1,
        "way": {"lessons": 1, "comments": 0, "minutes": 5},
    },
}
TOP_STEPS: dict[str, JsonValue] = {"next_achievements": [], "next_badge": None}


class Achievements(Schema):
    """What somebody has unlocked and what comes next.

    Both lists are ordered by group, lessons first, then by threshold; only the next achievement of
    each group is available. ``remaining_to_unlock_next_badge`` is the next badge's threshold less
    the number of achievements unlocked.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [NEW, HALF_WAY, TOP]})

    unlocked_achievements: list[str]
    next_available_achievements: list[str]
    current_badge: str | None
    next_badge: str | None
    remaining_to_unlock_next_badge: int


class NextAchievement(Schema):
    """The next achievement of a group: how many lessons or comments are missing.

    ``minutes`` is how long they take, ``null`` where too few lessons are left.
    """

    name: str
    group: str
    remaining: int
    minutes: int | None

    @classmethod
    def of(cls, goal: GoalAhead) -> "NextAchievement":
        minutes = goal.way.minutes if goal.way else None
        step = goal.step
        return cls(name=step.name, group=step.group, remaining=goal.remaining, minutes=minutes)


class WayAhead(Schema):
    """The lessons and comments that lead to the badge in the fewest minutes."""

    lessons: int
    comments: int
    minutes: int

    @classmethod
    def of(cls, way: Way) -> "WayAhead":
        lessons, comments = way.acts[Group.LESSONS], way.acts[Group.COMMENTS]
        return cls(lessons=lessons, comments=comments, minutes=way.minutes)


class NextBadge(Schema):
    """The next badge: how many achievements are missing, and the way; ``null`` if there is none."""

    name: str
    remaining: int
    way: WayAhead | None

    @classmethod
    def of(cls, goal: GoalAhead) -> "NextBadge":
        way = WayAhead.of(goal.way) if goal.way else None
        return cls(name=goal.step.name, remaining=goal.remaining, way=way)


class NextSteps(Schema):
    """What somebody can reach next; achievements by group, lessons first.

    Lessons count with their own minutes, in the order in which the portal offers them.
    """

    model_config = ConfigDict(
        json_schema_extra={"examples": [NEW_STEPS, HALF_WAY_STEPS, TOP_STEPS]}
    )

    next_achievements: list[NextAchievement]
    next_badge: NextBadge | None

    @classmethod
    def of(cls, ahead: Ahead) -> "NextSteps":
        return cls(
            next_achievements=[NextAchievement.of(goal) for goal in ahead.achievements],
            next_badge=NextBadge.of(ahead.badge) if ahead.badge else None,
        )


class Problem(Schema):
    """What went wrong, in words."""

    detail: str


EXAMPLES = {
    "new": {"summary": "A new learner", "value": NEW},
    "half_way": {"summary": "Half way", "value": HALF_WAY},
    "top": {"summary": "At the top", "value": TOP},
}
STEP_EXAMPLES = {
    "new": {"summary": "A new learner", "value": NEW_STEPS},
    "half_way": {"summary": "Half way", "value": HALF_WAY_STEPS},
    "top": {"summary": "At the top", "value": TOP_STEPS},
}
