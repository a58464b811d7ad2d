from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import SignedInRequest, next_page, see_other, signed_in
from notifications import actions, queries
from notifications.forms import PreferenceForm
from notifications.models import Topic

PAGE_SIZE = 30
MAIL_CSP = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "frame-ancestors": ["'self'"],
    "sandbox": ["allow-popups"],
}


@require_safe
@signed_in
def inbox(request: SignedInRequest) -> HttpResponse:
    page = Paginator(request.user.notifications.all(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request, "notifications/inbox.html", {"page": page, "notifications": page.object_list}
    )


@require_safe
@signed_in
def unseen(request: SignedInRequest) -> HttpResponse:
    """Hand the toasts that are waiting to this page, with the bell's count beside them."""
    toasts = actions.hand_out_toasts(recipient=request.user, at=timezone.now())
    context = {"notifications": toasts, "unread_count": queries.counts(request.user)["unread"]}
    return render(request, "notifications/_toasts.html", context)


@require_POST
@signed_in
def shown(request: SignedInRequest, notification_id: int) -> HttpResponse:
    notification = get_object_or_404(request.user.notifications, pk=notification_id)
    actions.mark_shown(notification=notification, at=timezone.now())
    return answer(request)


@require_POST
@signed_in
def read(request: SignedInRequest, notification_id: int) -> HttpResponse:
    notification = get_object_or_404(request.user.notifications, pk=notification_id)
    actions.mark_read(recipient=request.user, notification_id=notification_id, at=timezone.now())
    return answer(request, notification.url)


@require_POST
@signed_in
def read_all(request: SignedInRequest) -> HttpResponse:
    actions.mark_read(recipient=request.user, at=timezone.now())
    return see_other("notifications:inbox")


def answer(request: SignedInRequest, default: str = "notifications:inbox") -> HttpResponse:
    if "HX-Request" in request.headers:
        return HttpResponse(status=204)
    return next_page(request, default)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def preferences(request: SignedInRequest) -> HttpResponse:
    is_post = request.method == "POST"
    forms = [
        PreferenceForm(
            request.POST if is_post else None, prefix=p.topic, instance=p, label_suffix=""
        )
        for p in queries.preferences(request.user)
    ]
    is_valid = is_post and not any(form.errors for form in forms)
    if is_valid:
        for form in forms:
            topic = Topic(form.instance.topic)
            actions.prefer(user=request.user, topic=topic, **form.cleaned_data)
        if "HX-Request" not in request.headers:
            messages.success(request, _("Saved."))
            return see_other("notifications:preferences")
    context = {"forms": forms, "saved_at": timezone.now() if is_valid else None}
    status = 422 if is_post and not is_valid else 200
    return render(request, "notifications/preferences.html", context, status=status)


@require_safe
@signed_in
def emails(request: SignedInRequest) -> HttpResponse:
    page = Paginator(request.user.emails.all(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "notifications/emails.html", {"page": page, "emails": page.object_list})


@require_safe
@signed_in
def email(request: SignedInRequest, email_id: int) -> HttpResponse:
    return render(
        request,
        "notifications/email_detail.html",
        {"email": get_object_or_404(request.user.emails, pk=email_id)},
    )


@require_safe
@signed_in
@csp_override(MAIL_CSP)
@xframe_options_sameorigin
def email_html(request: SignedInRequest, email_id: int) -> HttpResponse:
    email = get_object_or_404(request.user.emails.exclude(html=""), pk=email_id)
    if not email.is_readable:
        raise Http404
    return HttpResponse(email.html)
