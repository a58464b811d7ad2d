from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.doors import SignedInRequest, signed_in
from accounts.models import User
from gamification import queries
from gamification.course_summary import course_summary as summary_of
from gamification.home import for_learner, for_strangers
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
    return render(request, "gamification/achievements.html", award_context(request.user))


@require_safe
def profile(request: HttpRequest, username: str) -> HttpResponse:
    person = get_object_or_404(User.objects.visible_to(request.user), username=username.lower())
    finished = [
        card.course for card in course_cards(Course.objects.published(), person) if card.is_finished
    ]
    context = award_context(person) | {
        "person": person,
        "is_me": person == request.user,
        "courses_finished": finished,
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


def award_context(person: User) -> dict[str, Any]:
    where = queries.standing(person)
    return {
        "standing": where,
        "ladders": queries.ladders(person),
        "badges": queries.badges(person, where),
    }
