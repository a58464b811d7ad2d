"""``GET /accounts/export/``: one's own data in one file."""

from django.core.cache import cache
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.doors import SignedInRequest, signed_in
from config.personal_data import personal_data

PAUSE_SECONDS = 30


@require_safe
@signed_in
def export(request: SignedInRequest) -> HttpResponse:
    """Answer with all that is kept about the person, at most twice a minute."""
    if not cache.add(f"export:{request.user.pk}", 1, PAUSE_SECONDS):
        text = _("The file was made just now. Try again in half a minute.")
        wait = {"Retry-After": str(PAUSE_SECONDS)}
        return HttpResponse(text, "text/plain; charset=utf-8", 429, headers=wait)
    now = timezone.now()
    name = f"laurel-{request.user.username}-{now.date()}.json"
    return JsonResponse(
        personal_data(request.user, now),
        json_dumps_params={"indent": 2, "ensure_ascii": False},
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
