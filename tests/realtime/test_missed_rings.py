"""A ring that was lost: the server process looks for itself who has to hear of something."""

from collections.abc import Hashable
from datetime import datetime, timedelta
from functools import partial
from unittest.mock import Mock

import pytest
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from notifications.actions import add_to_inbox, hand_out_toasts, mark_read, mark_shown
from notifications.arrivals import LOOK_BACK, SHOWING_TAKES, arrivals
from notifications.models import Notification
from realtime import watch
from realtime.watch import Heard
from tests.conftest import NOON, SignIn, make_person
from tests.notifications.rows import UNLOCK, make_notice
from tests.realtime.sockets import committed, in_this_thread, open_page

JUST_NOW = timedelta(seconds=1.1)
A_SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def look_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("realtime.hub.WATCH_SECONDS", 0.01)


def make_unrung(person: User, ago: timedelta = JUST_NOW) -> Notification:
    """Write a notice whose ring was lost."""
    return make_notice(person, created_at=timezone.now() - ago)


@in_this_thread
async def test_a_lost_ring_is_made_up_for_once(ada: User, grace: User, sign_in: SignIn) -> None:
    hers = await committed(partial(sign_in, grace))
    async with open_page(await committed(partial(sign_in, ada))) as page, open_page(hers) as other:
        await committed(partial(make_unrung, ada, timedelta(0)))

        assert await page.hears_a_ring()

        assert await page.hears_nothing()
        assert await other.hears_nothing()


@in_this_thread
async def test_what_was_there_before_the_page_rings_no_second_time(
    ada: User, sign_in: SignIn
) -> None:
    await committed(partial(make_unrung, ada, timedelta(seconds=10)))

    async with open_page(await committed(partial(sign_in, ada))) as page:
        assert await page.hears_nothing()


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
@in_this_thread
async def test_a_look_that_fails_is_taken_again(
    ada: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    came = {ada.pk: {1: timezone.now()}}
    look = Mock(side_effect=[error("the database restarts"), error("it still does"), came])
    monkeypatch.setattr(watch, "arrivals", look)

    async with open_page(await committed(partial(sign_in, ada))) as page:
        assert await page.hears_a_ring()


@in_this_thread
async def test_a_ring_that_was_heard_is_not_repeated(
    ada: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notifications.arrivals.FIRST_RING_TAKES", timedelta(0))
    async with open_page(await committed(partial(sign_in, ada))) as page:
        now = timezone.now()
        await committed(partial(add_to_inbox, recipient=ada, notice=UNLOCK, at=now))

        assert await page.hears_a_ring()

        assert await page.hears_nothing()


def test_a_page_missed_what_came_since_it_opened_and_nobody_rang_for() -> None:
    came: dict[Hashable, datetime] = {
        1: NOON - timedelta(minutes=1),
        2: NOON + A_SECOND,
        3: NOON + A_SECOND,
    }
    heard = Heard(since=NOON)
    heard.rung_for.append(2)

    assert heard.missed(came) == [3]


def test_what_was_being_written_when_the_page_opened_may_be_missed() -> None:
    assert Heard(since=NOON).missed({1: NOON - A_SECOND}) == [1]


def test_a_notice_comes_when_it_is_written(ada: User, grace: User) -> None:
    notice = make_unrung(ada)

    assert arrivals([ada.pk, grace.pk]) == {ada.pk: {notice.pk: notice.created_at}}
    assert arrivals([grace.pk]) == {}


def test_what_has_just_come_is_left_to_its_own_ring(ada: User) -> None:
    make_unrung(ada, timedelta(0))

    assert arrivals([ada.pk]) == {}


def test_what_another_window_has_shown_still_counts(ada: User) -> None:
    notice = make_unrung(ada)
    mark_shown(notification=notice, at=timezone.now())

    assert arrivals([ada.pk]) == {ada.pk: {notice.pk: notice.created_at}}


def test_what_was_read_counts_no_more(ada: User) -> None:
    make_unrung(ada)
    mark_read(recipient=ada, at=timezone.now())

    assert arrivals([ada.pk]) == {}


def test_what_came_long_ago_counts_no_more(ada: User) -> None:
    make_unrung(ada, LOOK_BACK + A_SECOND)

    assert arrivals([ada.pk]) == {}


def test_a_toast_comes_again_when_its_page_does_not_say_that_it_was_shown(ada: User) -> None:
    handed_at = timezone.now() - SHOWING_TAKES - A_SECOND
    notice = make_unrung(ada, timedelta(hours=2))
    hand_out_toasts(recipient=ada, tab="lost", at=handed_at)

    assert arrivals([ada.pk])[ada.pk][notice.pk, handed_at] == handed_at


def test_a_toast_that_a_page_has_just_taken_does_not_come_again(ada: User) -> None:
    make_unrung(ada, timedelta(hours=2))
    hand_out_toasts(recipient=ada, tab="here", at=timezone.now())

    assert arrivals([ada.pk]) == {}


@pytest.mark.parametrize("count", [1, 10])
def test_everybody_is_looked_after_in_one_query(
    count: int, ada: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    people = [ada, *(make_person(f"learner-{number}") for number in range(count))]
    for person in people:
        make_unrung(person)

    with django_assert_num_queries(1):
        found = arrivals([person.pk for person in people])

    assert len(found) == len(people)


def test_thousands_may_be_connected(ada: User) -> None:
    make_unrung(ada)

    assert list(arrivals(range(ada.pk, ada.pk + 5_000))) == [ada.pk]
