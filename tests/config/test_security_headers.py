import re
from html.parser import HTMLParser

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings

from accounts.models import User
from config.urls import urlpatterns as all_urls
from learning.models import Lesson
from tests.conftest import SignIn


def fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("db password is hush")


urlpatterns = [*all_urls, path("fail/", fail)]

PAGES = {
    "/": 200,
    "/courses/": 200,
    "/nowhere/": 404,
    "/achievements/": 302,
    "/accounts/login/": 200,
    "/api/users/nobody/achievements": 404,
    "/api/docs": 200,
    "/livez": 200,
    "/accounts/demo/": 405,
}


class Scripts(HTMLParser):
    """Notes what a strict content security policy would stop."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.stopped: list[str] = []
        self.nonces: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.stopped += [f"{tag} {name}" for name in values if name.startswith("on")]
        self.stopped += [f"{tag} style"] if "style" in values or tag == "style" else []
        if tag == "script":
            self.nonces.add(values.get("nonce") or "")
            if not values.get("nonce") and values.get("type") != "application/json":
                self.stopped += [] if (values.get("src") or "").startswith("/") else ["script"]
        if tag == "link" and not (values.get("href") or "").startswith("/"):
            self.stopped.append("link")


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "status"), PAGES.items())
def test_every_answer_carries_the_security_headers(
    address: str, status: int, client: Client
) -> None:
    response = client.get(address)

    headers = response.headers
    assert response.status_code == status
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "HX-Request" in headers["Vary"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_the_content_policy_allows_nothing_inline(address: str, client: Client) -> None:
    policy = client.get(address).headers["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "*" not in policy
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "base-uri 'none'" in policy


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/courses/", "/courses/knots/lessons/knot-1/", "/achievements/", "/notifications/"),
        *("/accounts/settings/", "/accounts/tokens/", "/accounts/2fa/", "/accounts/email/"),
        *("/people/ada/", "/api/docs", "/admin/", "/nowhere/", "/accounts/password/change/"),
    ],
)
def test_no_page_has_what_its_policy_would_stop(
    address: str, lesson: Lesson, ada: User, sign_in: SignIn
) -> None:
    User.objects.filter(pk=ada.pk).update(is_staff=True)

    response = sign_in(ada).get(address)

    found = Scripts(response.content.decode())
    policy = response.headers["Content-Security-Policy"]
    assert found.stopped == []
    assert all(f"'nonce-{nonce}'" in policy for nonce in found.nonces if nonce)


@pytest.mark.django_db
def test_each_answer_has_a_nonce_of_its_own(client: Client) -> None:
    policies = [client.get("/courses/").headers["Content-Security-Policy"] for _ in range(3)]

    nonces = {nonce for policy in policies for nonce in re.findall(r"'nonce-([^']+)'", policy)}
    assert len(nonces) == 3


def test_pages_of_a_person_are_kept_by_no_cache(ada: User, sign_in: SignIn) -> None:
    client = sign_in(ada)

    answers = [client.get(page) for page in ("/", "/courses/", "/achievements/")]

    assert all("no-store" in answer.headers["Cache-Control"] for answer in answers)


@pytest.mark.django_db
def test_a_failure_shows_no_trace(client: Client, settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False

    response = client.get("/fail/")

    assert response.status_code == 500
    assert b"hush" not in response.content
    assert b"Traceback" not in response.content
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Content-Security-Policy" in response.headers


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["TRACE", "PUT", "PATCH", "DELETE", "PROPFIND"])
@pytest.mark.parametrize("address", ["/courses/", "/achievements/", "/livez", "/accounts/demo/"])
def test_methods_that_nothing_uses_do_nothing(address: str, method: str, client: Client) -> None:
    response = client.generic(method, address)

    assert response.status_code in {302, 405}
    assert b"TRACE" not in response.content


@pytest.mark.django_db
@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_no_other_site_is_let_in(origin: str, client: Client) -> None:
    response = client.get("/api/users/nobody/achievements", headers={"Origin": origin})

    assert not [name for name in response.headers if name.startswith("Access-Control")]


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "localhost@evil"])
def test_another_host_is_refused(host: str, client: Client) -> None:
    response = client.get("/courses/", headers={"Host": host})

    assert response.status_code == 400
