from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import actions
from accounts.demo import DEMO_PEOPLE
from accounts.doors import SignedInRequest, next_page, see_other, signed_in
from accounts.forms import SettingsForm, TokenForm
from accounts.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit_settings(request: SignedInRequest) -> HttpResponse:
    user = User.objects.get(pk=request.user.pk)
    form = SettingsForm(request.POST if request.method == "POST" else None, instance=user)
    if form.is_valid():
        user.save(update_fields=form.changed_data)
        messages.success(request, _("Saved."))
        return see_other("accounts:settings")
    return render(
        request, "accounts/settings.html", {"form": form}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def tokens(request: SignedInRequest) -> HttpResponse:
    form = TokenForm(request.POST if request.method == "POST" else None)
    new_token = None
    if form.is_valid():
        new_token = actions.make_token(
            user=request.user, name=form.cleaned_data["name"], at=timezone.now()
        )
        form = TokenForm()
    context = {"form": form, "new_token": new_token, "tokens": request.user.access_tokens.all()}
    return render(request, "accounts/tokens.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def token_removal(request: SignedInRequest, token_id: int) -> HttpResponse:
    get_object_or_404(request.user.access_tokens, pk=token_id)
    actions.remove_token(user=request.user, token_id=token_id)
    return see_other("accounts:tokens")


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    username = request.POST.get("username", "")
    if not settings.DEMO or username not in DEMO_PEOPLE:
        raise Http404
    person = get_object_or_404(User, username=username, is_active=True)
    perform_login(request, person)
    return next_page(request, "home")
