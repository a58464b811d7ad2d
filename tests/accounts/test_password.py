import pytest
from django.test import Client

from accounts.models import User
from notifications.models import Email
from tests.conftest import SignIn

NEW_PASSWORD = "a long tarred rope"


def link_in(email: Email) -> str:
    """Return the path of the link that the mail carries."""
    link = next(word for word in email.text.split() if "/password/reset/key/" in word)
    return "/" + link.split("/", 3)[3]


def ask(client: Client, address: str = "ada@example.org") -> None:
    """Ask for a mail with a link to a new password."""
    client.post("/accounts/password/reset/", {"email": address})


def choose(client: Client, path: str) -> int:
    """Follow the link, type the new password, and return the status of the form."""
    page = client.get(path, follow=True)
    address = page.redirect_chain[-1][0] if page.redirect_chain else path
    fields = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    return client.post(address, fields).status_code


def can_sign_in(password: str) -> bool:
    """Return whether Ada gets in with the password."""
    client = Client()
    client.post("/accounts/login/", {"login": "ada", "password": password})
    return "_auth_user_id" in client.session


def test_the_link_in_the_mail_leads_to_a_new_password(ada: User, client: Client) -> None:
    ask(client)

    choose(client, link_in(Email.objects.get()))

    assert can_sign_in(NEW_PASSWORD)
    assert not can_sign_in("correct horse")


@pytest.mark.parametrize("address", ["ADA@example.org", "Ada@Example.Org"])
def test_the_address_is_found_regardless_of_case(address: str, ada: User, client: Client) -> None:
    ask(client, address)

    assert Email.objects.get().recipient == ada


def test_the_link_works_once(ada: User, client: Client) -> None:
    ask(client)
    path = link_in(Email.objects.get())
    choose(client, path)
    ada.refresh_from_db()
    ada.set_password("another tarred rope")
    ada.save(update_fields=["password"])

    choose(Client(), path)

    assert can_sign_in("another tarred rope")


def test_the_link_dies_with_a_change_of_the_password(ada: User, client: Client) -> None:
    ask(client)
    ada.set_password("another tarred rope")
    ada.save(update_fields=["password"])

    choose(client, link_in(Email.objects.get()))

    assert not can_sign_in(NEW_PASSWORD)


def test_an_unknown_address_gets_the_same_answer_as_a_known_one(ada: User, client: Client) -> None:
    known = client.post("/accounts/password/reset/", {"email": "ada@example.org"}, follow=True)
    unknown = client.post("/accounts/password/reset/", {"email": "x@example.org"}, follow=True)

    assert known.redirect_chain == unknown.redirect_chain
    assert known.status_code == unknown.status_code
    assert ada.emails.count() == 1


def test_the_link_names_our_own_host_whatever_was_asked(ada: User, client: Client) -> None:
    response = client.post(
        "/accounts/password/reset/",
        {"email": "ada@example.org"},
        headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"},
    )

    assert response.status_code == 400
    assert not Email.objects.exists()


def test_changing_the_password_ends_other_sessions(ada: User, sign_in: SignIn) -> None:
    here, elsewhere = sign_in(ada), sign_in(ada)

    here.post(
        "/accounts/password/change/",
        {"oldpassword": "correct horse", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
    )

    assert can_sign_in(NEW_PASSWORD)
    assert elsewhere.get("/achievements/").status_code == 302
    assert here.get("/achievements/").status_code == 200


def test_a_wrong_old_password_changes_nothing(ada: User, sign_in: SignIn) -> None:
    sign_in(ada).post(
        "/accounts/password/change/",
        {"oldpassword": "wrong", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
    )

    assert can_sign_in("correct horse")
