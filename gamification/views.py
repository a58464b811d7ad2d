from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.doors import SignedInRequest, signed_in
from accounts.models import User
from accounts.sharing import sharing_context
from gamification.collection import Collection, collection_of
from gamification.course_summary import course_summary as summary_of
from gamification.home import for_learner, for_strangers
from gamification.next_step import cheapest_step
from learning.models import Course
from learning.queries import course_cards
from learning.views.lessons import not_enrolled


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return render(request, "home_signed_out.html", for_strangers(request.user))
    context = for_learner(request.user, today=timezone.localdate())
    return render(request, "home.html", context)


@require_safe
@signed_in
def achievements(request: SignedInRequest) -> HttpResponse:
    mine = collection_of(request.user, with_evidence=True)
    cards = course_cards(Course.objects.published(), request.user)
    context = award_context(mine) | sharing_context(request.user)
    context["next_step"] = cheapest_step(mine.steps, mine.counts, cards, mine.standing.badge)
    return render(request, "gamification/achievements.html", context)


@require_safe
def profile(request: HttpRequest, username: str) -> HttpResponse:
    person = get_object_or_404(User.objects.visible_to(request.user), username=username.lower())
    cards = course_cards(Course.objects.published(), person)
    context = award_context(collection_of(person)) | {
        "person": person,
        "social_type": "profile" if person.is_public else "",
        "profiles_are_public": settings.PROFILES_ARE_PUBLIC,
        "is_me": person == request.user,
        "courses_finished": [card.course for card in cards if card.is_finished],
    }
    return render(request, "gamification/profile.html", context)


@require_safe
@signed_in
def course_summary(request: SignedInRequest, course_slug: str) -> HttpResponse:
    course = get_object_or_404(Course.objects.published(), slug=course_slug)
    summary = summary_of(request.user, course)
    if not summary.card.is_enrolled:
        return not_enrolled(request, course)
    return render(request, "gamification/course_summary.html", {"summary": summary})


def award_context(collection: Collection) -> dict[str, Any]:
    """Return what the pages about awards show."""
    return {
        "standing": collection.standing,
        "ladders": collection.ladders,
        "badges": collection.badges,
    }
