"""The portal's pages and an empty one, for signed-in people, behind the same middleware."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from accounts.doors import signed_in
from config.urls import urlpatterns as portal

EMPTY = "benchmark/empty/"
EMPTY_FOR_ALL = "benchmark/empty-for-all/"


def empty_for_all(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@signed_in
def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


urlpatterns = [*portal, path(EMPTY, empty), path(EMPTY_FOR_ALL, empty_for_all)]
