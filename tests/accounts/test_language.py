import pytest
from django.test import Client

from accounts.models import User
from learning.models import Course
from tests.conftest import SignIn

ADDRESS = "/language/"
COOKIE = "django_language"
ARABIC = {"accept-language": "ar,en;q=0.5"}


def language_of(client: Client, page: str = "/courses/", **headers: str) -> str:
    """Return the language of a page, which its header and its first tag agree about."""
    response = client.get(page, headers=headers)
    language: str = response.headers["Content-Language"]
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in response.content.decode()
    return language


@pytest.fixture
def stranger(db: None) -> Client:
    """Somebody who is not signed in."""
    return Client(headers={"host": "localhost"})


def test_who_is_not_signed_in_reads_the_language_of_the_browser(stranger: Client) -> None:
    assert language_of(stranger) == "en"
    assert language_of(stranger, **ARABIC) == "ar"
    assert language_of(stranger, **{"accept-language": "xx"}) == "en"


def test_a_choice_in_this_browser_comes_before_what_it_asks_for(stranger: Client) -> None:
    response = stranger.post(ADDRESS, {"language": "en", "next": "/courses/"})

    assert (response.status_code, response.headers["Location"]) == (303, "/courses/")
    assert language_of(stranger, **ARABIC) == "en"


def test_ones_own_choice_comes_before_the_browsers(ada: User, sign_in: SignIn) -> None:
    client = sign_in(ada)
    client.cookies[COOKIE] = "en"
    User.objects.filter(pk=ada.pk).update(language="ar")

    assert language_of(client, **{"accept-language": "en"}) == "ar"


def test_who_has_chosen_nothing_reads_what_the_browser_asks_for(ada: User, sign_in: SignIn) -> None:
    assert language_of(sign_in(ada), **ARABIC) == "ar"


def test_a_choice_goes_with_the_person_to_other_browsers(ada: User, sign_in: SignIn) -> None:
    sign_in(ada).post(ADDRESS, {"language": "ar"})

    assert language_of(sign_in(ada)) == "ar"


def test_the_choice_is_kept_for_the_page_after_signing_out(ada: User, sign_in: SignIn) -> None:
    client = sign_in(ada)
    client.post(ADDRESS, {"language": "ar"})

    client.post("/accounts/logout/")

    assert language_of(client) == "ar"


def test_the_choice_can_be_left_to_the_browser_again(ada: User, sign_in: SignIn) -> None:
    client = sign_in(ada)
    client.post(ADDRESS, {"language": "ar"})

    client.post(ADDRESS, {"language": ""})

    ada.refresh_from_db()
    assert ada.language == ""
    assert client.cookies[COOKIE].value == ""
    assert language_of(client) == "en"


@pytest.mark.parametrize("language", ["xx", "ar-EG", "../ar", "ar\x00", "a" * 1000])
def test_a_language_that_the_portal_does_not_speak_changes_nothing(
    language: str, ada: User, sign_in: SignIn
) -> None:
    client = sign_in(ada)

    response = client.post(ADDRESS, {"language": language})

    ada.refresh_from_db()
    assert response.status_code == 303
    assert COOKIE not in response.cookies
    assert ada.language == ""


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:1"])
def test_the_choice_leads_nowhere_else(target: str, stranger: Client) -> None:
    response = stranger.post(ADDRESS, {"language": "ar", "next": target})

    assert response.headers["Location"] == "/"


def test_without_a_next_page_the_choice_leads_back_to_where_it_was_made(stranger: Client) -> None:
    page = "http://localhost/courses/?q=knot"

    response = stranger.post(ADDRESS, {"language": "ar"}, headers={"referer": page})

    assert response.headers["Location"] == "/courses/?q=knot"


def test_every_page_offers_the_languages_and_comes_back(
    course: Course, ada: User, sign_in: SignIn
) -> None:
    page = "/courses/knots/?from=home"

    html = sign_in(ada).get(page).content.decode()

    assert f'<input type="hidden" name="next" value="{page}">' in html
    assert 'value="en" lang="en" aria-pressed="true">English</button>' in html
    assert 'value="ar" lang="ar" aria-pressed="false">العربية</button>' in html


def test_a_refused_form_leads_back_to_the_page_that_it_stands_on(
    course: Course, ada: User, sign_in: SignIn
) -> None:
    lesson = "/courses/knots/lessons/knot-1/"

    response = sign_in(ada).post(
        f"{lesson}comments/", {"body": ""}, headers={"referer": f"http://localhost{lesson}"}
    )

    assert response.status_code == 422
    assert f'<input type="hidden" name="next" value="{lesson}">' in response.content.decode()


def test_the_form_needs_its_token(db: None) -> None:
    careful = Client(enforce_csrf_checks=True, headers={"host": "localhost"})

    response = careful.post(ADDRESS, {"language": "ar"})

    assert response.status_code == 403
    assert COOKIE not in response.cookies


def test_caches_are_told_what_a_page_depends_on(stranger: Client) -> None:
    vary = stranger.get("/courses/").headers["Vary"].lower().split(", ")

    assert {"accept-language", "cookie"} <= set(vary)


def test_whoever_signs_up_keeps_the_language_that_they_signed_up_in(stranger: Client) -> None:
    data = {"username": "amal", "email": "amal@example.org", "password1": "correct horse 9"}

    response = stranger.post("/accounts/signup/", data, headers=ARABIC)

    assert response.status_code == 303
    assert User.objects.get(username="amal").language == "ar"
