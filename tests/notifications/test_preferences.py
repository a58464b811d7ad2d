"""What reaches me, by topic and channel."""

import re
from itertools import product

import pytest
from django.urls import reverse

from accounts.models import User
from notifications.actions import notify, prefer
from notifications.models import Preference, Topic
from tests.conftest import NOON, SignIn
from tests.notifications.rows import REPLY, UNLOCK, page

URL = reverse("notifications:preferences")
NOTICES = {Topic.ACHIEVEMENTS: UNLOCK, Topic.REPLIES: REPLY}
EVERYTHING = {f"{topic}-in_portal": "on" for topic in NOTICES} | {
    f"{topic}-email": "immediately" for topic in NOTICES
}


def kept(user: User) -> set[tuple[str, bool, str]]:
    return set(user.preferences.values_list("topic", "in_portal", "email"))


@pytest.mark.parametrize("topic", NOTICES)
def test_without_a_choice_everything_arrives(ada: User, topic: Topic) -> None:
    notify(recipient=ada, notice=NOTICES[topic], at=NOON)

    assert [n.topic for n in ada.notifications.all()] == [topic]
    assert [e.topic for e in ada.emails.all()] == [topic]


@pytest.mark.parametrize(
    ("topic", "in_portal", "email"), [*product(NOTICES, [True, False], Preference.Frequency)]
)
def test_each_topic_arrives_by_the_chosen_channels_alone(
    ada: User, topic: Topic, in_portal: bool, email: Preference.Frequency
) -> None:
    prefer(user=ada, topic=topic, in_portal=in_portal, email=email)

    notify(recipient=ada, notice=NOTICES[topic], at=NOON)

    assert ada.notifications.exists() is in_portal
    assert ada.emails.exists() is (email == Preference.Frequency.IMMEDIATELY)
    assert ada.digest_entries.exists() is (email == Preference.Frequency.DAILY)


@pytest.mark.parametrize(("silenced", "other"), [tuple(NOTICES), tuple(reversed(NOTICES))], ids=str)
def test_silencing_one_topic_leaves_the_other(ada: User, silenced: Topic, other: Topic) -> None:
    prefer(user=ada, topic=silenced, in_portal=False, email="never")

    notify(recipient=ada, notice=NOTICES[other], at=NOON)

    assert ada.notifications.count() == ada.emails.count() == 1


def test_my_choice_is_not_that_of_others(ada: User, grace: User) -> None:
    prefer(user=grace, topic=Topic.ACHIEVEMENTS, in_portal=False, email="never")

    notify(recipient=ada, notice=UNLOCK, at=NOON)

    assert ada.notifications.count() == ada.emails.count() == 1


def test_the_page_keeps_what_was_chosen(ada: User, sign_in: SignIn) -> None:
    choice = {"replies-in_portal": "on", "achievements-email": "daily"}

    response = sign_in(ada).post(URL, choice | {"replies-email": "never"})

    assert kept(ada) == {("achievements", False, "daily"), ("replies", True, "never")}
    assert (response.status_code, response["Location"]) == (303, URL)


def test_a_change_on_the_page_is_saved_and_says_so(ada: User, sign_in: SignIn) -> None:
    response = sign_in(ada).post(URL, EVERYTHING, headers={"HX-Request": "true"})

    assert "Saved at" in page(response)
    assert len(kept(ada)) == 2


def test_the_page_shows_what_was_chosen(ada: User, sign_in: SignIn) -> None:
    prefer(user=ada, topic=Topic.REPLIES, in_portal=False, email="daily")

    shown = page(sign_in(ada).get(URL))

    boxes = re.findall(r'<input type="checkbox"[^>]*>', shown)
    assert ["checked" in box for box in boxes] == [True, False]
    radios = re.findall(r'<input type="radio"[^>]*>', shown)
    assert len(radios) == 6
    chosen = [re.findall(r'value="(\w+)"', radio) for radio in radios if "checked" in radio]
    assert chosen == [["immediately"], ["daily"]]


def test_the_grid_names_its_rows_and_columns(ada: User, sign_in: SignIn) -> None:
    shown = page(sign_in(ada).get(URL))

    columns = re.findall(r'scope="col"[^>]*>([^<]+)</th>', shown)
    assert columns == ["About", "In the portal", "E-mail"]
    rows = re.findall(r'scope="row" id="([\w-]+)">([^<]+)</th>', shown)
    assert [topic for _, topic in rows] == ["Achievements and badges", "Replies to my comments"]
    for row, _ in rows:
        assert f'role="radiogroup" aria-labelledby="{row} by-mail"' in shown


def test_choosing_twice_changes_nothing(ada: User, sign_in: SignIn) -> None:
    client = sign_in(ada)
    client.post(URL, EVERYTHING)

    client.post(URL, EVERYTHING)

    assert kept(ada) == {("achievements", True, "immediately"), ("replies", True, "immediately")}


@pytest.mark.parametrize("value", ["hourly", "", "NEVER", "\x00"])
@pytest.mark.parametrize("topic", NOTICES)
def test_a_value_that_cannot_be_chosen_is_refused_and_nothing_kept(
    ada: User, sign_in: SignIn, topic: Topic, value: str
) -> None:
    response = sign_in(ada).post(URL, EVERYTHING | {f"{topic}-email": value})

    assert response.status_code == 422
    assert kept(ada) == set()


def test_account_mails_cannot_be_switched_off(ada: User, sign_in: SignIn) -> None:
    sign_in(ada).post(URL, EVERYTHING | {"account-email": "never"})

    assert not ada.preferences.filter(topic=Topic.ACCOUNT).exists()


def test_a_quiet_notice_is_in_the_inbox_alone_without_a_toast(ada: User) -> None:
    prefer(user=ada, topic=Topic.REPLIES, in_portal=True, email="daily")

    for notice in NOTICES.values():
        notify(recipient=ada, notice=notice, at=NOON, is_quiet=True)

    assert ada.notifications.unread().count() == 2
    assert not ada.notifications.unshown().exists()
    assert not ada.emails.exists()
    assert not ada.digest_entries.exists()


def test_a_quiet_notice_stays_out_of_an_inbox_that_does_not_want_it(ada: User) -> None:
    prefer(user=ada, topic=Topic.ACHIEVEMENTS, in_portal=False, email="immediately")

    notify(recipient=ada, notice=UNLOCK, at=NOON, is_quiet=True)

    assert not ada.notifications.exists()
