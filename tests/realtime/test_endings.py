"""When the session ends, its sockets end."""

from collections.abc import Callable
from functools import partial
from unittest.mock import Mock

import pytest
from allauth.usersessions.models import UserSession
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import delete_person
from accounts.models import User
from realtime.actions import hang_up, ring
from realtime.consumers import SESSION_ENDED
from tests.conftest import SignIn
from tests.realtime.sockets import committed, in_this_thread, open_page

NEW_PASSWORD = "a long tarred rope"


def signed_in_by_form(user: User) -> Client:
    """Return a client whose session is in the list of devices."""
    client = Client(headers={"host": "localhost"})
    client.post(reverse("account_login"), {"login": user.username, "password": "correct horse"})
    return client


def session_removed(user: User, client: Client) -> None:
    client.session.flush()


def session_expired(user: User, client: Client) -> None:
    Session.objects.update(expire_date=timezone.now())


def person_deactivated(user: User, client: Client) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def person_removed(user: User, client: Client) -> None:
    User.objects.filter(pk=user.pk).delete()


def password_changed(user: User, client: Client) -> None:
    user.set_password("another horse")
    user.save(update_fields=["password"])


ENDINGS = [session_removed, session_expired, person_deactivated, person_removed, password_changed]


@pytest.mark.parametrize("end", ENDINGS)
@in_this_thread
async def test_a_session_that_ended_closes_its_socket_at_the_next_check(
    ada: User,
    sign_in: SignIn,
    monkeypatch: pytest.MonkeyPatch,
    end: Callable[[User, Client], None],
) -> None:
    monkeypatch.setattr("realtime.consumers.CHECK_SECONDS", 0.02)
    client = await committed(partial(sign_in, ada))
    async with open_page(client) as page:
        await committed(partial(end, ada, client))

        assert await page.close_code() == SESSION_ENDED


@in_this_thread
async def test_a_check_that_fails_is_made_again(
    ada: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("realtime.consumers.CHECK_SECONDS", 0.02)
    look_up = Mock(side_effect=[ada, OperationalError("the database restarts"), None])
    monkeypatch.setattr("realtime.consumers.user_of_session", look_up)
    async with open_page(await committed(partial(sign_in, ada))) as page:
        assert await page.close_code() == SESSION_ENDED


@in_this_thread
async def test_a_session_that_lasts_keeps_its_socket(
    ada: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("realtime.consumers.CHECK_SECONDS", 0.001)
    async with open_page(await committed(partial(sign_in, ada))) as page:
        assert await page.hears_nothing()

        await committed(partial(ring, user_id=ada.pk))

        assert await page.hears_a_ring()


@in_this_thread
async def test_signing_out_closes_the_sockets_of_that_session_alone(
    ada: User, grace: User, sign_in: SignIn
) -> None:
    here, there, hers = [await committed(partial(sign_in, user)) for user in (ada, ada, grace)]
    async with (
        open_page(here) as first,
        open_page(here) as second,
        open_page(there) as elsewhere,
        open_page(hers) as outsider,
    ):
        await committed(partial(here.post, reverse("account_logout")))

        assert [await first.close_code(), await second.close_code()] == [SESSION_ENDED] * 2
        assert await elsewhere.hears_nothing()
        assert await outsider.hears_nothing()
        await committed(partial(ring, user_id=ada.pk))
        assert await elsewhere.hears_a_ring()


@in_this_thread
async def test_hanging_up_closes_all_sockets_of_the_person_alone(
    ada: User, grace: User, sign_in: SignIn
) -> None:
    here, there, hers = [await committed(partial(sign_in, user)) for user in (ada, ada, grace)]
    async with open_page(here) as one, open_page(there) as other, open_page(hers) as outsider:
        await committed(partial(hang_up, user_id=ada.pk))

        assert [await one.close_code(), await other.close_code()] == [SESSION_ENDED] * 2
        assert await outsider.hears_nothing()


@in_this_thread
async def test_a_device_that_is_signed_out_from_another_hangs_up_alone(
    ada: User, sign_in: SignIn
) -> None:
    here, there, third = [await committed(partial(signed_in_by_form, ada)) for _ in range(3)]
    session = await sync_to_async(UserSession.objects.get)(session_key=there.session.session_key)
    async with open_page(here) as one, open_page(there) as other, open_page(third) as elsewhere:
        await committed(partial(here.post, reverse("accounts:session_removal", args=[session.pk])))

        assert await other.close_code() == SESSION_ENDED
        assert await one.hears_nothing()
        assert await elsewhere.hears_nothing()


@in_this_thread
async def test_a_new_password_hangs_up_everywhere(ada: User, grace: User, sign_in: SignIn) -> None:
    here, there, hers = [await committed(partial(sign_in, user)) for user in (ada, ada, grace)]
    fields = {"oldpassword": "correct horse", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    async with open_page(here) as one, open_page(there) as other, open_page(hers) as outsider:
        await committed(partial(here.post, reverse("account_change_password"), fields))

        assert [await one.close_code(), await other.close_code()] == [SESSION_ENDED] * 2
        assert await outsider.hears_nothing()


@in_this_thread
async def test_who_is_deleted_is_hung_up_on(ada: User, grace: User, sign_in: SignIn) -> None:
    here, hers = [await committed(partial(sign_in, user)) for user in (ada, grace)]
    async with open_page(here) as page, open_page(hers) as outsider:
        await committed(partial(delete_person, person=ada, at=timezone.now()))

        assert await page.close_code() == SESSION_ENDED
        assert await outsider.hears_nothing()
