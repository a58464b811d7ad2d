"""Each toast goes to one page, and again only when that page did not say that it was shown."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import User
from notifications.actions import HAND_OUT_AGAIN_AFTER, hand_out_toasts, mark_shown
from notifications.models import Notification
from tests.conftest import NOON, SignIn
from tests.notifications.rows import make_notice, page, toasts, unread_count

UNSEEN = reverse("notifications:unseen")
A_MOMENT = timedelta(milliseconds=1)


def titles(notices: list[Notification]) -> list[str]:
    return [notice.title for notice in notices]


def test_the_page_that_asks_gets_the_toast_and_the_count(ada: User, sign_in: SignIn) -> None:
    make_notice(ada, "5 Lessons Watched")

    response = sign_in(ada).get(UNSEEN)

    assert toasts(response) == ["5 Lessons Watched"]
    assert unread_count(response) == 1


def test_a_second_page_gets_no_second_toast(ada: User, sign_in: SignIn) -> None:
    make_notice(ada)
    client = sign_in(ada)
    client.get(UNSEEN)

    response = client.get(UNSEEN)

    assert toasts(response) == []
    assert unread_count(response) == 1


def test_toasts_of_others_are_not_handed_out(ada: User, grace: User, sign_in: SignIn) -> None:
    make_notice(grace)

    assert toasts(sign_in(ada).get(UNSEEN)) == []


def test_a_toast_that_nobody_showed_is_handed_out_again(ada: User) -> None:
    make_notice(ada, "Lost on the way")
    hand_out_toasts(recipient=ada, at=NOON)

    again = hand_out_toasts(recipient=ada, at=NOON + HAND_OUT_AGAIN_AFTER + A_MOMENT)

    assert titles(again) == ["Lost on the way"]


def test_a_toast_is_not_handed_out_again_too_soon(ada: User) -> None:
    make_notice(ada)
    hand_out_toasts(recipient=ada, at=NOON)

    assert hand_out_toasts(recipient=ada, at=NOON + HAND_OUT_AGAIN_AFTER) == []


def test_handing_out_again_starts_the_wait_anew(ada: User) -> None:
    make_notice(ada)
    later = NOON + HAND_OUT_AGAIN_AFTER + A_MOMENT
    hand_out_toasts(recipient=ada, at=NOON)
    hand_out_toasts(recipient=ada, at=later)

    assert hand_out_toasts(recipient=ada, at=later + HAND_OUT_AGAIN_AFTER) == []


def test_a_toast_that_was_shown_never_comes_again(ada: User, sign_in: SignIn) -> None:
    notice = make_notice(ada)
    hand_out_toasts(recipient=ada, at=NOON)

    response = sign_in(ada).post(
        reverse("notifications:shown", args=[notice.pk]), headers={"HX-Request": "true"}
    )

    assert response.status_code == 204
    assert hand_out_toasts(recipient=ada, at=NOON + timedelta(days=1)) == []


def test_a_toast_that_was_shown_is_still_unread(ada: User) -> None:
    mark_shown(notification=make_notice(ada), at=NOON)

    assert ada.notifications.unread().count() == 1


def test_showing_twice_keeps_the_first_time(ada: User) -> None:
    notice = make_notice(ada)
    mark_shown(notification=notice, at=NOON)

    mark_shown(notification=notice, at=NOON + A_MOMENT)

    notice.refresh_from_db()
    assert notice.shown_at == NOON


def test_a_notice_read_in_the_inbox_makes_no_toast(ada: User) -> None:
    make_notice(ada, read_at=NOON)

    assert hand_out_toasts(recipient=ada, at=NOON) == []


def test_many_toasts_come_three_at_a_time_the_oldest_first(ada: User) -> None:
    for number in range(4):
        make_notice(ada, str(number), created_at=NOON + number * A_MOMENT)

    first = hand_out_toasts(recipient=ada, at=NOON)
    second = hand_out_toasts(recipient=ada, at=NOON)

    assert [titles(first), titles(second)] == [["0", "1", "2"], ["3"]]


def test_a_page_without_scripts_shows_the_toast_until_it_is_acknowledged(
    ada: User, sign_in: SignIn
) -> None:
    notice = make_notice(ada, "5 Lessons Watched")
    client = sign_in(ada)
    before = toasts(client.get("/achievements/"))

    response = client.post(
        reverse("notifications:shown", args=[notice.pk]), {"next": "/achievements/"}
    )

    assert before == ["5 Lessons Watched"]
    assert response["Location"] == "/achievements/"
    assert toasts(client.get("/achievements/")) == []


def test_every_page_holds_one_polite_region_for_toasts(ada: User, sign_in: SignIn) -> None:
    shown = page(sign_in(ada).get("/achievements/"))

    assert shown.count('id="toasts"') == 1
    assert 'role="status" aria-live="polite" aria-atomic="false"' in shown


@pytest.mark.parametrize(("art", "is_badge"), [("badge-master", True), ("medal-lessons", False)])
def test_only_a_badge_is_celebrated(ada: User, sign_in: SignIn, art: str, is_badge: bool) -> None:
    make_notice(ada, art=art)

    assert ("data-celebrate" in page(sign_in(ada).get(UNSEEN))) is is_badge


def test_several_awards_at_once_are_one_card_with_the_badge_on_top(
    ada: User, sign_in: SignIn
) -> None:
    items = [
        {"art": "badge-master", "art_number": None, "title": "Master badge"},
        {"art": "medal-lessons", "art_number": 50, "title": "50 Lessons Watched"},
    ]
    make_notice(ada, "Master badge unlocked", art="badge-master", items=items)

    response = sign_in(ada).get(UNSEEN)

    assert toasts(response) == ["Master badge unlocked"]
    assert re.findall(r"<li>.*?<span dir=.auto.>(.*?)</span></li>", page(response), re.DOTALL) == [
        "50 Lessons Watched"
    ]


@pytest.mark.parametrize("title", ["<b>bold</b>", "{{ 7|add:7 }}", "%s {0.__class__}"])
def test_a_toast_shows_its_words_as_text(ada: User, sign_in: SignIn, title: str) -> None:
    make_notice(ada, title, body=title, items=[{"title": title}, {"title": title}])

    shown = page(sign_in(ada).get(UNSEEN))

    assert shown.count(title.replace("<", "&lt;").replace(">", "&gt;")) == 3
    assert "<b>bold" not in shown
