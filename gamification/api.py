"""``GET /api/users/{user}/achievements`` and ``GET /api/users/{user}/next-steps``."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page
from django.views.decorators.vary import vary_on_headers
from ninja import Router
from ninja.decorators import decorate_view

from accounts.models import User
from gamification import queries
from gamification.next_step import ahead_of
from gamification.schemas import EXAMPLES, STEP_EXAMPLES, Achievements, NextSteps, Problem

router = Router(tags=["Achievements"])


def visible_person(request: HttpRequest, user: str) -> User:
    """Return whom the address names; the same 404 for somebody unknown and somebody private."""
    viewer = request.auth or request.user  # type: ignore[attr-defined]
    person: User = get_object_or_404(User.objects.visible_to(viewer).named(user))
    return person


@router.api_operation(
    ["GET", "HEAD"],
    "/users/{user}/achievements",
    response={200: Achievements, 404: Problem},
    summary="Achievements and badge of a person",
    openapi_extra={"responses": {200: {"content": {"application/json": {"examples": EXAMPLES}}}}},
)
@decorate_view(
    conditional_page,
    vary_on_headers("Authorization", "Cookie"),
    cache_control(private=True, no_cache=True),
)
def achievements(request: HttpRequest, user: str) -> Achievements:
    """Return what the person has unlocked. `user` is the numeric id or the username.

    404 when there is no such person, or when you may not see the profile.
    """
    where = queries.standing(visible_person(request, user))
    return Achievements(
        unlocked_achievements=[step.name for step in where.unlocked],
        next_available_achievements=[step.name for step in where.upcoming],
        current_badge=where.badge.current.name if where.badge.current else None,
        next_badge=where.badge.next.name if where.badge.next else None,
        remaining_to_unlock_next_badge=where.badge.remaining,
    )


@router.api_operation(
    ["GET", "HEAD"],
    "/users/{user}/next-steps",
    response={200: NextSteps, 404: Problem},
    summary="What a person can reach next, and the cheapest way there",
    openapi_extra={
        "responses": {200: {"content": {"application/json": {"examples": STEP_EXAMPLES}}}}
    },
)
@decorate_view(
    conditional_page,
    vary_on_headers("Authorization", "Cookie"),
    cache_control(private=True, no_cache=True),
)
def next_steps(request: HttpRequest, user: str) -> NextSteps:
    """Return what the person can reach next. `user` is the numeric id or the username.

    404 when there is no such person, or when you may not see the profile.
    """
    return NextSteps.of(ahead_of(visible_person(request, user)))
