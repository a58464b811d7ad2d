from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import SignedInRequest, see_other, signed_in
from learning import actions
from learning.errors import NotEnrolledError, TooOftenError
from learning.forms import CommentForm
from learning.models import Comment, Lesson
from learning.queries.comments import comments_of
from learning.views.lessons import lesson_context, not_enrolled, published_lesson


@require_POST
@signed_in
def comments(request: SignedInRequest, course_slug: str, lesson_slug: str) -> HttpResponse:
    lesson = published_lesson(course_slug, lesson_slug)
    form = CommentForm(request.POST, lesson=lesson)
    try:
        actions.require_enrolment(request.user, lesson.course_id)
        if not form.is_valid():
            return comments_answer(request, lesson, form, status=422)
        comment = actions.write_comment(
            author=request.user, lesson=lesson, at=timezone.now(), **form.cleaned_data
        )
    except NotEnrolledError:
        return not_enrolled(request, lesson.course)
    except TooOftenError as error:
        form.add_error("body", str(error))
        response = comments_answer(request, lesson, form, status=429)
        response["Retry-After"] = str(error.seconds)
        return response
    if "HX-Request" not in request.headers:
        return see_other(comment)
    return comments_answer(request, lesson, CommentForm(lesson=lesson), comment=comment)


def comments_answer(
    request: SignedInRequest,
    lesson: Lesson,
    form: CommentForm,
    status: int = 200,
    comment: Comment | None = None,
) -> HttpResponse:
    """Render the comments alone for htmx, the whole lesson page otherwise."""
    if "HX-Request" not in request.headers:
        context = lesson_context(request, lesson) | {"comment_form": form}
        return render(request, "learning/lesson_detail.html", context, status=status)
    context = {
        "course": lesson.course,
        "lesson": lesson,
        "is_enrolled": True,
        "comments": comments_of(lesson, request.user, linked=str(comment.pk) if comment else ""),
        "comment_form": form,
    }
    return render(request, "learning/lesson_detail.html#comments", context, status=status)


def own_comment(request: SignedInRequest, comment_id: int) -> Comment:
    """Return the person's own standing comment; the same 404 for all others."""
    comments = Comment.objects.standing().filter(author=request.user).open_to(request.user)
    return get_object_or_404(comments.select_related("lesson__course", "author"), pk=comment_id)


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
        if "HX-Request" not in request.headers:
            return see_other(comment)
        return comments_answer(
            request, comment.lesson, CommentForm(lesson=comment.lesson), comment=comment
        )
    context: dict[str, Any] = {"comment": comment, "lesson": comment.lesson, "form": form}
    template = "learning/comment_form.html"
    if "HX-Request" in request.headers:
        template += "#form"
    return render(request, template, context, status=422 if is_post else 200)


@require_POST
@signed_in
def comment_removal(request: SignedInRequest, comment_id: int) -> HttpResponse:
    comment = own_comment(request, comment_id)
    actions.remove_comment(comment=comment, at=timezone.now())
    if "HX-Request" not in request.headers:
        return see_other(f"{comment.lesson.get_absolute_url()}#comments")
    return comments_answer(
        request, comment.lesson, CommentForm(lesson=comment.lesson), comment=comment
    )
