"""The mails that Laurel wrote to me, and what became of each."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from notifications.models import Email, Topic
from tests.conftest import NOON, SignIn
from tests.notifications.rows import make_email, page

LIST = reverse("notifications:emails")
SECRET = "https://localhost/accounts/password/reset/key/1-secret/"


def url(name: str, email: Email) -> str:
    return reverse(f"notifications:{name}", args=[email.pk])


@pytest.fixture
def email(ada: User) -> Email:
    return make_email(ada, subject="5 Lessons Watched", text="Well done, Ada.")


@pytest.fixture
def account_email(ada: User) -> Email:
    return make_email(
        ada, topic=Topic.ACCOUNT, subject="Password Reset", text=SECRET, html=f"<a>{SECRET}</a>"
    )


@pytest.mark.parametrize("state", Email.State)
def test_the_list_and_the_mail_tell_its_state(
    ada: User, email: Email, sign_in: SignIn, state: Email.State
) -> None:
    Email.objects.update(state=state, sent_at=NOON, leased_until=timezone.now())
    client = sign_in(ada)

    for shown in (page(client.get(LIST)), page(client.get(url("email", email)))):
        assert "5 Lessons Watched" in shown
        assert str(state.label) in shown
        assert "ada@example.org" in shown


def test_the_list_holds_my_mails_alone(ada: User, grace: User, sign_in: SignIn) -> None:
    make_email(grace, subject="For Grace alone")

    shown = page(sign_in(ada).get(LIST))

    assert "For Grace alone" not in shown
    assert "No mails yet" in shown


@pytest.mark.parametrize("name", ["email", "email_html"])
def test_a_foreign_mail_is_as_absent_as_a_missing_one(
    grace: User, email: Email, sign_in: SignIn, name: str
) -> None:
    client = sign_in(grace)
    foreign = client.get(url(name, email))
    Email.objects.all().delete()

    missing = client.get(url(name, email))

    assert foreign.status_code == missing.status_code == 404
    assert foreign.content == missing.content


@pytest.mark.parametrize("name", ["email", "email_html"])
def test_strangers_are_sent_to_sign_in(email: Email, client: Client, name: str) -> None:
    response = client.get(url(name, email), headers={"host": "localhost"})

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_the_mail_shows_its_text_and_frames_its_html(
    ada: User, email: Email, sign_in: SignIn
) -> None:
    shown = page(sign_in(ada).get(url("email", email)))

    assert "Well done, Ada." in shown
    assert f'sandbox src="{url("email_html", email)}"' in shown
    assert "<h1>Well done.</h1>" not in shown


def test_the_html_of_a_mail_can_do_nothing(ada: User, sign_in: SignIn) -> None:
    email = make_email(ada, html="<script>alert(1)</script>")

    response = sign_in(ada).get(url("email_html", email))

    policy = dict(
        part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";")
    )
    assert policy == {
        "default-src": "'none'",
        "style-src": "'unsafe-inline'",
        "frame-ancestors": "'self'",
        "sandbox": "allow-popups",
    }
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_a_mail_without_html_frames_nothing(ada: User, sign_in: SignIn) -> None:
    email = make_email(ada, html="")
    client = sign_in(ada)

    assert "<iframe" not in page(client.get(url("email", email)))
    assert client.get(url("email_html", email)).status_code == 404


def test_the_text_of_a_mail_is_shown_as_text(ada: User, sign_in: SignIn) -> None:
    email = make_email(ada, subject="<i>{{ 7|add:7 }}", text="<script>alert(1)</script>")

    shown = page(sign_in(ada).get(url("email", email)))

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "&lt;i&gt;{{ 7|add:7 }}" in shown


def test_without_a_provider_an_account_mail_can_be_read(
    ada: User, account_email: Email, sign_in: SignIn
) -> None:
    client = sign_in(ada)

    assert SECRET in page(client.get(url("email", account_email)))
    assert SECRET in page(client.get(url("email_html", account_email)))


@pytest.mark.usefixtures("provider")
def test_with_a_provider_an_account_mail_keeps_its_keys(
    ada: User, account_email: Email, sign_in: SignIn
) -> None:
    client = sign_in(ada)

    assert SECRET not in page(client.get(url("email", account_email)))
    assert "Password Reset" in page(client.get(LIST))
    assert client.get(url("email_html", account_email)).status_code == 404


@pytest.mark.usefixtures("provider")
def test_with_a_provider_an_award_mail_can_be_read(
    ada: User, email: Email, sign_in: SignIn
) -> None:
    client = sign_in(ada)

    assert "Well done, Ada." in page(client.get(url("email", email)))
    assert page(client.get(url("email_html", email)))
