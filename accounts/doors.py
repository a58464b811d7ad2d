"""Decorators that views share: who may enter."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate
from urllib.parse import urlencode, urlsplit

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import User


class SignedInRequest(HttpRequest):
    """A request whose user is a person."""

    user: User


class SeeOther(HttpResponseRedirect):
    """Send the browser to a page after a form was accepted (RFC 9110, section 15.4.4)."""

    status_code = 303


def see_other(target: Any, *args: Any) -> SeeOther:
    """Return a 303 to a URL, a URL name, or an object that has a page."""
    return SeeOther(resolve_url(target, *args))


def next_page(request: HttpRequest, default: str) -> SeeOther:
    """Return a 303 to the form's ``next`` where that is a page of ours, else to the default."""
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()})
    return SeeOther(target) if is_ours and target.startswith("/") else see_other(default)


def page_of(request: HttpRequest) -> str:
    """Return the path of the page that the person is looking at; ``/`` when unknown.

    A form or fragment is sent from a page: its address is what to come back to.
    """
    if request.method in {"GET", "HEAD"} and "HX-Request" not in request.headers:
        return request.get_full_path()
    address = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}):
        return "/"
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def signed_in[**P](
    view: Callable[Concatenate[SignedInRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Send people who are not signed in to sign-in and then back to their page.

    A fragment answers with a whole-page redirect, never with a form inside a box.
    """

    @wraps(view)
    def door(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)  # type: ignore[arg-type]
        if "HX-Request" in request.headers:
            query = urlencode({"next": page_of(request)})
            return HttpResponse(
                status=401, headers={"HX-Redirect": f"{resolve_url('account_login')}?{query}"}
            )
        return redirect_to_login(page_of(request), resolve_url("account_login"))

    return door


def confirmed[**P](
    view: Callable[Concatenate[SignedInRequest, P], HttpResponseBase],
) -> Callable[Concatenate[SignedInRequest, P], HttpResponseBase]:
    """Ask for the password or a code first, unless it was asked for in the last minutes."""
    guarded = reauthentication_required(view)

    @wraps(view)
    def door(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            response: HttpResponseBase = guarded(request, *args, **kwargs)
        except ReauthenticationRequired:
            if "HX-Request" not in request.headers:
                raise
            return HttpResponse(status=401, headers={"HX-Redirect": request.path})
        return response

    return door
