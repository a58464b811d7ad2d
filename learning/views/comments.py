from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import SignedInRequest, see_other, signed_in
from learning import actions
from learning.errors import NotEnrolledError, TooOftenError
from learning.forms import CommentForm
from learning.models import Comment, Lesson
from learning.models.facts import CommentQuerySet
from learning.queries.comments import count_of, thread_of
from learning.views.lessons import lesson_context, not_enrolled, published_lesson


@require_POST
@signed_in
def comments(request: SignedInRequest, course_slug: str, lesson_slug: str) -> HttpResponse:
    lesson = published_lesson(course_slug, lesson_slug)
    form = CommentForm(request.POST, lesson=lesson)
    try:
        actions.require_enrolment(request.user, lesson.course_id)
        if not form.is_valid():
            return refusal(request, lesson, form, status=422)
        comment = actions.write_comment(
            author=request.user, lesson=lesson, at=timezone.now(), **form.cleaned_data
        )
    except NotEnrolledError:
        return not_enrolled(request, lesson.course)
    except TooOftenError as error:
        form.add_error("body", str(error))
        response = refusal(request, lesson, form, status=429)
        response["Retry-After"] = str(error.seconds)
        return response
    return answer(request, comment, "written")


def refusal(
    request: SignedInRequest, lesson: Lesson, form: CommentForm, *, status: int
) -> HttpResponse:
    """Render the form with what was typed: alone for htmx, in the lesson's page otherwise."""
    if "HX-Request" not in request.headers:
        context = lesson_context(request, lesson) | {"comment_form": form}
        return render(request, "learning/lesson_detail.html", context, status=status)
    context = {
        "course": lesson.course,
        "lesson": lesson,
        "form": form,
        "answered": form["parent"].value(),
    }
    return render(request, "learning/_composer.html", context, status=status)


def answer(request: SignedInRequest, comment: Comment, change: str) -> HttpResponse:
    """Render for htmx what the change of the comment changes on the page; otherwise go there."""
    if "HX-Request" not in request.headers:
        return see_other(comment)
    related = Comment.objects.select_related("author", "lesson__course", "parent__author")
    changed = related.get(pk=comment.pk)
    context: dict[str, Any] = {
        "course": changed.lesson.course,
        "lesson": changed.lesson,
        "thread": thread_of(changed, request.user, timezone.now()),
        "count": count_of(changed.lesson),
        "is_enrolled": True,
        "is_reply": changed.parent_id is not None,
        "is_answer": True,
        "change": change,
    }
    return render(request, "learning/_comment_answer.html", context)


def find(request: SignedInRequest, comments: CommentQuerySet, comment_id: int) -> Comment:
    """Return one of the comments, if its lesson is open; the same 404 for all others."""
    found = comments.open_to(request.user).select_related("lesson__course", "author")
    return get_object_or_404(found, pk=comment_id)


def own_comment(request: SignedInRequest, comment_id: int) -> Comment:
    """Return the person's own standing comment."""
    return find(request, Comment.objects.standing().filter(author=request.user), comment_id)


@require_safe
@signed_in
def comment(request: SignedInRequest, comment_id: int) -> HttpResponse:
    return answer(request, find(request, Comment.objects.standing(), comment_id), "shown")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def comment_edit(request: SignedInRequest, comment_id: int) -> HttpResponse:
    comment = own_comment(request, comment_id)
    is_post = request.method == "POST"
    form = CommentForm(
        request.POST if is_post else None, lesson=comment.lesson, initial={"body": comment.body}
    )
    if form.is_valid():
        body = form.cleaned_data["body"]
        actions.edit_comment(comment=comment, body=body, at=timezone.now())
        return answer(request, comment, "edited")
    context: dict[str, Any] = {"comment": comment, "lesson": comment.lesson, "form": form}
    template = "learning/comment_form.html"
    if "HX-Request" in request.headers:
        template += "#form"
    return render(request, template, context, status=422 if is_post else 200)


@require_POST
@signed_in
def comment_removal(request: SignedInRequest, comment_id: int) -> HttpResponse:
    comment = own_comment(request, comment_id)
    actions.remove_comment(comment=comment, by=request.user, at=timezone.now())
    return answer(request, comment, "removed")


@require_POST
@signed_in
def comment_restoration(request: SignedInRequest, comment_id: int) -> HttpResponse:
    at = timezone.now()
    shown = Comment.objects.filter(author=request.user).shown_to(request.user, at)
    comment = find(request, shown, comment_id)
    actions.restore_comment(comment=comment, at=at)
    return answer(request, comment, "restored")
