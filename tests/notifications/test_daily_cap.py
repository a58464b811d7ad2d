"""Nobody gets more than a few single mails a day; the rest waits for the digest."""

from datetime import datetime, timedelta

import pytest
from pytest_django import Settings

from accounts.models import User
from notifications.actions import CAP_WINDOW, notify, prefer
from notifications.digest import send_digest
from notifications.models import Topic
from tests.conftest import NOON
from tests.notifications.rows import REPLY, UNLOCK, make_email

A_DAY = timedelta(days=1)
A_MOMENT = timedelta(milliseconds=1)


@pytest.fixture(autouse=True)
def cap_of_two(settings: Settings) -> None:
    """Let nobody get more than two single mails a day."""
    settings.MAIL_DAILY_CAP = 2


def tell(person: User, count: int, at: datetime = NOON) -> None:
    """Tell the person of so many awards and replies in turn."""
    for number in range(count):
        notify(recipient=person, notice=(UNLOCK, REPLY)[number % 2], at=at)


def mailed(person: User) -> int:
    return person.emails.count()


def waiting(person: User) -> int:
    return person.digest_entries.waiting().count()


def test_what_exceeds_the_cap_waits_and_is_in_the_portal_all_the_same(ada: User) -> None:
    tell(ada, 5)

    assert (mailed(ada), waiting(ada), ada.notifications.count()) == (2, 3, 5)


def test_the_cap_is_that_of_the_settings(ada: User, settings: Settings) -> None:
    settings.MAIL_DAILY_CAP = 4

    tell(ada, 5)

    assert (mailed(ada), waiting(ada)) == (4, 1)


def test_the_mails_of_others_do_not_count(ada: User, grace: User) -> None:
    tell(grace, 5)

    tell(ada, 1)

    assert (mailed(ada), waiting(ada)) == (1, 0)


@pytest.mark.parametrize(
    ("later", "mails"), [(CAP_WINDOW - A_MOMENT, 2), (CAP_WINDOW, 3)], ids=["within", "after"]
)
def test_the_cap_is_for_any_24_hours(ada: User, later: timedelta, mails: int) -> None:
    tell(ada, 2)

    tell(ada, 1, at=NOON + later)

    assert mailed(ada) == mails


def test_mails_about_the_account_neither_count_nor_wait(ada: User) -> None:
    for _ in range(3):
        make_email(ada, at=NOON, topic=Topic.ACCOUNT)
    tell(ada, 3)

    make_email(ada, at=NOON, topic=Topic.ACCOUNT)

    assert ada.emails.filter(topic=Topic.ACCOUNT).count() == 4
    assert mailed(ada) - 4 == 2


def test_a_digest_does_not_count(ada: User) -> None:
    tell(ada, 3)
    morning = (NOON + A_DAY).replace(hour=8)
    send_digest(user_id=ada.pk, at=morning)

    tell(ada, 2, at=morning + timedelta(hours=5))

    assert mailed(ada) == 2 + 1 + 2


def test_the_digest_says_that_it_spares_mails(ada: User) -> None:
    tell(ada, 3)

    send_digest(user_id=ada.pk, at=NOON + A_DAY)

    digest = ada.emails.get(topic=Topic.DIGEST)
    for part in (digest.text, digest.html):
        assert "than the 2 single mails a day" in " ".join(part.split())
        assert "once a day." not in part


def test_the_digest_names_both_reasons_where_both_hold(ada: User) -> None:
    tell(ada, 2)
    prefer(user=ada, topic=Topic.REPLIES, in_portal=True, email="daily")
    tell(ada, 2)

    send_digest(user_id=ada.pk, at=NOON + A_DAY)

    text = " ".join(ada.emails.get(topic=Topic.DIGEST).text.split())
    assert "once a day, and because we send you no more than 2 single mails a day." in text
