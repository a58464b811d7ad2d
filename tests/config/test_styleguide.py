"""The style guide is for those who work on Laurel, and shows everything there is."""

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from config.styleguide import CHAPTERS
from tests.conftest import SignIn, make_person

SPECIMENS = {name for names in CHAPTERS.values() for name in names}
pytestmark = pytest.mark.django_db


@pytest.fixture
def page(sign_in: SignIn) -> str:
    client = sign_in(make_person("staff", is_staff=True))
    return client.get("/styleguide/").content.decode()


def test_staff_see_a_specimen_of_every_component(page: str) -> None:
    folder = settings.BASE_DIR / "templates" / "styleguide"

    assert {file.stem for file in folder.iterdir()} == SPECIMENS | {"index"}
    assert {name for name in SPECIMENS if f'id="{name}-shown"' in page} == SPECIMENS


def test_every_drawing_is_shown(page: str) -> None:
    drawings = (settings.BASE_DIR / "templates" / "art").glob("*.svg")

    missing = {file.stem for file in drawings if f"<code>{file.stem}</code>" not in page}

    assert missing == set()


def test_every_state_of_the_awards_is_shown(page: str) -> None:
    for state in ("is-current", "is-locked", "is-next", "is-amber"):
        assert f"{state}" in page
    for number in (1, 3, 5, 10, 20, 25, 50):
        assert page.count(f'text-anchor="middle">{number}</text>') > 1


def test_while_developing_everybody_may_look(settings: Settings) -> None:
    settings.DEBUG = True

    assert Client(headers={"host": "localhost"}).get("/styleguide/").status_code == 200


def test_learners_and_visitors_find_nothing(ada: User, sign_in: SignIn) -> None:
    visitor = Client(headers={"host": "localhost"})

    assert sign_in(ada).get("/styleguide/").status_code == 404
    assert visitor.get("/styleguide/").status_code == 404


@pytest.mark.parametrize(
    ("query", "wanted"), [("", "ltr"), ("?dir=rtl", "rtl"), ("?dir=up", "ltr")]
)
def test_the_direction_can_be_chosen(admin: User, sign_in: SignIn, query: str, wanted: str) -> None:
    page = sign_in(admin).get(f"/styleguide/{query}").content.decode()

    assert f'dir="{wanted}"' in page
