from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import SignedInRequest, next_page, see_other, signed_in
from notifications import actions, queries, suppression
from notifications import unsubscribe as unsubscribing
from notifications.forms import PreferenceForm
from notifications.models import Topic

PAGE_SIZE, PANEL_SIZE = 30, 8
MAIL_CSP = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "frame-ancestors": ["'self'"],
    "sandbox": ["allow-popups"],
}


@require_safe
@signed_in
def inbox(request: SignedInRequest) -> HttpResponse:
    """Show the inbox: a page of it, or for htmx the latest notices in the bell's panel."""
    if "HX-Request" in request.headers:
        return render(request, "notifications/_panel.html", panel_context(request))
    return render(request, "notifications/inbox.html", inbox_context(request, request.GET))


def inbox_context(request: SignedInRequest, query: QueryDict) -> dict[str, Any]:
    """Return the page of the inbox that the query asks for: ``page``, and ``show`` for a part."""
    is_unread_only = query.get("show") == "unread"
    notices = request.user.notifications.all()
    page = Paginator(notices.unread() if is_unread_only else notices, PAGE_SIZE).get_page(
        query.get("page")
    )
    return {"page": page, "notifications": page.object_list, "is_unread_only": is_unread_only}


def panel_context(request: SignedInRequest) -> dict[str, Any]:
    """Return the latest notices, and how many are unread in all."""
    return {"notifications": request.user.notifications.all()[:PANEL_SIZE]} | unread(request)


def unread(request: SignedInRequest) -> dict[str, Any]:
    """Return the bell's count; whole pages have it from the context processor."""
    return {"unread_count": queries.counts(request.user)["unread"]}


@require_safe
@signed_in
def unseen(request: SignedInRequest) -> HttpResponse:
    """Hand the toasts that are waiting to this page, with the bell's count beside them."""
    tab = request.headers.get("Laurel-Tab", "")[:32]
    toasts = actions.hand_out_toasts(recipient=request.user, tab=tab, at=timezone.now())
    return render(
        request, "notifications/_toasts.html", {"notifications": toasts} | unread(request)
    )


@require_POST
@signed_in
def shown(request: SignedInRequest, notification_id: int) -> HttpResponse:
    notification = get_object_or_404(request.user.notifications, pk=notification_id)
    actions.mark_shown(notification=notification, at=timezone.now())
    if "HX-Request" in request.headers:
        return HttpResponse(status=204)
    return next_page(request, "notifications:inbox")


@require_POST
@signed_in
def read(request: SignedInRequest, notification_id: int) -> HttpResponse:
    notification = get_object_or_404(request.user.notifications, pk=notification_id)
    actions.mark_read(recipient=request.user, notification_id=notification_id, at=timezone.now())
    if "HX-Request" not in request.headers:
        return next_page(request, notification.url)
    notification.refresh_from_db(fields=["read_at"])
    context = {"n": notification, "place": place_of(request)} | unread(request)
    return render(request, "notifications/_read.html", context)


@require_POST
@signed_in
def read_all(request: SignedInRequest) -> HttpResponse:
    actions.mark_read(recipient=request.user, at=timezone.now())
    if "HX-Request" not in request.headers:
        return next_page(request, "notifications:inbox")
    if place_of(request) == "panel":
        return render(request, "notifications/_panel.html", panel_context(request))
    context = inbox_context(request, request.POST) | unread(request)
    return render(request, "notifications/inbox.html#list", context)


def place_of(request: HttpRequest) -> str:
    """Return where the form stands: the same notice may be in the panel and on the page."""
    return "panel" if request.POST.get("place") == "panel" else "page"


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
    context = {
        "forms": forms,
        "saved_at": timezone.now() if is_valid else None,
        "daily_cap": settings.MAIL_DAILY_CAP,
        "suppression": suppression.suppression_of(request.user.email),
    }
    status = 422 if is_post and not is_valid else 200
    return render(request, "notifications/preferences.html", context, status=status)


@require_safe
@signed_in
def emails(request: SignedInRequest) -> HttpResponse:
    page = Paginator(request.user.emails.all(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "emails": page.object_list,
        "suppression": suppression.suppression_of(request.user.email),
    }
    return render(request, "notifications/emails.html", context)


@require_POST
@signed_in
def suppression_removal(request: SignedInRequest) -> HttpResponse:
    suppression.lift(user=request.user)
    messages.success(
        request, _("Mails to %(address)s are sent again.") % {"address": request.user.email}
    )
    return next_page(request, "notifications:emails")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask on GET, which programs send without being told to; stop the mails on POST (RFC 8058).

    The token says who it is: there is no session, and a mail program follows no redirect.
    """
    try:
        user_id, topic = unsubscribing.read(token)
    except BadSignature:
        return render(request, "notifications/unsubscribe.html", status=400)
    is_post = request.method == "POST"
    if is_post:
        unsubscribing.unsubscribe(user_id=user_id, topic=topic)
    context = {"topic": topic, "is_digest": topic == Topic.DIGEST, "is_done": is_post}
    return render(request, "notifications/unsubscribe.html", context)


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
