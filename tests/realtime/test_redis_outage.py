"""Rings go through Redis when there is one, and nothing breaks while it is away."""

import logging
import threading
import time
from collections.abc import Iterator
from functools import partial

import pytest
import redis
from asgiref.sync import sync_to_async
from pytest_django import Settings

from accounts.models import User
from realtime.actions import ring, tell
from realtime.messages import Message
from tests import services
from tests.conftest import SignIn
from tests.faults.proxy import TcpProxy
from tests.processes import wait_until
from tests.realtime.sockets import committed, in_this_thread, open_page


@pytest.fixture
def valkey(settings: Settings) -> Iterator[services.Valkey]:
    """A Redis of our own, which the portal uses."""
    with services.Valkey() as valkey:
        settings.REDIS_URL = valkey.url
        yield valkey


@pytest.fixture(autouse=True)
def listen_again_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("realtime.pubsub.LISTEN_AGAIN_SECONDS", 0.1)
    monkeypatch.setattr("realtime.hub.SPREAD_SECONDS", 0.1)


def messages(caplog: pytest.LogCaptureFixture, word: str) -> list[str]:
    return [message for message in caplog.messages if word in message]


def pings(valkey: services.Valkey) -> int:
    """Return how often it was asked whether it is there."""
    with redis.Redis.from_url(valkey.url) as client:
        return int(client.info("commandstats").get("cmdstat_ping", {"calls": 0})["calls"])


@pytest.mark.usefixtures("valkey")
@in_this_thread
async def test_a_ring_of_a_plain_thread_reaches_the_page(
    ada: User, grace: User, sign_in: SignIn
) -> None:
    hers = await committed(partial(sign_in, grace))
    async with open_page(await committed(partial(sign_in, ada))) as page, open_page(hers) as other:
        threading.Thread(target=tell, args=[Message(ada.pk)]).start()

        assert await page.hears_a_ring()
        assert await page.hears_nothing()
        assert await other.hears_nothing()


@in_this_thread
async def test_the_socket_outlives_an_outage_and_hears_by_itself_that_it_is_over(
    ada: User, sign_in: SignIn, valkey: services.Valkey
) -> None:
    async with open_page(await committed(partial(sign_in, ada))) as page:
        valkey.kill()
        await committed(partial(ring, user_id=ada.pk))
        assert await page.hears_nothing()

        valkey.start()

        assert await page.hears_a_ring()
        await committed(partial(ring, user_id=ada.pk))
        assert await page.hears_a_ring()


@in_this_thread
async def test_a_page_that_opens_during_an_outage_hears_when_it_is_over(
    ada: User, sign_in: SignIn, valkey: services.Valkey
) -> None:
    valkey.kill()
    async with open_page(await committed(partial(sign_in, ada))) as page:
        valkey.start()

        tell(Message(ada.pk))

        assert await page.hears_a_ring()


@in_this_thread
async def test_a_redis_that_falls_silent_is_left_and_found_again(
    ada: User,
    sign_in: SignIn,
    valkey: services.Valkey,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("realtime.pubsub.SILENCE_SECONDS", 0.2)
    with TcpProxy(valkey.port) as proxy:
        settings.REDIS_URL = valkey.url.replace(str(valkey.port), str(proxy.port))
        async with open_page(await committed(partial(sign_in, ada))) as page:
            proxy.black_hole()
            await sync_to_async(wait_until)(lambda: messages(caplog, "is away"))

            proxy.pass_on()

            assert await page.hears_a_ring()


@in_this_thread
async def test_a_line_on_which_nothing_is_said_stays_open(
    ada: User,
    sign_in: SignIn,
    valkey: services.Valkey,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("realtime.pubsub.SILENCE_SECONDS", 0.5)
    async with open_page(await committed(partial(sign_in, ada))) as page:
        before = await sync_to_async(pings)(valkey)
        await sync_to_async(wait_until)(lambda: pings(valkey) >= before + 2)

        tell(Message(ada.pk))

        assert await page.hears_a_ring()
        assert not messages(caplog, "is away")


def test_ringing_waits_for_nothing_and_is_told_once_an_outage(
    valkey: services.Valkey, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "realtime.pubsub")
    tell(Message(1))
    valkey.kill()

    started_at = time.monotonic()
    for _ in range(3_000):
        tell(Message(1))
    seconds = time.monotonic() - started_at

    assert seconds < 1
    wait_until(lambda: messages(caplog, "is away"))
    valkey.start()
    tell(Message(1))
    wait_until(lambda: messages(caplog, "is back"))
    assert len(messages(caplog, "is away")) == len(messages(caplog, "is back")) == 1
