import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import User
from learning.models import Lesson
from tests.conftest import SignIn

LOGIN = "/accounts/login/"


def form(**fields: str) -> dict[str, str]:
    """Return a sign-in form of Ada's with some fields typed differently."""
    return {"login": "ada", "password": "correct horse"} | fields


@pytest.mark.parametrize("name", ["ada", "ADA", " ada ", "ada@example.org", "Ada@Example.org"])
def test_one_signs_in_by_username_or_address(name: str, ada: User, client: Client) -> None:
    response = client.post(LOGIN, form(login=name))

    assert response.headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(ada.pk)


@pytest.mark.parametrize(
    "fields",
    [
        {"password": "wrong horse"},
        {"login": "nobody"},
        {"login": "nobody@example.org"},
        {"password": ""},
        {"login": ""},
    ],
)
def test_a_wrong_name_or_password_signs_nobody_in(
    fields: dict[str, str], ada: User, client: Client
) -> None:
    response = client.post(LOGIN, form(**fields))

    assert response.status_code in {200, 422}
    assert response.context["form"].errors
    assert "_auth_user_id" not in client.session


def test_an_unknown_name_and_a_wrong_password_get_the_same_answer(
    ada: User, client: Client
) -> None:
    wrong = client.post(LOGIN, form(password="wrong horse"))
    unknown = client.post(LOGIN, form(login="adi"))

    assert wrong.status_code == unknown.status_code
    assert wrong.context["form"].errors == unknown.context["form"].errors


def test_somebody_who_is_deactivated_is_not_let_in(ada: User, client: Client) -> None:
    User.objects.update(is_active=False)

    client.post(LOGIN, form())

    assert "_auth_user_id" not in client.session


def test_one_is_led_to_sign_in_and_back_to_the_lesson(lesson: Lesson, client: Client) -> None:
    page = lesson.get_absolute_url()
    way_in = client.get(f"{page}?pages=2").headers["Location"]

    response = client.post(way_in, form(next=f"{page}?pages=2"), follow=True)

    assert way_in == f"{LOGIN}?next={page}%3Fpages%3D2"
    assert response.redirect_chain[-1][0] == f"{page}?pages=2"
    assert response.status_code == 200


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_led_to_another_site(target: str, ada: User, client: Client) -> None:
    response = client.post(LOGIN, form(next=target))

    assert response.headers["Location"] == "/"


def test_signing_in_gives_a_new_session(ada: User, client: Client) -> None:
    session = client.session
    session["mark"] = 1
    session.save()
    before = client.cookies["sessionid"].value

    client.post(LOGIN, form())

    assert client.cookies["sessionid"].value != before
    assert not Session.objects.filter(session_key=before).exists()


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(
    ada: User, client: Client
) -> None:
    client.post(LOGIN, form())

    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["domain"]) == (True, "Lax", "")


def test_signing_out_ends_the_session_on_the_server(ada: User, client: Client) -> None:
    client.post(LOGIN, form())
    stolen = Client()
    stolen.cookies["sessionid"] = client.cookies["sessionid"].value

    client.post("/accounts/logout/")

    answers = [who.get("/achievements/").status_code for who in (client, stolen)]
    assert answers == [302, 302]


def test_a_link_alone_signs_nobody_out(ada: User, sign_in: SignIn) -> None:
    client = sign_in(ada)

    client.get("/accounts/logout/")

    assert client.get("/achievements/").status_code == 200


def test_guessing_is_slowed_down_and_the_right_password_does_not_show(
    ada: User, client: Client
) -> None:
    for number in range(12):
        client.post(LOGIN, form(password=f"wrong {number}"))

    response = client.post(LOGIN, form())

    assert response.status_code in {200, 422, 429}
    assert "_auth_user_id" not in client.session


def test_guessing_at_one_account_does_not_lock_another_person_out(
    ada: User, grace: User, client: Client
) -> None:
    for number in range(8):
        client.post(LOGIN, form(password=f"wrong {number}"))

    another = Client(REMOTE_ADDR="192.0.2.7")
    another.post(LOGIN, form(login="grace"))

    assert another.session["_auth_user_id"] == str(grace.pk)


def test_the_names_case_and_spaces_are_one_account_for_the_guard(ada: User) -> None:
    variants = ["ada", "ADA", " ada", "Ada ", "aDa", "adA"]
    for number, name in enumerate(variants * 2):
        guesser = Client(REMOTE_ADDR=f"192.0.2.{number}")
        guesser.post(LOGIN, form(login=name, password="wrong"))

    late = Client(REMOTE_ADDR="192.0.2.99")
    late.post(LOGIN, form())

    assert "_auth_user_id" not in late.session


def test_who_is_signed_in_is_led_on_from_the_sign_in_page(ada: User, sign_in: SignIn) -> None:
    response = sign_in(ada).get(f"{LOGIN}?next=/courses/")

    assert response.headers["Location"] == "/courses/"
