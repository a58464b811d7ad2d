"""What a phone needs to keep the portal on its first screen."""

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe


@require_safe
@cache_control(public=True, max_age=3600)
def web_app(request: HttpRequest) -> JsonResponse:
    manifest = {
        "id": "/",
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME,
        "description": _("Short lessons, honest progress, and an award for every step you finish."),
        "start_url": "/",
        "display": "standalone",
        "theme_color": "#faf6ee",
        "background_color": "#faf6ee",
        "icons": [
            icon("img/favicon.svg", "any", "image/svg+xml", "any"),
            icon("img/icon-192.png", "192x192", "image/png", "any"),
            icon("img/icon-512.png", "512x512", "image/png", "any"),
            icon("img/icon-512.png", "512x512", "image/png", "maskable"),
        ],
    }
    return JsonResponse(manifest, content_type="application/manifest+json")


def icon(path: str, sizes: str, kind: str, purpose: str) -> dict[str, str]:
    return {"src": static(path), "sizes": sizes, "type": kind, "purpose": purpose}
