"""Health checks and the pages shown when something goes wrong."""

import sys
from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, resolve_url
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.doors import page_of
from config.outages import is_database_away

AWAY = {"Retry-After": "5", "Cache-Control": "no-store"}


@never_cache
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return JsonResponse({"database": "unreachable"}, status=503, headers=AWAY)
    return JsonResponse({"database": "ok"})


def admin_login(request: HttpRequest) -> HttpResponse:
    """Use the portal's one door for signing in: the admin's own is not throttled."""
    if admin.site.has_permission(request):
        return redirect("admin:index")
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next", "/admin/"), resolve_url("account_login"))


def problem(
    request: HttpRequest,
    status: int,
    template: str = "",
    context: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> HttpResponse:
    """Answer that something went wrong: with a page, with a line for htmx, or in JSON.

    Nothing here asks the database, so it is rendered without the request. A line is shown by
    ``static/js/problems.js`` and never takes the place of what was there.
    """
    template = template or f"{status}.html"
    headers = headers or {}
    is_api = request.path.startswith("/api/")
    if not is_api and "HX-Request" not in request.headers:
        return HttpResponse(render_to_string(template, context), status=status, headers=headers)
    line = render_to_string(f"{template}#line", context).strip()
    if is_api:
        return JsonResponse({"detail": line}, status=status, headers=headers)
    return HttpResponse(line, "text/plain", status, headers={"HX-Reswap": "none", **headers})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem(request, 404)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    return problem(request, 429, headers={"Retry-After": "60"})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Explain what made the form out of date, and lead back with what was typed.

    It is not sent again from here: that would help whoever forged it.
    """
    context = {"back": page_of(request), "typed": typed_texts(request)}
    return problem(request, 403, "403_csrf.html", context)


def typed_texts(request: HttpRequest) -> list[str]:
    """Return what the form holds of words, so that they can be copied."""
    try:
        fields = request.POST.items()
    except (OSError, SuspiciousOperation):
        return []
    return [
        str(value)
        for name, value in fields
        if "password" not in name and len(str(value).split()) > 1
    ]


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what nobody caught: 503 while the database is away, else 500."""
    again = request.get_full_path() if request.method in {"GET", "HEAD"} else ""
    if is_database_away(sys.exception()):
        return problem(request, 503, context={"again": again}, headers=AWAY)
    return problem(request, 500, context={"again": again})
