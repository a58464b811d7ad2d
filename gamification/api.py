"""``GET /api/users/{user}/achievements``."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page
from ninja import Router, Schema
from ninja.decorators import decorate_view
from pydantic import ConfigDict, JsonValue

from accounts.models import User
from gamification import queries

router = Router(tags=["Achievements"])

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


class Problem(Schema):
    """What went wrong, in words."""

    detail: str


EXAMPLES = {
    "new": {"summary": "A new learner", "value": NEW},
    "half_way": {"summary": "Half way", "value": HALF_WAY},
    "top": {"summary": "At the top", "value": TOP},
}


@router.api_operation(
    ["GET", "HEAD"],
    "/users/{user}/achievements",
    response={200: Achievements, 404: Problem},
    summary="Achievements and badge of a person",
    openapi_extra={"responses": {200: {"content": {"application/json": {"examples": EXAMPLES}}}}},
)
@decorate_view(conditional_page, cache_control(private=True, no_cache=True))
def achievements(request: HttpRequest, user: str) -> Achievements:
    """Return what the person has unlocked. `user` is the numeric id or the username.

    404 when there is no such person, or when the profile is private and not your own.
    """
    viewer = request.auth or request.user  # type: ignore[attr-defined]
    person = get_object_or_404(User.objects.visible_to(viewer).named(user))
    where = queries.standing(person)
    return Achievements(
        unlocked_achievements=[step.name for step in where.unlocked],
        next_available_achievements=[step.name for step in where.upcoming],
        current_badge=where.badge.current.name if where.badge.current else None,
        next_badge=where.badge.next.name if where.badge.next else None,
        remaining_to_unlock_next_badge=where.badge.remaining,
    )
