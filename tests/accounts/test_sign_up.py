from unittest.mock import Mock

import pytest
from django.db import IntegrityError
from django.test import Client

from accounts.models import User
from notifications.models import Email, Topic
from tests.conftest import make_person

PASSWORD = "a long tarred rope"


def form(**fields: str) -> dict[str, str]:
    """Return a sign-up form with some fields typed differently."""
    return {"username": "mary", "email": "mary@example.org", "password1": PASSWORD} | fields


@pytest.mark.django_db
def test_signing_up_signs_in_at_once(client: Client) -> None:
    response = client.post("/accounts/signup/", form(), follow=True)

    assert response.redirect_chain[-1][0] == "/"
    assert response.context["user"].username == "mary"
    assert client.get("/achievements/").status_code == 200


@pytest.mark.django_db
def test_signing_up_leads_back_to_where_one_came_from(client: Client) -> None:
    response = client.post("/accounts/signup/", form(next="/courses/?q=git"))

    assert response.headers["Location"] == "/courses/?q=git"


@pytest.mark.django_db
def test_signing_up_queues_a_mail_that_verifies_the_address(client: Client) -> None:
    client.post("/accounts/signup/", form())

    email = Email.objects.get()
    assert (email.recipient, email.to_address) == (User.objects.get(), "mary@example.org")
    assert (email.topic, email.state) == (Topic.ACCOUNT, Email.State.PENDING)
    assert "/accounts/confirm-email/" in email.text


@pytest.mark.django_db
def test_the_mail_is_shown_in_the_portal_where_none_is_sent(client: Client) -> None:
    client.post("/accounts/signup/", form())

    page = client.get("/notifications/emails/").content.decode()
    detail = client.get(f"/notifications/emails/{Email.objects.get().pk}/").content.decode()

    assert Email.objects.get().subject in page
    assert "/accounts/confirm-email/" in detail


@pytest.mark.django_db
def test_the_link_in_the_mail_verifies_and_ends_the_reminder(client: Client) -> None:
    client.post("/accounts/signup/", form())
    reminded = client.get("/courses/").context["email_unverified"]
    link = next(word for word in Email.objects.get().text.split() if "/confirm-email/" in word)
    path = "/" + link.split("/", 3)[3]

    client.post(path)

    assert reminded
    assert not client.get("/courses/").context["email_unverified"]


@pytest.mark.parametrize(
    "username",
    ["12345", "0", "-mary", "_x", "mary ann", "mar/y", "m@ry", "märy", "m" * 31, "", "ada"],
)
def test_a_username_that_cannot_be_is_refused_and_kept_in_the_form(
    username: str, ada: User, client: Client
) -> None:
    response = client.post("/accounts/signup/", form(username=username))

    assert response.status_code in {200, 422}
    assert "username" in response.context["form"].errors
    assert 'value="mary@example.org"' in response.content.decode()
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_a_username_is_kept_in_lower_case(client: Client) -> None:
    client.post("/accounts/signup/", form(username="Mary"))

    assert User.objects.get().username == "mary"


@pytest.mark.parametrize("username", ["ada", "ADA", "Ada"])
def test_a_username_is_taken_regardless_of_case(username: str, ada: User, client: Client) -> None:
    client.post("/accounts/signup/", form(username=username))

    assert User.objects.get() == ada


@pytest.mark.parametrize("email", ["ada@example.org", "ADA@example.org", "Ada@Example.ORG"])
def test_an_address_belongs_to_one_person_regardless_of_case(
    email: str, ada: User, client: Client
) -> None:
    response = client.post("/accounts/signup/", form(email=email))

    assert response.status_code < 500
    assert User.objects.get() == ada
    assert "_auth_user_id" not in client.session


def test_the_database_too_keeps_an_address_to_one_person(ada: User) -> None:
    with pytest.raises(IntegrityError):
        User.objects.create_user("mary", "ADA@example.org", PASSWORD)


@pytest.mark.parametrize("name", ["12345", "Mary"])
def test_the_database_too_refuses_a_username_that_cannot_be(name: str, db: None) -> None:
    with pytest.raises(IntegrityError):
        User.objects.create(username=name, email="mary@example.org")


@pytest.mark.parametrize("password", ["12345678901", "password", "short", "mary@example.org"])
@pytest.mark.django_db
def test_a_weak_password_is_refused(password: str, client: Client) -> None:
    response = client.post("/accounts/signup/", form(password1=password))

    assert "password1" in response.context["form"].errors
    assert not User.objects.exists()


@pytest.mark.django_db
def test_nobody_makes_themselves_staff(client: Client) -> None:
    client.post("/accounts/signup/", form(is_staff="on", is_superuser="on", is_active=""))

    user = User.objects.get()
    assert (user.is_staff, user.is_superuser, user.is_active) == (False, False, True)


@pytest.mark.django_db
def test_a_form_made_elsewhere_is_refused_with_a_page(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)

    response = strict.post("/accounts/signup/", form())

    assert response.status_code == 403
    assert not User.objects.exists()


def test_signing_up_from_one_address_over_and_over_is_slowed_down(client: Client, db: None) -> None:
    people = [make_person(f"person-{number}") for number in range(2)]

    answers = [
        Client().post("/accounts/signup/", form(username=f"mary-{n}", email=f"m{n}@example.org"))
        for n in range(25)
    ]

    assert answers[-1].status_code == 429
    assert len(people) < User.objects.count() < 25


@pytest.mark.django_db
def test_a_form_that_was_sent_twice_at_once_leads_to_sign_in(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(User, "save", Mock(side_effect=IntegrityError))

    answer = client.post("/accounts/signup/", form())

    assert (answer.status_code, answer.headers["Location"]) == (303, "/accounts/login/")
