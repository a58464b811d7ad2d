from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from config import views
from config.api import api
from gamification.views import home

urlpatterns = [
    path("", home, name="home"),
    path("", include("learning.urls")),
    path("", include("gamification.urls")),
    path("", include("accounts.urls")),
    path("notifications/", include("notifications.urls")),
    path("accounts/", include("allauth.urls")),
    path("api/", api.urls),
    # One door for signing in: the admin's own would not be throttled.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/", admin.site.urls),
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
]
