from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import SignedInRequest, next_page, see_other, signed_in
from learning import actions
from learning.models import Course, Status
from learning.queries import outline_of, summary_of
from learning.queries.catalogue import Length, Wish, catalogue_of, offers_for


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    wish = Wish.of(request.GET)
    found = catalogue_of(wish, request.user)
    context = {
        "found": found,
        "wish": wish,
        "query": wish.q,
        "levels": Course.Level.choices,
        "lengths": Length.choices,
        "offers": [] if found else offers_for(wish, request.user),
    }
    # Going back in the browser asks for the whole page.
    if "HX-Request" not in request.headers or "HX-History-Restore-Request" in request.headers:
        return render(request, "learning/catalogue.html", context)
    response = render(request, "learning/catalogue.html#results", context | {"oob": True})
    response["HX-Push-Url"] = f"{request.path}{wish.query_string}"
    return response


@require_safe
def course(request: HttpRequest, course_slug: str) -> HttpResponse:
    known = Course.objects.open_to(request.user).or_kept_by(request.user)
    courses = known.select_related("author")
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
    known = Course.objects.open_to(request.user).or_kept_by(request.user)
    found = get_object_or_404(known, slug=course_slug)
    actions.leave(learner=request.user, course=found)
    if found.status == Status.ARCHIVED and not found.is_edited_by(request.user):
        return left_for_good(request)
    return enrolment_answer(request, found)


def left_for_good(request: SignedInRequest) -> HttpResponse:
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": resolve_url("home")})
    return see_other("home")


def enrolment_answer(request: SignedInRequest, found: Course) -> HttpResponse:
    if "HX-Request" in request.headers:
        context = course_context(request, found)
        return render(request, "learning/course_detail.html#enrolment", context)
    return next_page(request, found.get_absolute_url())


def course_context(request: HttpRequest, found: Course) -> dict[str, Any]:
    outline = outline_of(found, request.user)
    card = summary_of(found, request.user, outline)
    return {
        "course": found,
        "outline": outline,
        "card": card,
        "is_enrolled": card.is_enrolled,
        "is_archived": found.status == Status.ARCHIVED,
        "is_draft": found.status == Status.DRAFT,
        "is_preview": not card.is_enrolled and found.is_edited_by(request.user),
    }
