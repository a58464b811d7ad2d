from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("language/", views.language, name="language"),
    path("accounts/settings/", views.edit_settings, name="settings"),
    path("accounts/privacy/", views.edit_privacy, name="privacy"),
    path(
        "accounts/sessions/<int:session_id>/removal/", views.session_removal, name="session_removal"
    ),
    path("accounts/deletion/", views.deletion, name="deletion"),
    path("accounts/tokens/", views.tokens, name="tokens"),
    path("accounts/tokens/<int:token_id>/removal/", views.token_removal, name="token_removal"),
    path("accounts/demo/", views.demo_sign_in, name="demo_sign_in"),
]
