"""Who sees whose profile, on the page and by the API: every viewer, every level."""

from itertools import product

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import Privacy, User
from tests.conftest import SignIn, make_person

PAGES = ["/people/ada/", "/api/users/ada/achievements", "/api/users/ada/next-steps"]
SEEN_BY = {
    Privacy.PUBLIC: {"stranger", "grace", "ada", "staff"},
    Privacy.SIGNED_IN: {"grace", "ada", "staff"},
    Privacy.PRIVATE: {"ada", "staff"},
}
VIEWERS = ["stranger", "grace", "ada", "staff"]
EVERY_CASE = list(product(PAGES, Privacy, VIEWERS))


@pytest.fixture
def viewers(ada: User, grace: User, sign_in: SignIn) -> dict[str, Client]:
    """A client for each who may look."""
    staff = sign_in(make_person("staff", is_staff=True))
    return {"stranger": Client(), "grace": sign_in(grace), "ada": sign_in(ada), "staff": staff}


def choose(person: User, privacy: Privacy) -> None:
    """Let the person have chosen who sees the profile."""
    User.objects.filter(pk=person.pk).update(privacy=privacy)


@pytest.mark.parametrize(("page", "privacy", "viewer"), EVERY_CASE)
def test_a_profile_is_seen_by_those_whom_its_owner_chose(
    page: str, privacy: Privacy, viewer: str, ada: User, viewers: dict[str, Client]
) -> None:
    choose(ada, privacy)

    response = viewers[viewer].get(page)

    assert response.status_code == (200 if viewer in SEEN_BY[privacy] else 404)


@pytest.mark.parametrize(("page", "privacy", "viewer"), EVERY_CASE)
def test_a_site_may_keep_all_profiles_to_their_owners_and_staff(
    page: str,
    privacy: Privacy,
    viewer: str,
    ada: User,
    viewers: dict[str, Client],
    settings: Settings,
) -> None:
    choose(ada, privacy)
    settings.PROFILES_ARE_PUBLIC = False

    response = viewers[viewer].get(page)

    assert response.status_code == (200 if viewer in {"ada", "staff"} else 404)


@pytest.mark.parametrize(("page", "viewer"), list(product(PAGES, ["stranger", "grace"])))
def test_a_hidden_profile_is_as_absent_as_an_unknown_one(
    page: str, viewer: str, ada: User, viewers: dict[str, Client]
) -> None:
    choose(ada, Privacy.PRIVATE)

    hidden = viewers[viewer].get(page)
    unknown = viewers[viewer].get(page.replace("ada", "nobody"))

    assert (hidden.status_code, unknown.status_code) == (404, 404)
    assert hidden.content == unknown.content


@pytest.mark.parametrize("privacy", Privacy)
def test_somebody_deactivated_is_seen_by_nobody(
    privacy: Privacy, ada: User, viewers: dict[str, Client]
) -> None:
    choose(ada, privacy)
    User.objects.filter(pk=ada.pk).update(is_active=False)

    answers = {viewers[viewer].get(page).status_code for page in PAGES for viewer in VIEWERS}

    assert answers == {404}


@pytest.mark.parametrize(
    ("privacy", "is_listed"),
    [(Privacy.PUBLIC, True), (Privacy.SIGNED_IN, False), (Privacy.PRIVATE, False)],
)
def test_only_a_public_profile_is_for_search_engines_and_link_previews(
    privacy: Privacy, is_listed: bool, ada: User, sign_in: SignIn
) -> None:
    choose(ada, privacy)

    page = sign_in(ada).get("/people/ada/").content.decode()

    assert ('<meta name="robots" content="noindex">' in page) is not is_listed
    assert ('<meta property="og:type" content="profile">' in page) is is_listed


@pytest.mark.parametrize("page", PAGES[1:])
def test_what_one_may_see_is_not_kept_for_another(page: str, ada: User, client: Client) -> None:
    headers = client.get(page).headers

    assert {"Authorization", "Cookie"} <= set(headers["Vary"].split(", "))
    assert "private" in headers["Cache-Control"]


def test_a_known_etag_opens_nothing_that_is_hidden_by_now(ada: User, client: Client) -> None:
    etag = client.get(PAGES[1]).headers["ETag"]
    choose(ada, Privacy.PRIVATE)

    response = client.get(PAGES[1], headers={"If-None-Match": etag})

    assert response.status_code == 404


@pytest.mark.parametrize("privacy", Privacy)
def test_who_sees_it_is_changed_in_place(privacy: Privacy, ada: User, sign_in: SignIn) -> None:
    response = sign_in(ada).post(
        "/accounts/privacy/", {"privacy": privacy}, headers={"HX-Request": "true"}
    )

    ada.refresh_from_db()
    assert ada.privacy == privacy
    assert "Saved." in response.content.decode()
    assert "<form" not in response.content.decode()


def test_without_javascript_one_comes_back_to_the_page_that_one_was_on(
    ada: User, sign_in: SignIn
) -> None:
    fields = {"privacy": "private", "next": "/achievements/"}

    response = sign_in(ada).post("/accounts/privacy/", fields)

    assert (response.status_code, response.headers["Location"]) == (303, "/achievements/")
    ada.refresh_from_db()
    assert ada.privacy == Privacy.PRIVATE


@pytest.mark.parametrize("fields", [{}, {"privacy": "friends"}])
def test_no_other_level_can_be_chosen(fields: dict[str, str], ada: User, sign_in: SignIn) -> None:
    response = sign_in(ada).post("/accounts/privacy/", fields)

    ada.refresh_from_db()
    assert response.status_code == 422
    assert ada.privacy == Privacy.PUBLIC
