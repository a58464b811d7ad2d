from django.urls import path

from gamification import views

app_name = "gamification"
urlpatterns = [
    path("achievements/", views.achievements, name="achievements"),
    path("courses/<slug:course_slug>/summary/", views.course_summary, name="course_summary"),
    path("people/<slug:username>/", views.profile, name="profile"),
]
