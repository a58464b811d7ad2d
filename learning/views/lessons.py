from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import SignedInRequest, see_other, signed_in
from accounts.models import User
from learning import actions
from learning.errors import NotEnrolledError
from learning.files import serve_file
from learning.forms import CommentForm, PositionForm
from learning.models import Course, Lesson, VideoPosition
from learning.queries import (
    entries_of,
    goal_of,
    neighbours,
    outline_of,
    progress_at,
    summary_of,
)
from learning.queries.comments import comments_before, comments_of
from learning.rules import is_watched


def open_lesson(request: SignedInRequest, course_slug: str, lesson_slug: str) -> Lesson:
    """Return the lesson if it is open to this person; the same 404 for all others."""
    lessons = Lesson.objects.open_to(request.user).select_related("course", "section")
    return get_object_or_404(lessons, course__slug=course_slug, slug=lesson_slug)


def published_lesson(course_slug: str, lesson_slug: str) -> Lesson:
    """Return the lesson for something that is recorded: a preview of a draft records nothing."""
    lessons = Lesson.objects.published().select_related("course").defer("body", "transcript")
    return get_object_or_404(lessons, course__slug=course_slug, slug=lesson_slug)


def not_enrolled(request: SignedInRequest, course: Course) -> HttpResponse:
    """Offer to enrol; a fragment also takes the whole page to the course."""
    if "HX-Request" not in request.headers:
        return render(request, "learning/not_enrolled.html", {"course": course}, status=403)
    response = render(request, "learning/not_enrolled.html#offer", {"course": course}, status=403)
    response["HX-Redirect"] = course.get_absolute_url()
    return response


def may_enter(request: SignedInRequest, course: Course) -> bool:
    """Return whether the person takes part in the course, or edits it."""
    is_enrolled = request.user.enrolments.filter(course=course).exists()
    return is_enrolled or course.is_edited_by(request.user)


@require_safe
@signed_in
def lesson(request: SignedInRequest, course_slug: str, lesson_slug: str) -> HttpResponse:
    found = open_lesson(request, course_slug, lesson_slug)
    if "HX-Request" in request.headers and "before" in request.GET:
        return earlier_comments(request, found)
    context = lesson_context(request, found)
    if not (context["is_enrolled"] or context["is_preview"]):
        return not_enrolled(request, found.course)
    if request.method == "GET" and not context["is_preview"]:
        actions.remember_visit(learner=request.user, lesson=found, at=timezone.now())
    return render(request, "learning/lesson_detail.html", context)


def earlier_comments(request: SignedInRequest, found: Lesson) -> HttpResponse:
    """Render the comments that come before those on the page."""
    if not may_enter(request, found.course):
        return not_enrolled(request, found.course)
    before, pages = request.GET["before"], request.GET.get("pages", "")
    context = {
        "course": found.course,
        "lesson": found,
        "comments": comments_before(found, request.user, timezone.now(), before, pages),
        "is_enrolled": True,
        "is_answer": True,
    }
    return render(request, "learning/_comments.html#threads", context)


@require_POST
@signed_in
def completion(request: SignedInRequest, course_slug: str, lesson_slug: str) -> HttpResponse:
    found = published_lesson(course_slug, lesson_slug)
    try:
        actions.complete_lesson(learner=request.user, lesson=found, at=timezone.now())
    except NotEnrolledError:
        return not_enrolled(request, found.course)
    return completion_answer(request, found)


@require_POST
@signed_in
def completion_removal(
    request: SignedInRequest, course_slug: str, lesson_slug: str
) -> HttpResponse:
    found = open_lesson(request, course_slug, lesson_slug)
    try:
        actions.undo_completion(learner=request.user, lesson=found)
    except NotEnrolledError:
        return not_enrolled(request, found.course)
    return completion_answer(request, found)


def completion_answer(request: SignedInRequest, found: Lesson) -> HttpResponse:
    if "HX-Request" not in request.headers:
        return see_other(found)
    progress = progress_at(found, request.user)
    context = {
        "course": found.course,
        "lesson": found,
        "card": progress.card,
        "row": progress.row,
        "part": progress.part,
        "is_done": progress.row.is_done,
        "is_watched": not progress.row.is_done and has_watched(found, request.user),
        "is_enrolled": True,
        "goal": progress.goal,
        "oob": True,
    }
    return render(request, "learning/_completion_answer.html", context)


@require_POST
@signed_in
def position(request: SignedInRequest, course_slug: str, lesson_slug: str) -> HttpResponse:
    found = published_lesson(course_slug, lesson_slug)
    form = PositionForm(request.POST)
    if not form.is_valid():
        return HttpResponse(form.errors.as_text(), status=422, content_type="text/plain")
    try:
        has_completed = actions.save_position(
            learner=request.user,
            lesson=found,
            seconds=int(form.cleaned_data["seconds"]),
            played=form.cleaned_data["played"],
            at=timezone.now(),
        )
    except NotEnrolledError:
        return not_enrolled(request, found.course)
    return HttpResponse(status=201 if has_completed else 204)


@require_safe
@signed_in
def media(
    request: SignedInRequest, course_slug: str, lesson_slug: str, kind: str
) -> HttpResponseBase:
    found = open_lesson(request, course_slug, lesson_slug)
    if not may_enter(request, found.course):
        return not_enrolled(request, found.course)
    file = getattr(found, kind)
    if not (file and file.storage.exists(file.name)):
        raise Http404
    return serve_file(file, request.headers.get("Range", ""))


def progress_context(request: SignedInRequest, found: Lesson) -> dict[str, Any]:
    outline = outline_of(found.course, request.user, found)
    entries = entries_of(outline)
    card = summary_of(found.course, request.user, outline)
    previous_lesson, next_lesson = neighbours(entries)
    return {
        "course": found.course,
        "lesson": found,
        "outline": outline,
        "card": card,
        "previous_lesson": previous_lesson,
        "next_lesson": next_lesson,
        "goal": goal_of(entries),
        "is_done": any(entry.is_done for entry in entries if entry.is_current),
        "is_enrolled": card.is_enrolled,
        "is_preview": found.course.is_edited_by(request.user)
        and not (card.is_enrolled and found.is_published),
    }


def lesson_context(request: SignedInRequest, found: Lesson) -> dict[str, Any]:
    place = place_of(found, request.user)
    watched = place.watched if place else []
    linked, pages = request.GET.get("comment", ""), request.GET.get("pages", "")
    return progress_context(request, found) | {
        "position_seconds": place.seconds if place else 0,
        "is_watched": is_watched(watched, found.seconds),
        "comments": comments_of(found, request.user, timezone.now(), pages, linked),
        "comment_form": CommentForm(lesson=found),
    }


def place_of(found: Lesson, learner: User) -> VideoPosition | None:
    """Return where the learner is in the video; without a query where there is none."""
    places = VideoPosition.objects.filter(learner=learner, lesson=found)
    return places.first() if found.is_video else None


def has_watched(found: Lesson, learner: User) -> bool:
    place = place_of(found, learner)
    return place is not None and is_watched(place.watched, found.seconds)
