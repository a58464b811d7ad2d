from django.urls import path

from gamification import views

app_name = "gamification"
urlpatterns = [
    path("achievements/", views.achievements, name="achievements"),
    path("people/<slug:username>/", views.profile, name="profile"),
]
