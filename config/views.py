"""Health checks and the pages shown when something goes wrong."""

import sys

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views import defaults
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

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


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what nobody caught: 503 while the database is away, else 500.

    Nothing here may ask the database, so the page is rendered without the request.
    """
    if not is_database_away(sys.exception()):
        return defaults.server_error(request)
    text = _("The database cannot be reached at the moment. Try again in a few seconds.")
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": text}, status=503, headers=AWAY)
    if "HX-Request" in request.headers:
        return HttpResponse(text, "text/plain", 503, headers=AWAY)
    return HttpResponse(render_to_string("503.html"), status=503, headers=AWAY)
