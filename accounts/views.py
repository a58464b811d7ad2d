from allauth.account.utils import perform_login
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import actions
from accounts.demo import DEMO_PEOPLE
from accounts.doors import SignedInRequest, confirmed, next_page, page_of, see_other, signed_in
from accounts.errors import StillNeededError
from accounts.forms import DeletionForm, LanguageForm, PrivacyForm, ProfileForm, TokenForm
from accounts.models import User, time_zones
from accounts.sharing import sharing_context

NEW_TOKEN = "new_token"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit_settings(request: SignedInRequest) -> HttpResponse:
    user = User.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=user)
    if form.is_valid():
        user.save(update_fields=form.changed_data)
        messages.success(request, _("Saved."))
        return see_other("accounts:settings")
    context = {"form": form, "time_zones": time_zones()} | sharing_context(request.user)
    return render(request, "accounts/settings.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def edit_privacy(request: SignedInRequest) -> HttpResponse:
    user = User.objects.get(pk=request.user.pk)
    form = PrivacyForm(request.POST, instance=user)
    if not form.is_valid():
        context = {"form": ProfileForm(instance=request.user), "time_zones": time_zones()}
        context |= sharing_context(request.user) | {"privacy_form": form}
        return render(request, "accounts/settings.html", context, status=422)
    user.save(update_fields=["privacy"])
    if "HX-Request" in request.headers:
        context = sharing_context(user) | {"is_saved": True}
        return render(request, "accounts/_sharing.html#answer", context)
    messages.success(request, _("Saved."))
    return next_page(request, "accounts:settings")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def tokens(request: SignedInRequest) -> HttpResponse:
    form = TokenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        name = form.cleaned_data["name"]
        secret = actions.make_token(user=request.user, name=name, at=timezone.now())
        request.session[NEW_TOKEN] = secret
        return see_other("accounts:tokens")
    new_token = request.session.pop(NEW_TOKEN, None) if request.method == "GET" else None
    context = {"form": form, "new_token": new_token, "tokens": request.user.access_tokens.all()}
    return render(request, "accounts/tokens.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def token_removal(request: SignedInRequest, token_id: int) -> HttpResponse:
    get_object_or_404(request.user.access_tokens, pk=token_id)
    actions.remove_token(user=request.user, token_id=token_id)
    return see_other("accounts:tokens")


@require_POST
@signed_in
def session_removal(request: SignedInRequest, session_id: int) -> HttpResponse:
    session = get_object_or_404(UserSession, user=request.user, pk=session_id)
    if session.is_current():
        logout(request)
        return see_other("home")
    session.end()
    messages.success(request, _("Signed out there."))
    return see_other("usersessions_list")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@confirmed
def deletion(request: SignedInRequest) -> HttpResponse:
    form = DeletionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.delete_person(person=request.user, at=timezone.now())
        except StillNeededError as error:
            form.add_error(None, str(error))
        else:
            logout(request)
            messages.success(request, _("Your account is deleted. Thank you for your time here."))
            return see_other("home")
    return render(
        request, "accounts/deletion.html", {"form": form}, status=422 if form.errors else 200
    )


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language in this browser and, for who is signed in, in the account."""
    form = LanguageForm(request.POST)
    response = next_page(request, page_of(request))
    if not form.is_valid():
        return response
    chosen = form.cleaned_data["language"]
    if request.user.is_authenticated:
        actions.choose_language(user=request.user, language=chosen)
    if chosen:
        keep_in_browser(response, chosen)
    else:
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
    return response


def keep_in_browser(response: HttpResponse, chosen: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    username = request.POST.get("username", "")
    if not settings.DEMO or username not in DEMO_PEOPLE:
        raise Http404
    person = get_object_or_404(User, username=username, is_active=True)
    perform_login(request, person)
    return next_page(request, "home")
