from django.urls import path

from notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("unseen/", views.unseen, name="unseen"),
    path("read/", views.read_all, name="read_all"),
    path("<int:notification_id>/shown/", views.shown, name="shown"),
    path("<int:notification_id>/read/", views.read, name="read"),
    path("preferences/", views.preferences, name="preferences"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("suppression/removal/", views.suppression_removal, name="suppression_removal"),
    path("emails/", views.emails, name="emails"),
    path("emails/<int:email_id>/", views.email, name="email"),
    path("emails/<int:email_id>/html/", views.email_html, name="email_html"),
]
