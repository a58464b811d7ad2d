from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from config import views
from config.api import api
from config.export import export
from config.styleguide import styleguide
from config.web_app import web_app
from gamification.views import home
from notifications.events import receive

handler400 = "config.views.bad_request"
handler403 = "config.views.permission_denied"
handler404 = "config.views.page_not_found"
# Not Django's: django-allauth asks for it by this name.
handler429 = "config.views.too_many_requests"
handler500 = "config.views.server_error"
urlpatterns = [
    path("", home, name="home"),
    path("", include("learning.urls")),
    path("", include("gamification.urls")),
    path("", include("accounts.urls")),
    path("notifications/", include("notifications.urls")),
    path("mail/events/<slug:provider>/tracking/", receive, name="mail_events"),
    path("accounts/export/", export, name="export"),
    path("accounts/", include("allauth.urls")),
    path("api/", api.urls),
    path("admin/login/", views.admin_login),
    path("admin/", admin.site.urls),
    path("favicon.ico", RedirectView.as_view(url=f"{settings.STATIC_URL}img/favicon.png")),
    path("site.webmanifest", web_app, name="web_app"),
    path("styleguide/", styleguide, name="styleguide"),
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
]
