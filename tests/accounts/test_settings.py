from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from accounts.models import User
from learning.models import Comment, Lesson
from tests.conftest import NOON, SignIn

SETTINGS = "/accounts/settings/"


def form(**fields: str) -> dict[str, str]:
    """Return a settings form with some fields typed differently."""
    plain = {"display_name": "Ada", "time_zone": "UTC"}
    return plain | fields


def test_what_is_typed_is_kept(ada: User, sign_in: SignIn) -> None:
    data = form(display_name="Ada L.", time_zone="Asia/Tokyo")

    response = sign_in(ada).post(SETTINGS, data, follow=True)

    ada.refresh_from_db()
    assert "Saved." in response.content.decode()
    assert (ada.display_name, ada.time_zone) == ("Ada L.", "Asia/Tokyo")


@pytest.mark.parametrize(
    "typed", ["new york", "America/New_York", " america/new york ", "NEW_YORK"]
)
def test_a_time_zone_is_found_by_its_city(typed: str, ada: User, sign_in: SignIn) -> None:
    sign_in(ada).post(SETTINGS, form(time_zone=typed))

    ada.refresh_from_db()
    assert ada.time_zone == "America/New_York"


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin"])
def test_every_time_zone_can_be_picked(zone: str, ada: User, sign_in: SignIn) -> None:
    page = sign_in(ada).get(SETTINGS).content.decode()

    assert f'<option value="{zone}">' in page


@pytest.mark.parametrize(
    "fields", [{"time_zone": "Mars/Base"}, {"time_zone": ""}, {"display_name": "x" * 61}]
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    fields: dict[str, str], ada: User, sign_in: SignIn
) -> None:
    response = sign_in(ada).post(SETTINGS, form(display_name="Other") | fields)

    ada.refresh_from_db()
    assert response.status_code == 422
    assert (ada.display_name, ada.time_zone) == ("Ada", "UTC")


def test_the_refused_page_shows_the_kept_name_in_its_header_and_the_typed_in_the_form(
    ada: User, sign_in: SignIn
) -> None:
    response = sign_in(ada).post(SETTINGS, form(display_name="Typed", time_zone="Mars/Base"))

    assert response.context["user"].display_name == "Ada"
    assert 'value="Typed"' in response.content.decode()


def test_nobody_makes_themselves_more_than_they_are(ada: User, sign_in: SignIn) -> None:
    extra = {"is_staff": "on", "is_superuser": "on", "username": "root", "email": "x@example.org"}

    sign_in(ada).post(SETTINGS, form(**extra))

    ada.refresh_from_db()
    assert (ada.is_staff, ada.is_superuser) == (False, False)
    assert (ada.username, ada.email) == ("ada", "ada@example.org")


@pytest.mark.parametrize(
    ("zone", "shown"), [("UTC", "noon"), ("Asia/Tokyo", "9 p.m."), ("America/New_York", "7 a.m.")]
)
def test_times_are_shown_in_ones_own_time_zone(
    zone: str, shown: str, lesson: Lesson, ada: User, sign_in: SignIn
) -> None:
    Comment.objects.create(author=ada, lesson=lesson, body="Hm", created_at=NOON)
    User.objects.filter(pk=ada.pk).update(time_zone=zone)

    page = sign_in(ada).get(lesson.get_absolute_url()).content.decode()

    assert f"March 2, 2026, {shown}" in page


@pytest.mark.parametrize(("minutes_past_six", "shown"), [(59, "1:59 a.m."), (60, "3 a.m.")])
def test_the_hour_that_spring_skips_is_not_shown(
    minutes_past_six: int, shown: str, lesson: Lesson, ada: User, sign_in: SignIn
) -> None:
    at = datetime(2026, 3, 8, 6, tzinfo=UTC) + timedelta(minutes=minutes_past_six)
    Comment.objects.create(author=ada, lesson=lesson, body="Hm", created_at=at)
    User.objects.filter(pk=ada.pk).update(time_zone="America/New_York")

    page = sign_in(ada).get(lesson.get_absolute_url()).content.decode()

    assert f"March 8, 2026, {shown}" in page


@pytest.mark.parametrize("name", ["nobody", "%00", "a%0Ab", "%F0%9F%91%A9", "x" * 500])
def test_a_profile_of_nobody_is_not_there(name: str, ada: User, client: Client) -> None:
    response = client.get(f"/people/{name}/")

    assert response.status_code == 404


def test_a_public_profile_tells_no_address(ada: User, client: Client) -> None:
    response = client.get("/people/ada/")

    assert response.status_code == 200
    assert b"ada@example.org" not in response.content


def test_a_name_is_shown_as_text(ada: User, client: Client) -> None:
    User.objects.filter(pk=ada.pk).update(display_name="<b>{{ 7*7 }}</b>%s")

    page = client.get("/people/ada/").content.decode()

    assert "&lt;b&gt;{{ 7*7 }}&lt;/b&gt;%s" in page
    assert "<b>{{" not in page
