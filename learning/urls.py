from django.urls import path

from learning.views import comments, courses, lessons

app_name = "learning"
LESSON = "courses/<slug:course_slug>/lessons/<slug:lesson_slug>/"
urlpatterns = [
    path("courses/", courses.catalogue, name="catalogue"),
    path("courses/<slug:course_slug>/", courses.course, name="course"),
    path("courses/<slug:course_slug>/enrolment/", courses.enrolment, name="enrolment"),
    path(
        "courses/<slug:course_slug>/enrolment/removal/",
        courses.enrolment_removal,
        name="enrolment_removal",
    ),
    path(LESSON, lessons.lesson, name="lesson"),
    path(f"{LESSON}completion/", lessons.completion, name="completion"),
    path(f"{LESSON}completion/removal/", lessons.completion_removal, name="completion_removal"),
    path(f"{LESSON}position/", lessons.position, name="position"),
    path(f"{LESSON}comments/", comments.comments, name="comments"),
    path(f"{LESSON}video/", lessons.media, {"kind": "video"}, name="video"),
    path(f"{LESSON}captions/", lessons.media, {"kind": "captions"}, name="captions"),
    path(f"{LESSON}poster/", lessons.media, {"kind": "poster"}, name="poster"),
    path("comments/<int:comment_id>/", comments.comment, name="comment"),
    path("comments/<int:comment_id>/edit/", comments.comment_edit, name="comment_edit"),
    path("comments/<int:comment_id>/removal/", comments.comment_removal, name="comment_removal"),
    path(
        "comments/<int:comment_id>/restoration/",
        comments.comment_restoration,
        name="comment_restoration",
    ),
]
