from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import SignedInRequest, see_other, signed_in
from learning import actions
from learning.errors import NotEnrolledError
from learning.files import serve_file
from learning.forms import CommentForm, PositionForm
from learning.models import Course, Lesson, VideoPosition
from learning.queries import neighbours, outline_of, progress_at, summary_of
from learning.queries.comments import comments_of


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


@require_safe
@signed_in
def lesson(request: SignedInRequest, course_slug: str, lesson_slug: str) -> HttpResponse:
    found = open_lesson(request, course_slug, lesson_slug)
    context = lesson_context(request, found)
    if not (context["is_enrolled"] or context["is_preview"]):
        return not_enrolled(request, found.course)
    if request.method == "GET" and not context["is_preview"]:
        actions.remember_visit(learner=request.user, lesson=found, at=timezone.now())
    return render(request, "learning/lesson_detail.html", context)


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
        "is_done": progress.row.is_done,
        "is_enrolled": True,
        "next_lesson": progress.next_lesson,
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
    seconds = int(form.cleaned_data["seconds"])
    try:
        actions.save_position(
            learner=request.user, lesson=found, seconds=seconds, at=timezone.now()
        )
    except NotEnrolledError:
        return not_enrolled(request, found.course)
    return HttpResponse(status=204)


@require_safe
@signed_in
def media(
    request: SignedInRequest, course_slug: str, lesson_slug: str, kind: str
) -> HttpResponseBase:
    found = open_lesson(request, course_slug, lesson_slug)
    is_enrolled = request.user.enrolments.filter(course=found.course_id).exists()
    if not (is_enrolled or found.course.is_edited_by(request.user)):
        return not_enrolled(request, found.course)
    file = getattr(found, kind)
    if not (file and file.storage.exists(file.name)):
        raise Http404
    return serve_file(file, request.headers.get("Range", ""))


def progress_context(request: SignedInRequest, found: Lesson) -> dict[str, Any]:
    outline = outline_of(found.course, request.user, found)
    card = summary_of(found.course, request.user, outline)
    previous_lesson, next_lesson = neighbours(outline, found)
    return {
        "course": found.course,
        "lesson": found,
        "outline": outline,
        "card": card,
        "previous_lesson": previous_lesson,
        "next_lesson": next_lesson,
        "is_done": any(e.is_done for s in outline for e in s.lessons if e.is_current),
        "is_enrolled": card.is_enrolled,
        "is_preview": found.course.is_edited_by(request.user)
        and not (card.is_enrolled and found.is_published),
    }


def lesson_context(request: SignedInRequest, found: Lesson) -> dict[str, Any]:
    place = VideoPosition.objects.filter(learner=request.user, lesson=found).first()
    return progress_context(request, found) | {
        "position_seconds": place.seconds if place else 0,
        "comments": comments_of(
            found, request.user, request.GET.get("pages", ""), request.GET.get("comment", "")
        ),
        "comment_form": CommentForm(lesson=found),
    }
