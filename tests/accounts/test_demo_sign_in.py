import pytest
from django.test import Client
from pytest_django import Settings

from accounts.demo import DEMO_PEOPLE
from accounts.models import User
from tests.conftest import make_person

DEMO = "/accounts/demo/"


@pytest.fixture
def demo(settings: Settings) -> None:
    """A portal with the demo."""
    settings.DEMO = True


@pytest.mark.parametrize("username", list(DEMO_PEOPLE))
def test_one_click_signs_in_as_a_demo_person(
    username: str, demo: None, db: None, client: Client
) -> None:
    person = make_person(username)

    response = client.post(DEMO, {"username": username})

    assert response.headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(person.pk)


def test_the_sign_in_page_offers_the_demo_people(demo: None, db: None, client: Client) -> None:
    page = client.get("/accounts/login/").content.decode()

    assert page.count(f'action="{DEMO}"') == len(DEMO_PEOPLE)


def test_one_click_leads_back_but_never_to_another_site(
    demo: None, ada: User, client: Client
) -> None:
    here = client.post(DEMO, {"username": "ada", "next": "/courses/"})
    away = client.post(DEMO, {"username": "ada", "next": "//evil.example/"})

    assert (here.headers["Location"], away.headers["Location"]) == ("/courses/", "/")


@pytest.mark.parametrize("username", ["mary", "", "ADA", "margaret"])
def test_who_is_not_of_the_demo_or_not_there_is_not_signed_in(
    username: str, demo: None, ada: User, client: Client
) -> None:
    make_person("mary")

    response = client.post(DEMO, {"username": username})

    assert response.status_code == 404
    assert "_auth_user_id" not in client.session


def test_a_demo_person_who_is_deactivated_is_not_signed_in(
    demo: None, ada: User, client: Client
) -> None:
    User.objects.update(is_active=False)

    response = client.post(DEMO, {"username": "ada"})

    assert response.status_code == 404


def test_without_the_demo_nobody_signs_in_by_a_click(
    settings: Settings, ada: User, client: Client
) -> None:
    settings.DEMO = False

    response = client.post(DEMO, {"username": "ada"})

    assert response.status_code == 404
    assert "_auth_user_id" not in client.session
    assert DEMO not in client.get("/accounts/login/").content.decode()


def test_a_link_alone_signs_nobody_in(demo: None, ada: User, client: Client) -> None:
    response = client.get(DEMO, {"username": "ada"})

    assert response.status_code == 405


def test_a_next_that_is_no_address_leads_home(demo: None, ada: User, client: Client) -> None:
    answer = client.post("/accounts/demo/", {"username": "ada", "next": "foo"})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
