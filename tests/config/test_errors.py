"""Whatever goes wrong, the answer says what happened and what to do, and asks no database."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from config import views
from learning.models import Lesson
from tests.conftest import SignIn

HTMX = {"HX-Request": "true"}
# Were these asked for, the page would not come while the database is away.
NEEDS_A_SERVER = re.compile(r"\{%|\{\{|csrfmiddlewaretoken")

type Answer = Callable[[HttpRequest], HttpResponse]


def server_error_of(error: Exception) -> Answer:
    def answer(request: HttpRequest) -> HttpResponse:
        try:
            raise error
        except type(error):
            return views.server_error(request)

    return answer


ANSWERS: dict[str, tuple[int, Answer]] = {
    "could not be read": (400, lambda r: views.bad_request(r, SuspiciousOperation())),
    "not open to you": (403, lambda r: views.permission_denied(r, PermissionDenied())),
    "form was out of date": (403, views.csrf_failure),
    "nothing here": (404, lambda r: views.page_not_found(r, Http404())),
    "too fast": (429, views.too_many_requests),
    "broke on our side": (500, server_error_of(ValueError())),
    "Back in a moment": (503, server_error_of(OperationalError())),
}


@pytest.mark.parametrize("title", ANSWERS)
def test_a_page_says_what_happened_and_where_to_go(title: str, rf: RequestFactory) -> None:
    status, answer = ANSWERS[title]

    response = answer(rf.get("/somewhere/"))

    html = response.content.decode()
    assert response.status_code == status
    assert re.search(rf"<h1>[^<]*{title}[^<]*</h1>", html)
    assert f"Error {status}" in html
    assert len(re.findall(r"<p>[^<]{30,}</p>", html)) == 2
    assert {"/", "/courses/"} <= set(re.findall(r'href="([^"]+)"', html))
    assert not NEEDS_A_SERVER.search(html)


@pytest.mark.parametrize("title", ANSWERS)
def test_a_fragment_gets_a_line_that_takes_nobodys_place(title: str, rf: RequestFactory) -> None:
    status, answer = ANSWERS[title]

    response = answer(rf.post("/somewhere/", headers=HTMX))

    line = response.content.decode()
    assert (response.status_code, response["HX-Reswap"]) == (status, "none")
    assert response["Content-Type"].startswith("text/plain")
    assert 40 < len(line) < 200
    assert line == unescape(line).strip()
    assert "<" not in line


@pytest.mark.parametrize("title", ANSWERS)
def test_the_api_gets_json(title: str, rf: RequestFactory) -> None:
    status, answer = ANSWERS[title]

    response = answer(rf.get("/api/nowhere"))

    assert (response.status_code, response["Content-Type"]) == (status, "application/json")


@pytest.mark.django_db
@pytest.mark.parametrize("title", ANSWERS)
def test_no_answer_asks_the_database(
    title: str,
    rf: RequestFactory,
    ada: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    request = rf.post("/somewhere/")
    request.user = ada

    with django_assert_num_queries(0):
        ANSWERS[title][1](request)


@pytest.mark.parametrize("address", ["/nowhere/", "/people/nobody/", "/courses/nothing/"])
def test_what_is_not_there_offers_a_search(address: str, db: None, client: Client) -> None:
    response = client.get(address)

    assert response.status_code == 404
    assert '<form action="/courses/" role="search">' in response.content.decode()


def test_too_often_says_how_long_to_wait(rf: RequestFactory) -> None:
    for headers in ({}, HTMX):
        response = views.too_many_requests(rf.post("/accounts/signup/", headers=headers))
        assert response["Retry-After"] == "60"
        assert "Wait a minute" in response.content.decode()


def test_a_locked_name_is_told_how_long(ada: User, client: Client) -> None:
    for number in range(7):
        response = client.post("/accounts/login/", {"login": "ada", "password": f"wrong {number}"})

    assert (response.status_code, response["Retry-After"]) == (429, "300")
    assert "Wait five minutes" in response.content.decode()


@pytest.mark.parametrize(("method", "is_offered"), [("get", True), ("post", False)])
def test_only_what_was_read_can_be_tried_again_by_a_link(
    method: str, is_offered: bool, rf: RequestFactory
) -> None:
    request = getattr(rf, method)("/courses/?q=knot&page=2")

    html = ANSWERS["Back in a moment"][1](request).content.decode()

    assert ('href="/courses/?q=knot&amp;page=2"' in html) is is_offered


@pytest.fixture
def strict(ada: User) -> Client:
    """Ada's browser, which is checked for its token."""
    client = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    client.force_login(ada)
    return client


def test_a_form_from_before_signing_in_leads_back_with_what_was_typed(
    lesson: Lesson, strict: Client
) -> None:
    page = lesson.get_absolute_url()
    typed = "Why does it hold?\n<b>Really</b>"

    response = strict.post(
        f"{page}comments/",
        {"body": typed, "csrfmiddlewaretoken": "x" * 64},
        headers={"referer": f"http://localhost{page}"},
    )

    html = response.content.decode()
    assert response.status_code == 403
    assert f'<a class="first" href="{page}">Back to the page</a>' in html
    [kept] = re.findall(r"<textarea[^>]*readonly>([^<]*)</textarea>", html)
    assert unescape(kept) == typed
    assert "x" * 64 not in html


def test_a_form_of_another_site_leads_nowhere_else(strict: Client) -> None:
    response = strict.post(
        "/accounts/settings/",
        {"display_name": "Ada L.", "old_password": "correct horse"},
        headers={"referer": "https://evil.example/"},
    )

    html = response.content.decode()
    assert response.status_code == 403
    assert '<a class="first" href="/">Back to the page</a>' in html
    assert "evil" not in html
    assert "correct horse" not in html


def test_a_fragment_from_before_signing_in_says_what_to_do(lesson: Lesson, strict: Client) -> None:
    response = strict.post(f"{lesson.get_absolute_url()}comments/", {"body": "x"}, headers=HTMX)

    assert response.status_code == 403
    assert "Reload the page" in response.content.decode()


def test_an_error_keeps_the_theme_that_was_chosen(sign_in: SignIn, ada: User) -> None:
    html = sign_in(ada).get("/nowhere/").content.decode()

    assert '<script src="/static/js/theme.js"></script>' in html


def test_a_refused_form_says_what_to_do_and_keeps_what_was_typed(client: Client, db: None) -> None:
    typed = {"username": "mary", "email": "not an address", "password1": "correct horse 9"}

    response = client.post("/accounts/signup/", typed)

    html = response.content.decode()
    assert response.status_code == 422
    assert "Please look at what is marked below." in html
    assert 'value="not an address"' in html
    assert re.search(r'<input[^>]*name="email"[^>]*aria-invalid="true"', html)
