from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import SignedInRequest, see_other, signed_in
from learning import actions
from learning.models import Course
from learning.queries import course_cards, outline_of, summary_of


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    cards = course_cards(Course.objects.published().matching(query), request.user)
    return render(request, "learning/catalogue.html", {"cards": cards, "query": query})


@require_safe
def course(request: HttpRequest, course_slug: str) -> HttpResponse:
    courses = Course.objects.open_to(request.user).select_related("author")
    found = get_object_or_404(courses, slug=course_slug)
    return render(request, "learning/course_detail.html", course_context(request, found))


@require_POST
@signed_in
def enrolment(request: SignedInRequest, course_slug: str) -> HttpResponse:
    found = get_object_or_404(Course.objects.published(), slug=course_slug)
    actions.enrol(learner=request.user, course=found, at=timezone.now())
    return enrolment_answer(request, found)


@require_POST
@signed_in
def enrolment_removal(request: SignedInRequest, course_slug: str) -> HttpResponse:
    found = get_object_or_404(Course.objects.open_to(request.user), slug=course_slug)
    actions.leave(learner=request.user, course=found)
    return enrolment_answer(request, found)


def enrolment_answer(request: SignedInRequest, found: Course) -> HttpResponse:
    if "HX-Request" in request.headers:
        context = course_context(request, found)
        return render(request, "learning/course_detail.html#enrolment", context)
    return see_other(found)


def course_context(request: HttpRequest, found: Course) -> dict[str, Any]:
    outline = outline_of(found, request.user)
    card = summary_of(found, request.user, outline)
    return {
        "course": found,
        "outline": outline,
        "card": card,
        "is_enrolled": card.is_enrolled,
        "is_preview": not card.is_enrolled and found.is_edited_by(request.user),
    }
