"""The inbox: what I was told, what is unread, and marking it as read."""

from datetime import timedelta

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from notifications import actions
from notifications.models import Notification
from tests.conftest import NOON, SignIn
from tests.notifications.rows import make_notice, page, unread_count

INBOX, READ_ALL = reverse("notifications:inbox"), reverse("notifications:read_all")
HTMX = {"HX-Request": "true"}


def read_url(notice: Notification) -> str:
    return reverse("notifications:read", args=[notice.pk])


def test_the_inbox_lists_my_notices_the_newest_first(ada: User, sign_in: SignIn) -> None:
    make_notice(ada, "The older one")
    make_notice(ada, "The newer one", created_at=NOON + timedelta(seconds=1))

    shown = page(sign_in(ada).get(INBOX))

    assert shown.index("The newer one") < shown.index("The older one")


def test_the_inbox_shows_nothing_of_others(ada: User, grace: User, sign_in: SignIn) -> None:
    make_notice(grace, "For Grace alone")

    response = sign_in(ada).get(INBOX)

    assert "For Grace alone" not in page(response)
    assert unread_count(response) == 0


def test_a_long_inbox_goes_on_on_a_second_page(ada: User, sign_in: SignIn) -> None:
    for number in range(31):
        at = NOON + timedelta(seconds=number)
        make_notice(ada, f"Notice {number:02}", created_at=at, shown_at=at)

    second = page(sign_in(ada).get(INBOX, {"page": 2}))

    assert "Notice 00" in second
    assert "Notice 01" not in second


@pytest.mark.parametrize("number", ["0", "-1", "99", "x", "1" * 40])
def test_a_page_that_is_not_there_shows_a_neighbour(
    ada: User, sign_in: SignIn, number: str
) -> None:
    make_notice(ada, "The only one")

    assert "The only one" in page(sign_in(ada).get(INBOX, {"page": number}))


def test_the_bell_counts_what_is_unread(ada: User, sign_in: SignIn) -> None:
    make_notice(ada)
    make_notice(ada)
    make_notice(ada, read_at=NOON)

    assert unread_count(sign_in(ada).get(INBOX)) == 2


@pytest.mark.parametrize("count", [3, 30])
def test_the_inbox_costs_as_many_queries_at_every_size(
    ada: User,
    sign_in: SignIn,
    count: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = sign_in(ada)
    for _ in range(count):
        make_notice(ada)

    with django_assert_max_num_queries(8):
        page(client.get(INBOX))


def test_opening_a_notice_marks_it_as_read_and_leads_there(ada: User, sign_in: SignIn) -> None:
    notice, other = make_notice(ada), make_notice(ada)

    response = sign_in(ada).post(read_url(notice))

    assert response["Location"] == "/achievements/"
    assert list(ada.notifications.unread()) == [other]


def test_marking_as_read_stays_on_the_page_that_asked(ada: User, sign_in: SignIn) -> None:
    response = sign_in(ada).post(read_url(make_notice(ada)), {"next": f"{INBOX}?page=2"})

    assert response["Location"] == f"{INBOX}?page=2"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_marking_as_read_never_leads_to_another_site(
    ada: User, sign_in: SignIn, target: str
) -> None:
    response = sign_in(ada).post(read_url(make_notice(ada)), {"next": target})

    assert response["Location"] == "/achievements/"


@pytest.mark.parametrize("place", ["panel", "page"])
def test_a_notice_is_marked_as_read_where_it_stands(ada: User, sign_in: SignIn, place: str) -> None:
    notice = make_notice(ada, "Now it is read")
    make_notice(ada)

    response = sign_in(ada).post(read_url(notice), {"place": place}, headers=HTMX)

    assert (
        f'<a id="{place}-notice-{notice.pk}" href="/achievements/"><bdi>Now it is read</bdi></a>'
        in page(response)
    )
    assert "<html" not in page(response)
    assert unread_count(response) == 1


def test_the_panel_holds_the_latest_notices_and_the_count(ada: User, sign_in: SignIn) -> None:
    for number in range(9):
        make_notice(ada, f"Notice {number}", created_at=NOON + timedelta(seconds=number))

    response = sign_in(ada).get(INBOX, headers=HTMX)

    assert page(response).count("<article") == 8
    assert "Notice 8" in page(response)
    assert "Notice 0" not in page(response)
    assert "<html" not in page(response)
    assert unread_count(response) == 9


@pytest.mark.parametrize("count", [1, 8])
def test_the_panel_costs_as_many_queries_at_every_size(
    ada: User,
    sign_in: SignIn,
    count: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = sign_in(ada)
    for _ in range(count):
        make_notice(ada)

    with django_assert_max_num_queries(4):
        page(client.get(INBOX, headers=HTMX))


def test_the_panel_shows_nothing_of_others(ada: User, grace: User, sign_in: SignIn) -> None:
    make_notice(grace, "For Grace alone")

    response = sign_in(ada).get(INBOX, headers=HTMX)

    assert "For Grace alone" not in page(response)
    assert "Nothing yet" in page(response)


def test_all_are_marked_as_read_within_the_panel(ada: User, sign_in: SignIn) -> None:
    make_notice(ada)
    make_notice(ada)

    response = sign_in(ada).post(READ_ALL, {"place": "panel"}, headers=HTMX)

    assert page(response).count("<article") == 2
    assert "is-unread" not in page(response)
    assert 'id="panel-read-all"' in page(response)
    assert unread_count(response) == 0


def test_all_are_marked_as_read_on_the_page_that_is_open(ada: User, sign_in: SignIn) -> None:
    for number in range(31):
        make_notice(ada, f"Notice {number:02}", created_at=NOON + timedelta(seconds=number))

    response = sign_in(ada).post(READ_ALL, {"place": "page", "page": "2"}, headers=HTMX)

    assert "Notice 00" in page(response)
    assert "Notice 30" not in page(response)
    assert 'id="page-read-all"' in page(response)
    assert "<html" not in page(response)
    assert unread_count(response) == 0


def test_the_unread_alone_can_be_asked_for(ada: User, sign_in: SignIn) -> None:
    make_notice(ada, "Old news", read_at=NOON)
    make_notice(ada, "Fresh news")

    shown = page(sign_in(ada).get(INBOX, {"show": "unread"}))

    assert "Fresh news" in shown
    assert "Old news" not in shown


def test_the_next_page_of_the_unread_is_unread_too(ada: User, sign_in: SignIn) -> None:
    for _ in range(31):
        make_notice(ada)

    assert "?show=unread&amp;page=2" in page(sign_in(ada).get(INBOX, {"show": "unread"}))


def test_when_nothing_is_unread_the_page_says_so(ada: User, sign_in: SignIn) -> None:
    make_notice(ada, read_at=NOON)

    assert "You are up to date" in page(sign_in(ada).get(INBOX, {"show": "unread"}))


def test_without_scripts_the_bell_is_a_link_to_the_inbox(ada: User, sign_in: SignIn) -> None:
    assert f'<a class="bell" href="{INBOX}"' in page(sign_in(ada).get("/achievements/"))


def test_reading_twice_keeps_the_first_time(ada: User) -> None:
    notice = make_notice(ada)
    actions.mark_read(recipient=ada, notification_id=notice.pk, at=NOON)

    actions.mark_read(recipient=ada, notification_id=notice.pk, at=NOON + timedelta(hours=1))

    notice.refresh_from_db()
    assert notice.read_at == NOON


def test_reading_all_reads_all_of_mine_and_none_of_others(
    ada: User, grace: User, sign_in: SignIn
) -> None:
    make_notice(ada)
    make_notice(ada)
    hers = make_notice(grace)

    response = sign_in(ada).post(READ_ALL)

    assert response["Location"] == INBOX
    assert list(Notification.objects.unread()) == [hers]


def test_reading_all_twice_keeps_the_first_time(ada: User) -> None:
    notice = make_notice(ada)
    actions.mark_read(recipient=ada, at=NOON)

    actions.mark_read(recipient=ada, at=NOON + timedelta(hours=1))

    notice.refresh_from_db()
    assert notice.read_at == NOON


@pytest.mark.parametrize("name", ["read", "shown"])
def test_a_foreign_notice_is_as_absent_as_a_missing_one(
    ada: User, grace: User, sign_in: SignIn, name: str
) -> None:
    hers = make_notice(grace)
    client = sign_in(ada)

    foreign = client.post(reverse(f"notifications:{name}", args=[hers.pk]))
    missing = client.post(reverse(f"notifications:{name}", args=[hers.pk + 1]))

    assert foreign.status_code == missing.status_code == 404
    assert foreign.content == missing.content
    hers.refresh_from_db()
    assert hers.read_at is hers.shown_at is None
