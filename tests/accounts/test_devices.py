from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from accounts import middleware
from accounts.devices import device_of
from accounts.models import User
from tests.conftest import SignIn

DEVICES = "/accounts/sessions/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"
)


def come_in(user: User, user_agent: str, address: str = "192.0.2.7") -> Client:
    """Sign in by the form with a browser of this kind."""
    client = Client(headers={"host": "localhost", "user-agent": user_agent}, REMOTE_ADDR=address)
    client.post("/accounts/login/", {"login": user.username, "password": "correct horse"})
    return client


def is_in(client: Client) -> bool:
    """Return whether the client is still signed in."""
    return client.get("/achievements/").status_code == 200


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (FIREFOX, "Firefox on Linux"),
        (IPHONE, "Safari on iPhone"),
        (EDGE, "Edge on Windows"),
        ("curl/8.5.0", "Unknown device"),
        ("Firefox/1", "Firefox"),
        ("", "Unknown device"),
    ],
)
def test_a_device_is_named_as_far_as_it_tells(user_agent: str, name: str) -> None:
    assert device_of(user_agent) == name


def test_the_devices_are_listed_with_where_they_were_used(ada: User) -> None:
    come_in(ada, IPHONE, "198.51.100.4")
    here = come_in(ada, FIREFOX)

    page = here.get(DEVICES).content.decode()

    assert "Safari on iPhone" in page
    assert "198.51.100.4" in page
    assert page.count("This device") == 1
    assert page.index("Safari on iPhone") < page.index("Firefox on Linux") < page.index("This dev")


def test_one_device_is_signed_out(ada: User) -> None:
    here, phone, tablet = (come_in(ada, FIREFOX) for _ in range(3))
    session = UserSession.objects.get(session_key=phone.session.session_key)

    response = here.post(f"{DEVICES}{session.pk}/removal/")

    assert (response.status_code, response.headers["Location"]) == (303, DEVICES)
    assert [is_in(client) for client in (here, phone, tablet)] == [True, False, True]


def test_all_other_devices_are_signed_out(ada: User) -> None:
    here, phone, tablet = (come_in(ada, FIREFOX) for _ in range(3))

    here.post(DEVICES)

    assert [is_in(client) for client in (here, phone, tablet)] == [True, False, False]


def test_to_sign_out_this_device_is_to_sign_out(ada: User) -> None:
    here = come_in(ada, FIREFOX)

    response = here.post(f"{DEVICES}{UserSession.objects.get().pk}/removal/")

    assert response.headers["Location"] == "/"
    assert not is_in(here)


def test_the_last_use_is_noted_at_most_hourly(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = come_in(ada, FIREFOX, "192.0.2.7")
    began = UserSession.objects.get().last_seen_at
    monkeypatch.setattr(middleware, "NOTE_AFTER_SECONDS", 0)

    client.get("/achievements/", REMOTE_ADDR="198.51.100.4")

    session = UserSession.objects.get()
    assert session.ip == "198.51.100.4"
    assert session.last_seen_at > began


def test_use_within_the_hour_is_not_noted(ada: User) -> None:
    client = come_in(ada, FIREFOX)
    UserSession.objects.update(last_seen_at=timezone.now() - timedelta(minutes=59))
    before = UserSession.objects.get().last_seen_at

    client.get("/achievements/")

    assert UserSession.objects.get().last_seen_at == before


def test_a_session_from_before_is_listed_from_its_next_use(ada: User, sign_in: SignIn) -> None:
    client = sign_in(ada)
    session = client.session
    del session[middleware.USED_AT]
    session.save()

    client.get("/achievements/")

    assert UserSession.objects.get().session_key == client.session.session_key
