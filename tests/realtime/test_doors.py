"""Who may open a socket: signed-in people, from our own pages."""

from functools import partial
from unittest.mock import Mock

import pytest
from asgiref.sync import sync_to_async
from django.db import InterfaceError, OperationalError
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from realtime.consumers import SESSION_ENDED
from tests.conftest import SignIn
from tests.realtime.sockets import Page, committed, in_this_thread, socket_of


async def turned_away(page: Page) -> int:
    """Return the code with which the socket is closed before it has heard anything."""
    assert await page.connect() == (True, None)
    return await page.close_code()


def forget_who(client: Client) -> None:
    session = client.session
    del session["_auth_user_id"]
    session.save()


@pytest.mark.django_db
@in_this_thread
async def test_strangers_are_turned_away_for_good() -> None:
    assert await turned_away(socket_of(None)) == SESSION_ENDED


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "x", "a" * 32, "../../etc/passwd", "%00", "a" * 4000])
@in_this_thread
async def test_a_made_up_session_is_turned_away(key: str) -> None:
    client = Client()
    client.cookies["sessionid"] = key

    assert await turned_away(socket_of(client)) == SESSION_ENDED


@in_this_thread
async def test_a_session_that_nobody_signed_in_is_turned_away(ada: User, sign_in: SignIn) -> None:
    client = await committed(partial(sign_in, ada))
    await committed(partial(forget_who, client))

    assert await turned_away(socket_of(client)) == SESSION_ENDED


@in_this_thread
async def test_a_deactivated_person_is_turned_away(ada: User, sign_in: SignIn) -> None:
    client = await committed(partial(sign_in, ada))
    await User.objects.filter(pk=ada.pk).aupdate(is_active=False)

    assert await turned_away(socket_of(client)) == SESSION_ENDED


@pytest.mark.parametrize("origin", ["http://localhost", "https://localhost", "HTTP://LOCALHOST"])
@in_this_thread
async def test_our_own_pages_get_in(ada: User, sign_in: SignIn, origin: str) -> None:
    page = socket_of(await committed(partial(sign_in, ada)), origin)

    assert await page.connect() == (True, None)

    assert await page.hears_a_ring()
    await page.disconnect()


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "",
        "null",
        "http://evil.example",
        "http://localhost.evil.example",
        "http://evil-localhost",
        "http://localhost@evil.example",
        "http://evil@localhost",
        "http://localhost:8001",
        "http://localhost:",
        "file://localhost",
        "localhost",
        "//localhost",
        "http://[localhost",
        "http://localhost http://evil.example",
    ],
)
@in_this_thread
async def test_pages_of_others_are_refused(ada: User, sign_in: SignIn, origin: str | None) -> None:
    page = socket_of(await committed(partial(sign_in, ada)), origin)

    is_accepted, _ = await page.connect()

    assert not is_accepted


@in_this_thread
async def test_a_host_that_is_not_ours_is_refused_even_to_itself(
    ada: User, sign_in: SignIn
) -> None:
    client = await committed(partial(sign_in, ada))
    page = socket_of(client, "http://evil.example", host="evil.example")

    is_accepted, _ = await page.connect()

    assert not is_accepted


@in_this_thread
async def test_another_path_is_refused(ada: User, sign_in: SignIn) -> None:
    page = socket_of(await committed(partial(sign_in, ada)))
    page.scope["path"] = "/ws/elsewhere/"

    is_accepted, _ = await page.connect()

    assert not is_accepted


@in_this_thread
async def test_a_session_from_before_the_key_changed_gets_in(
    ada: User, sign_in: SignIn, settings: Settings
) -> None:
    client = await committed(partial(sign_in, ada))
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a key that was made today and signs all that is new"
    page = socket_of(client)

    assert await page.connect() == (True, None)

    assert await page.hears_a_ring()
    await page.disconnect()


@in_this_thread
async def test_a_session_of_a_key_that_was_dropped_is_turned_away_and_kept(
    ada: User, sign_in: SignIn, settings: Settings
) -> None:
    client = await committed(partial(sign_in, ada))
    dropped, settings.SECRET_KEY = settings.SECRET_KEY, "a key that knows nothing of the past"
    code = await turned_away(socket_of(client))

    settings.SECRET_KEY_FALLBACKS = [dropped]

    assert code == SESSION_ENDED
    assert (await sync_to_async(client.get)("/notifications/")).status_code == 200


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
@in_this_thread
async def test_while_the_database_is_away_pages_are_refused_and_come_back(
    ada: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    client = await committed(partial(sign_in, ada))
    look_up = Mock(side_effect=[error("the database restarts"), ada])
    monkeypatch.setattr("realtime.consumers.user_of_session", look_up)
    page, again = socket_of(client), socket_of(client)

    answers = [await page.connect(), await again.connect()]

    assert [is_accepted for is_accepted, _ in answers] == [False, True]
    await again.disconnect()
