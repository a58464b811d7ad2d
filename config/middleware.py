"""What every request and response passes through."""

import ipaddress
import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control, patch_vary_headers

type GetResponse = Callable[[HttpRequest], HttpResponseBase]

# How long django-allauth locks a name after too many wrong passwords; the sign-in page says it too.
LOCKED_SECONDS = "300"
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def is_trusted(address: str) -> bool:
    """Return whether the address belongs to one of ``TRUSTED_PROXIES``."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(ip in network for network in settings.TRUSTED_PROXIES)


def trusted_proxies(get_response: GetResponse) -> GetResponse:
    """Believe ``X-Forwarded-*`` only when the peer is a trusted proxy."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        forwarded_for = request.META.pop("HTTP_X_FORWARDED_FOR", "")
        if is_trusted(request.META.get("REMOTE_ADDR", "")):
            for address in reversed([part.strip() for part in forwarded_for.split(",") if part]):
                request.META["REMOTE_ADDR"] = address
                if not is_trusted(address):
                    break
        else:
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)
        return get_response(request)

    return middleware


def is_signed_in(request: HttpRequest) -> bool:
    """Return whether the response was made for a person, without asking the database anew."""
    session = getattr(request, "session", None)
    return session is not None and session.accessed and request.user.is_authenticated


def response_headers(get_response: GetResponse) -> GetResponse:
    """Keep signed-in pages out of caches and tell caches that fragments differ from pages."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        patch_vary_headers(response, ["HX-Request"])
        if not response.has_header("Cache-Control") and is_signed_in(request):
            patch_cache_control(response, private=True, no_store=True)
        return response

    return middleware


class CompressPages(GZipMiddleware):
    """Compress whole pages: not small fragments, nor parts of a video, whose bytes are counted."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if is_page and "HX-Request" not in request.headers:
            return super().process_response(request, response)
        return response


def form_statuses(get_response: GetResponse) -> GetResponse:
    """Give the forms of django-allauth the statuses of ours: 303, 422 and 429."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.method == "POST":
            response.status_code = status_of_form(response)
        if response.status_code == 429:
            response.headers.setdefault("Retry-After", LOCKED_SECONDS)
        return response

    return middleware


def status_of_form(response: HttpResponseBase) -> int:
    """Return 303 for an accepted form, 422 for a refused one, 429 for a locked sign-in."""
    if response.status_code == 302:
        return 303
    form = (getattr(response, "context_data", None) or {}).get("form")
    if response.status_code != 200 or not isinstance(form, BaseForm) or not form.errors:
        return response.status_code
    return 429 if form.has_error(NON_FIELD_ERRORS, "too_many_login_attempts") else 422


def language(get_response: GetResponse) -> GetResponse:
    """Speak the language that the person has chosen.

    For all others stands what ``LocaleMiddleware`` has found: the cookie's, else the browser's.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        chosen = request.user.language if request.user.is_authenticated else ""
        if not chosen:
            return get_response(request)
        with translation.override(chosen):
            response = get_response(request)
        response.headers.setdefault("Content-Language", chosen)
        return response

    return middleware


def time_zone(get_response: GetResponse) -> GetResponse:
    """Show times in the learner's own time zone."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return get_response(request)
        with timezone.override(zoneinfo.ZoneInfo(request.user.time_zone)):
            return get_response(request)

    return middleware
