import ipaddress

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from accounts.models import User
from config.middleware import trusted_proxies


@pytest.fixture
def proxy(settings: Settings) -> None:
    """A portal behind proxies in 10.0.0.0/8."""
    settings.TRUSTED_PROXIES = [ipaddress.ip_network("10.0.0.0/8")]


def seen(peer: str, **headers: str) -> HttpRequest:
    """Return the request as the views see it."""
    request = RequestFactory().get("/", REMOTE_ADDR=peer, **headers)  # type: ignore[arg-type]
    trusted_proxies(lambda request: HttpResponse())(request)
    return request


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("10.0.0.1", "192.0.2.7", "192.0.2.7"),
        ("10.0.0.1", "192.0.2.7, 10.0.0.9", "192.0.2.7"),
        ("10.0.0.1", "1.2.3.4, 192.0.2.7", "192.0.2.7"),
        ("10.0.0.1", "1.2.3.4,192.0.2.7 , 10.1.1.1", "192.0.2.7"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("192.0.2.7", "1.2.3.4", "192.0.2.7"),
        ("192.0.2.7", "10.0.0.1", "192.0.2.7"),
        ("10.0.0.1", "2001:db8::1", "2001:db8::1"),
    ],
)
def test_the_address_is_the_last_that_no_proxy_of_ours_has(
    proxy: None, peer: str, forwarded: str, address: str
) -> None:
    request = seen(peer, HTTP_X_FORWARDED_FOR=forwarded)

    assert request.META["REMOTE_ADDR"] == address
    assert "HTTP_X_FORWARDED_FOR" not in request.META


@pytest.mark.parametrize(("peer", "is_believed"), [("10.0.0.1", True), ("192.0.2.7", False)])
def test_the_scheme_is_believed_from_our_proxies_alone(
    proxy: None, peer: str, is_believed: bool
) -> None:
    request = seen(peer, HTTP_X_FORWARDED_PROTO="https")

    assert ("HTTP_X_FORWARDED_PROTO" in request.META) is is_believed


def test_without_proxies_nobody_is_believed(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = []

    request = seen("127.0.0.1", HTTP_X_FORWARDED_FOR="1.2.3.4", HTTP_X_FORWARDED_PROTO="https")

    assert request.META["REMOTE_ADDR"] == "127.0.0.1"
    assert "HTTP_X_FORWARDED_PROTO" not in request.META


@pytest.mark.parametrize("peer", ["", "unix:", "not an address"])
def test_a_peer_without_an_address_is_not_believed(proxy: None, peer: str) -> None:
    request = seen(peer, HTTP_X_FORWARDED_FOR="1.2.3.4")

    assert request.META["REMOTE_ADDR"] == peer


def guess(client: Client, forwarded: str, times: int) -> None:
    """Try wrong passwords at the person whose name is in ``forwarded``'s place."""
    for number in range(times):
        client.post(
            "/accounts/login/",
            {"login": f"nobody-{number}", "password": "wrong"},
            headers={"X-Forwarded-For": forwarded},
        )


def test_an_invented_address_does_not_reset_the_limit(ada: User) -> None:
    client = Client(REMOTE_ADDR="192.0.2.7")
    for number in range(40):
        guess(client, f"198.51.100.{number}", 1)

    response = client.post("/accounts/login/", {"login": "ada", "password": "correct horse"})

    assert response.status_code == 429


def test_people_behind_our_proxy_do_not_share_one_limit(proxy: None, ada: User) -> None:
    client = Client(REMOTE_ADDR="10.0.0.1")
    guess(client, "192.0.2.7", 40)

    client.post(
        "/accounts/login/",
        {"login": "ada", "password": "correct horse"},
        headers={"X-Forwarded-For": "192.0.2.8"},
    )

    assert client.session["_auth_user_id"] == str(ada.pk)
